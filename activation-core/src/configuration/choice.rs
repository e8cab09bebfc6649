//! An entry of the catalogue as a configuration names it.

use core::fmt;

use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{Error, MapAccess, Visitor},
    ser::{Error as _, SerializeMap as _},
};

use super::typed::{Given, Name};
use crate::{
    catalogue::{by_name, metadata},
    erased::DynActivation,
    kernel::Metadata,
    simd::Scalar,
};

/// An entry of the catalogue and its parameters, read and checked.
///
/// `Box<dyn DynActivation<f32>>` can be read directly, too. A program that reads that holds the
/// kernels of all entries; this is a few numbers until [`boxed`](Self::boxed) is called, and leaves
/// it to then whether it computes in `f32` or in `f64`.
#[derive(Clone, Debug, PartialEq)]
pub struct Choice {
    metadata: &'static Metadata,
    parameters: Vec<f64>,
}

/// The key under which the name of an activation stands beside its parameters.
const NAME: &str = "name";

impl Choice {
    /// The entry's name in the catalogue.
    #[must_use]
    pub fn name(&self) -> &'static str {
        self.metadata.name
    }

    /// What the engine knows about the entry.
    #[must_use]
    pub fn metadata(&self) -> &'static Metadata {
        self.metadata
    }

    /// The parameters, in the order of the declaration.
    #[must_use]
    pub fn parameters(&self) -> &[f64] {
        &self.parameters
    }

    /// The activation.
    #[must_use]
    pub fn boxed<A: Scalar>(&self) -> Box<dyn DynActivation<A>> {
        let mut act = by_name(self.metadata.name).expect("a choice is an entry of the catalogue");
        for (parameter, &value) in self.metadata.parameters.iter().zip(&self.parameters) {
            act.set_parameter(parameter.name, value)
                .expect("its parameters are those of the entry");
        }
        act
    }
}

fn write<S: Serializer>(
    metadata: &Metadata,
    value: impl Fn(usize) -> f64,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    let parameters = metadata.parameters;
    let mut map = serializer.serialize_map(Some(1 + parameters.len()))?;
    map.serialize_entry(NAME, metadata.name)?;
    for (k, parameter) in parameters.iter().enumerate() {
        if parameter.name == NAME {
            return Err(S::Error::custom(format_args!(
                "`{}` has a parameter called `{NAME}`, where its own name stands",
                metadata.name
            )));
        }
        map.serialize_entry(parameter.name, &value(k))?;
    }
    map.end()
}

impl Serialize for Choice {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        write(self.metadata, |k| self.parameters[k], serializer)
    }
}

impl<A: Scalar> Serialize for dyn DynActivation<A> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let metadata = self.metadata();
        let value = |k: usize| {
            let value = self.parameter(metadata.parameters[k].name);
            value.expect("an activation has the parameters of its metadata")
        };
        write(metadata, value, serializer)
    }
}

impl<'de, A: Scalar> Deserialize<'de> for Box<dyn DynActivation<A>> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Choice::deserialize(deserializer).map(|choice| choice.boxed())
    }
}

impl<'de> Deserialize<'de> for Choice {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Choice, D::Error> {
        deserializer.deserialize_any(Entry)
    }
}

/// The name of an entry, or a map of it and the parameters.
struct Entry;

impl<'de> Visitor<'de> for Entry {
    type Value = Choice;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the name of an activation, or a map with a `{NAME}`")
    }

    fn visit_str<E: Error>(self, name: &str) -> Result<Choice, E> {
        let metadata = metadata(name).map_err(E::custom)?;
        Ok(Choice {
            metadata,
            parameters: Given::new(metadata).values,
        })
    }

    fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Choice, M::Error> {
        // The name need not come first.
        let mut chosen = None;
        let mut numbers = Vec::new();
        while let Some(Name(key)) = map.next_key()? {
            if key == NAME {
                let name: String = map.next_value()?;
                if chosen
                    .replace(metadata(&name).map_err(M::Error::custom)?)
                    .is_some()
                {
                    return Err(M::Error::duplicate_field(NAME));
                }
            } else {
                let number: f64 = map.next_value().map_err(|error| {
                    M::Error::custom(format_args!("parameter `{key}`: {error}"))
                })?;
                numbers.push((key, number));
            }
        }
        let metadata = chosen.ok_or_else(|| M::Error::missing_field(NAME))?;
        let mut given = Given::new(metadata);
        for (key, number) in numbers {
            let place = given.place(&key).map_err(M::Error::custom)?;
            given.set(place, number)?;
        }
        Ok(Choice {
            metadata,
            parameters: given.values,
        })
    }
}
