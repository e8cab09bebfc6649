//! How a node is found by what it is: a hash table of positions, and no second copy of the nodes.
//!
//! A hash map would do, but its keys would have to be made before they are looked up, and its
//! hash is one against attackers: in a macro that nobody has optimised that is a tenth of all its
//! time. Looked up, never iterated, so that its order cannot reach the output.

use std::hash::{BuildHasherDefault, Hasher};

use super::{Id, Node, Symbol};
use crate::op::Op;

/// The positions of the nodes of a graph, by their hashes.
#[derive(Clone, Debug, Default)]
pub(super) struct Index {
    /// One more than the position of a node, 0 for none; a node stands at its hash or behind it,
    /// before the next gap. As many as a power of two.
    slots: Vec<u32>,
}

impl Index {
    /// The node with this hash that `is_same` knows.
    pub(super) fn find(
        &self,
        nodes: &[Node],
        hash: u64,
        is_same: impl Fn(&Node) -> bool,
    ) -> Option<Id> {
        if self.slots.is_empty() {
            return None;
        }
        let last = self.slots.len() - 1;
        let mut slot = hash as usize & last;
        while self.slots[slot] != 0 {
            let position = self.slots[slot] - 1;
            if is_same(&nodes[position as usize]) {
                return Some(Id(position));
            }
            slot = (slot + 1) & last;
        }
        None
    }

    /// Notes the last of `nodes`.
    pub(super) fn note_last(&mut self, nodes: &[Node]) {
        // At most half of it is full, so that gaps are near.
        let is_full = 2 * nodes.len() > self.slots.len();
        let mut first = nodes.len() - 1;
        if is_full {
            self.slots = vec![0; 4 * nodes.len().next_power_of_two()];
            first = 0;
        }
        let last = self.slots.len() - 1;
        for (position, node) in nodes.iter().enumerate().skip(first) {
            let mut slot = hash(node) as usize & last;
            while self.slots[slot] != 0 {
                slot = (slot + 1) & last;
            }
            self.slots[slot] = position as u32 + 1;
        }
    }
}

/// The hash of a node.
pub(super) fn hash(node: &Node) -> u64 {
    match node {
        Node::Number(number) => {
            let (numerator, denominator, atoms) = number.parts();
            let mut hash = mix(1, numerator as u64);
            hash = mix(hash, denominator as u64);
            for (_, halves) in atoms {
                hash = mix(hash, halves as u64);
            }
            hash
        }
        Node::Symbol(Symbol(symbol)) => mix(2, u64::from(*symbol)),
        Node::Apply(op, arguments) => hash_apply(*op, arguments),
        Node::Call(call, arguments) => mix_all(mix(3, call.callee as u64), arguments),
    }
}

/// The hash of `op` applied to `arguments`.
pub(super) fn hash_apply(op: Op, arguments: &[Id]) -> u64 {
    mix_all(mix(4, op as u64), arguments)
}

fn mix_all(mut hash: u64, arguments: &[Id]) -> u64 {
    for argument in arguments {
        hash = mix(hash, u64::from(argument.0));
    }
    hash
}

/// What hashes the keys of a map by [`mix`].
pub(crate) type Mixer = BuildHasherDefault<Mix>;

/// A hash on the way.
#[derive(Debug, Default)]
pub(crate) struct Mix(u64);

impl Hasher for Mix {
    fn write(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.write_u64(u64::from(byte));
        }
    }

    fn write_u32(&mut self, value: u32) {
        self.write_u64(u64::from(value));
    }

    fn write_u64(&mut self, value: u64) {
        self.0 = mix(self.0, value);
    }

    fn write_u128(&mut self, value: u128) {
        // The upper half of a number is its sign, nearly always.
        self.write_u64(value as u64 ^ (value >> 64) as u64);
    }

    fn write_usize(&mut self, value: usize) {
        self.write_u64(value as u64);
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

/// Multiplicative hashing: the odd number is 2⁶⁴ divided by the golden ratio, and the upper half,
/// which has the better bits, comes down for the next.
fn mix(hash: u64, value: u64) -> u64 {
    let product = (hash ^ value).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    product ^ (product >> 32)
}
