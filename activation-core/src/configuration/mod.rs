//! Activations in configuration files and checkpoints, with the feature `serde`.
//!
//! Every type under `#[activation]` is a map of its parameters, `{"beta": 1.5}`: one that is
//! missing has its default, one that the formula does not have is an error that names those it
//! has. An activation behind a pointer is the same with its name, `{"name": "swish", "beta": 1.5}`,
//! or the name alone, `"mish"`; reading finds the entries of the catalogue, under all the names
//! that [`by_name`](crate::catalogue::by_name) knows.
//!
//! ```
//! # #[cfg(feature = "serde")] {
//! use activation_core::{catalogue::Swish, configuration::Choice, prelude::*};
//!
//! let act: Swish = serde_json::from_str(r#"{"beta": 1.5}"#).unwrap();
//! assert_eq!(act.beta, 1.5);
//!
//! let read = serde_json::from_str::<Choice>(r#"{"name": "swish", "betta": 1.5}"#);
//! let error = read.unwrap_err().to_string();
//! assert!(error.starts_with("`swish` has no parameter `betta`; did you mean `beta`?"));
//! # }
//! ```
//!
//! What is read is checked against what the engine knows of the formula; nothing is generated for
//! it but one line, `__serde!`, which is empty without the feature.

#[cfg(feature = "serde")]
mod choice;
#[cfg(feature = "serde")]
mod typed;

#[cfg(feature = "serde")]
pub use self::choice::Choice;
#[cfg(feature = "serde")]
#[doc(hidden)]
pub use self::typed::{deserialize, serialize};
#[cfg(feature = "serde")]
#[doc(hidden)]
pub use serde as __serde;

/// What `#[activation]` writes below a type, so that whether it can be read and written is decided
/// by the features of this crate and not of the user's.
#[cfg(feature = "serde")]
#[doc(hidden)]
#[macro_export]
macro_rules! __serde {
    ($type:ty) => {
        impl $crate::configuration::__serde::Serialize for $type {
            fn serialize<S: $crate::configuration::__serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                $crate::configuration::serialize(self, serializer)
            }
        }

        impl<'de> $crate::configuration::__serde::Deserialize<'de> for $type {
            fn deserialize<D: $crate::configuration::__serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::core::result::Result<Self, D::Error> {
                $crate::configuration::deserialize(deserializer)
            }
        }
    };
}

/// Nothing: the feature `serde` is off.
#[cfg(not(feature = "serde"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __serde {
    ($type:ty) => {};
}
