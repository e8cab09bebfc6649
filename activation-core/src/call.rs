//! What a kernel calls that is composed of others: the receiving side of generated code.
//!
//! A formula may call another activation by the path of its type. The other is then prepared with
//! the formula's own parameters, once a call, and its functions are inlined into the formula's:
//! one kernel, one pass. A [`Call`] says which activation it is, a [`Called`] holds what it has
//! prepared. Not here: what is called where, which is the engine's to decide.

use core::marker::PhantomData;

use crate::{
    kernel::{Bundle, Inputs, Kernel, Prepared, Size, Switches},
    simd::{Lane, Vector},
};

/// The [`Bundle`] of what the kernel `K` prepares. `PARAMETERS` says in which parameters it is
/// differentiated: see [`parameters`].
#[derive(Clone, Copy, Debug)]
pub struct Call<K, const PARAMETERS: u128 = 0>(PhantomData<K>);

/// The kernel `K` with its parameters prepared: in `f64`, or in the lanes of a vector.
#[derive(Clone, Copy)]
pub struct Called<K: Kernel, T: Copy + Send + Sync, const PARAMETERS: u128 = 0> {
    prepared: Prepared<K, T>,
}

impl<K: Kernel, const PARAMETERS: u128> Bundle for Call<K, PARAMETERS> {
    type Of<T: Copy + Send + Sync> = Called<K, T, PARAMETERS>;

    #[inline(always)]
    fn fill<T: Copy + Send + Sync>(f: impl FnMut() -> T) -> Self::Of<T> {
        Called {
            prepared: K::Prepared::fill(f),
        }
    }

    #[inline(always)]
    fn map<T: Copy + Send + Sync, U: Copy + Send + Sync>(
        values: &Self::Of<T>,
        f: impl FnMut(T) -> U,
    ) -> Self::Of<U> {
        Called {
            prepared: K::Prepared::map(&values.prepared, f),
        }
    }
}

impl<K: Kernel, const PARAMETERS: u128> Called<K, f64, PARAMETERS> {
    /// Prepares the parameters of `kernel`.
    #[inline]
    pub fn new(kernel: K) -> Self {
        Called {
            prepared: kernel.prepare(),
        }
    }

    /// The same in single lanes, for a call whose inputs are parameters.
    #[inline]
    pub fn lanes(self) -> Called<K, Lane<f64>, PARAMETERS> {
        Call::<K, PARAMETERS>::map(&self, Lane)
    }
}

/// The functions of [`Kernel`] over arrays. Their lengths are those of the calls in the formula,
/// which [`takes`] holds to those of the kernel.
impl<K: Kernel, V: Vector, const PARAMETERS: u128> Called<K, V, PARAMETERS> {
    /// `g`.
    #[inline(always)]
    pub fn value<const I: usize>(self, inputs: [V; I]) -> V {
        K::value(self.prepared, to_kernel::<K, V, I>(inputs))
    }

    /// `∂g/∂input`.
    #[inline(always)]
    pub fn gradient<const I: usize>(self, inputs: [V; I]) -> [V; I] {
        let gradient = K::gradient(self.prepared, to_kernel::<K, V, I>(inputs));
        from_kernel::<K, V, I>(gradient, inputs)
    }

    /// `g` and `∂g/∂input`.
    #[inline(always)]
    pub fn value_and_gradient<const I: usize>(self, inputs: [V; I]) -> (V, [V; I]) {
        let (value, gradient) = K::value_and_gradient(self.prepared, to_kernel::<K, V, I>(inputs));
        (value, from_kernel::<K, V, I>(gradient, inputs))
    }

    /// `∂g/∂input`, and `∂g/∂parameter` for the parameters that `PARAMETERS` chooses.
    #[inline(always)]
    pub fn full_gradient<const I: usize, const P: usize>(self, inputs: [V; I]) -> ([V; I], [V; P]) {
        const {
            assert!(
                exist::<K>(PARAMETERS, P),
                "a parameter is chosen that does not exist"
            );
        };
        let (gradient, all) = K::full_gradient(self.prepared, to_kernel::<K, V, I>(inputs));
        let mut chosen = [inputs[0]; P];
        for (i, place) in chosen.iter_mut().enumerate() {
            *place = all.as_ref()[(PARAMETERS >> (8 * i)) as usize & 0xff];
        }
        (from_kernel::<K, V, I>(gradient, inputs), chosen)
    }

    /// The switching functions.
    #[inline(always)]
    pub fn switches<const I: usize>(self, inputs: [V; I]) -> Switches<K, V> {
        K::switches(self.prepared, to_kernel::<K, V, I>(inputs))
    }
}

#[inline(always)]
fn to_kernel<K: Kernel, V: Vector, const I: usize>(inputs: [V; I]) -> Inputs<K, V> {
    K::Inputs::from_fn(|i| inputs[i])
}

#[inline(always)]
fn from_kernel<K: Kernel, V: Vector, const I: usize>(
    gradient: Inputs<K, V>,
    mut places: [V; I],
) -> [V; I] {
    for (i, place) in places.iter_mut().enumerate() {
        *place = gradient.as_ref()[i];
    }
    places
}

/// The places of some parameters of `K` among all of them, a byte each: what is known at compile
/// time is no array lookup in the loop. A name that does not exist has a place that does not; the
/// field of that name, which does not exist either, is an error where it was typed.
#[must_use]
pub const fn parameters<K: Kernel>(names: &[&str]) -> u128 {
    let all = K::METADATA.parameters;
    let mut places = 0;
    let mut i = 0;
    while i < names.len() {
        let mut place = 0;
        while place < all.len() && !is_same(all[place].name, names[i]) {
            place += 1;
        }
        places |= (place as u128) << (8 * i);
        i += 1;
    }
    places
}

/// Whether the first `count` of the places are places of parameters.
const fn exist<K: Kernel>(places: u128, count: usize) -> bool {
    let mut i = 0;
    while i < count && (places >> (8 * i)) as usize & 0xff < K::Parameters::LEN {
        i += 1;
    }
    i == count
}

const fn is_same(a: &str, b: &str) -> bool {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    let mut i = 0;
    while i < a.len() && i < b.len() && a[i] == b[i] {
        i += 1;
    }
    i == a.len() && i == b.len()
}

/// Holds a call to the number of inputs that `K` has.
///
/// # Panics
/// At compile time, when it has another.
#[track_caller]
pub const fn takes<K: Kernel>(inputs: usize) {
    if inputs != K::Inputs::LEN {
        match K::Inputs::LEN {
            1 => panic!("this activation takes 1 input"),
            2 => panic!("this activation takes 2 inputs"),
            3 => panic!("this activation takes 3 inputs"),
            4 => panic!("this activation takes 4 inputs"),
            _ => panic!("this activation takes another number of inputs"),
        }
    }
}
