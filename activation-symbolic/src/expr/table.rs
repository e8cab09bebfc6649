//! Tables over the nodes of a graph. Ids are positions, so a map of nodes is an array and a set of
//! them bits: no hashing, which takes most of the time in a macro that nobody has optimised, and
//! an order that is that of the graph. Not here: how a node is found by what it is (`index`).

use super::Id;

/// A map from nodes to nodes.
#[derive(Clone, Debug, Default)]
pub(crate) struct IdMap {
    /// One more than the id that a node is mapped to; 0 where it is to none.
    images: Vec<u32>,
}

impl IdMap {
    /// A map of no node.
    pub(crate) fn new() -> IdMap {
        IdMap::default()
    }

    /// A map of no node, with a place for all up to `last`.
    pub(crate) fn up_to(last: Id) -> IdMap {
        IdMap {
            images: vec![0; last.index() + 1],
        }
    }

    /// What `id` is mapped to, if to anything.
    pub(crate) fn get(&self, id: Id) -> Option<Id> {
        let (images, place) = (&self.images[..], id.0 as usize);
        if place < images.len() && images[place] != 0 {
            Some(Id(images[place] - 1))
        } else {
            None
        }
    }

    /// What `id` is mapped to.
    ///
    /// # Panics
    /// When that is nothing.
    pub(crate) fn of(&self, id: Id) -> Id {
        match self.get(id) {
            Some(image) => image,
            None => panic!("{id:?} has an image"),
        }
    }

    /// What all of `ids` are mapped to.
    ///
    /// # Panics
    /// When that is nothing for one of them.
    pub(crate) fn all(&self, ids: &[Id]) -> Vec<Id> {
        let mut images = ids.to_vec();
        let (slice, mut next) = (&mut images[..], 0);
        while next < slice.len() {
            slice[next] = self.of(slice[next]);
            next += 1;
        }
        images
    }

    /// Whether all of `ids` are mapped to themselves.
    pub(crate) fn keeps(&self, ids: &[Id]) -> bool {
        let mut next = 0;
        while next < ids.len() {
            if self.get(ids[next]) != Some(ids[next]) {
                return false;
            }
            next += 1;
        }
        true
    }

    /// Maps `id` to `image`.
    pub(crate) fn insert(&mut self, id: Id, image: Id) {
        let place = id.index();
        if place >= self.images.len() {
            // Zeroed by the allocator; an array that is resized is filled one by one.
            let mut images = vec![0; 2 * place + 32];
            images[..self.images.len()].copy_from_slice(&self.images);
            self.images = images;
        }
        self.images[place] = image.0 + 1;
    }
}

/// A set of nodes.
#[derive(Clone, Debug, Default)]
pub(crate) struct IdSet {
    words: Vec<u64>,
}

impl IdSet {
    /// A set of no node.
    pub(crate) fn new() -> IdSet {
        IdSet::default()
    }

    /// Whether `id` is in the set.
    pub(crate) fn contains(&self, id: Id) -> bool {
        let word = id.index() / 64;
        word < self.words.len() && self.words[word] & (1 << (id.0 % 64)) != 0
    }

    /// Puts `id` into the set; whether it was not there.
    pub(crate) fn insert(&mut self, id: Id) -> bool {
        let word = id.index() / 64;
        if word >= self.words.len() {
            let mut words = vec![0; 2 * word + 4];
            words[..self.words.len()].copy_from_slice(&self.words);
            self.words = words;
        }
        let bit = 1 << (id.0 % 64);
        let is_new = self.words[word] & bit == 0;
        self.words[word] |= bit;
        is_new
    }
}

impl Extend<Id> for IdSet {
    fn extend<T: IntoIterator<Item = Id>>(&mut self, ids: T) {
        for id in ids {
            self.insert(id);
        }
    }
}

impl FromIterator<Id> for IdSet {
    fn from_iter<T: IntoIterator<Item = Id>>(ids: T) -> IdSet {
        let mut set = IdSet::new();
        set.extend(ids);
        set
    }
}
