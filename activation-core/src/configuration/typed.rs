//! A type under `#[activation]` as a map of its parameters.

use core::{fmt, marker::PhantomData};

use serde::{
    Deserialize, Deserializer, Serializer,
    de::{DeserializeSeed, Error, IgnoredAny, MapAccess, SeqAccess, Visitor},
    ser::SerializeStruct as _,
};

use crate::{
    erased::parameter_index,
    kernel::{Kernel, Metadata, Parameter, Size},
};

/// Writes the parameters of an activation as the fields of a struct.
///
/// # Errors
/// Those of the serializer.
pub fn serialize<K: Kernel, S: Serializer>(kernel: &K, serializer: S) -> Result<S::Ok, S::Error> {
    let names = Fields::<K>::NAMES;
    let mut fields = serializer.serialize_struct(K::METADATA.name, names.len())?;
    for (name, value) in names.iter().zip(kernel.parameters().as_ref()) {
        fields.serialize_field(name, value)?;
    }
    fields.end()
}

/// Reads an activation from a map of its parameters, or, in formats without names, from the list of
/// all of them.
///
/// # Errors
/// A parameter that the formula does not have, one that comes twice, one that is no number.
pub fn deserialize<'de, K: Kernel, D: Deserializer<'de>>(deserializer: D) -> Result<K, D::Error> {
    let values = deserializer.deserialize_struct(
        K::METADATA.name,
        Fields::<K>::NAMES,
        Values {
            metadata: K::METADATA,
        },
    )?;
    Ok(K::with_parameters(K::Parameters::from_fn(|i| values[i])))
}

/// The names of the parameters as serde asks for them, in memory that lives for ever.
struct Fields<K>(PhantomData<K>);

/// More than any formula has.
const MOST: usize = 64;

impl<K: Kernel> Fields<K> {
    const TABLE: &'static [&'static str; MOST] = &names(K::METADATA.parameters);
    const NAMES: &'static [&'static str] = Self::TABLE.split_at(K::METADATA.parameters.len()).0;
}

const fn names(parameters: &[Parameter]) -> [&'static str; MOST] {
    assert!(
        parameters.len() <= MOST,
        "a formula with more than 64 parameters cannot be read from a configuration"
    );
    let mut names = [""; MOST];
    let mut k = 0;
    while k < parameters.len() {
        names[k] = parameters[k].name;
        k += 1;
    }
    names
}

/// The values of all parameters of a formula.
struct Values {
    metadata: &'static Metadata,
}

impl<'de> Visitor<'de> for Values {
    type Value = Vec<f64>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the parameters of `{}`", self.metadata.name)
    }

    fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Vec<f64>, M::Error> {
        let mut given = Given::new(self.metadata);
        while let Some(name) = map.next_key::<Name>()? {
            let place = given.place(&name.0).map_err(Error::custom)?;
            given.set(place, map.next_value_seed(Number(self.metadata, place))?)?;
        }
        Ok(given.values)
    }

    fn visit_seq<S: SeqAccess<'de>>(self, mut list: S) -> Result<Vec<f64>, S::Error> {
        let mut values = Vec::new();
        for place in 0..self.metadata.parameters.len() {
            let value = list.next_element_seed(Number(self.metadata, place))?;
            values.push(value.ok_or_else(|| Error::invalid_length(place, &self))?);
        }
        if list.next_element::<IgnoredAny>()?.is_some() {
            return Err(Error::invalid_length(values.len() + 1, &self));
        }
        Ok(values)
    }

    fn visit_unit<E: Error>(self) -> Result<Vec<f64>, E> {
        Ok(Given::new(self.metadata).values)
    }
}

/// The parameters of a formula while they are read.
pub(super) struct Given {
    metadata: &'static Metadata,
    pub(super) values: Vec<f64>,
    given: Vec<bool>,
}

impl Given {
    pub(super) fn new(metadata: &'static Metadata) -> Given {
        let defaults = metadata.parameters.iter();
        Given {
            metadata,
            values: defaults.map(|parameter| parameter.default).collect(),
            given: vec![false; metadata.parameters.len()],
        }
    }

    /// Where the parameter of this name is.
    pub(super) fn place(&self, name: &str) -> Result<usize, crate::erased::UnknownParameter> {
        parameter_index(self.metadata, name)
    }

    pub(super) fn set<E: Error>(&mut self, place: usize, value: f64) -> Result<(), E> {
        if core::mem::replace(&mut self.given[place], true) {
            return Err(E::duplicate_field(self.metadata.parameters[place].name));
        }
        if value.is_nan() {
            let (formula, parameter) = (self.metadata.name, self.metadata.parameters[place].name);
            return Err(E::custom(format_args!(
                "parameter `{parameter}` of `{formula}` is not a number"
            )));
        }
        self.values[place] = value;
        Ok(())
    }
}

/// The value of a parameter, which an error message knows by name.
struct Number(&'static Metadata, usize);

impl<'de> DeserializeSeed<'de> for Number {
    type Value = f64;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<f64, D::Error> {
        f64::deserialize(deserializer).map_err(|error| {
            let (formula, parameter) = (self.0.name, self.0.parameters[self.1].name);
            Error::custom(format_args!(
                "parameter `{parameter}` of `{formula}`: {error}"
            ))
        })
    }
}

/// The key of a map, borrowed or not.
pub(super) struct Name(pub(super) String);

impl<'de> Deserialize<'de> for Name {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Name, D::Error> {
        struct Text;
        impl Visitor<'_> for Text {
            type Value = Name;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("the name of a parameter")
            }

            fn visit_str<E: Error>(self, name: &str) -> Result<Name, E> {
                Ok(Name(name.to_owned()))
            }
        }
        deserializer.deserialize_identifier(Text)
    }
}
