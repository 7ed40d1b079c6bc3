//! Trees of BLAKE2s with digests of 32 bytes: docs/protocol.md, section 3.1.

use crate::blake::{Digest, append_words, hash, hash_blocks, pair, same};
use crate::reader;

/// What leaves or nodes begin with: a first state of BLAKE2s.
pub type State = Digest;
/// A leaf or node as it is computed.
pub type Hash = Digest;
/// A sibling as it is read.
pub type Sibling = Digest;
/// Siblings as they are read: their words.
pub type Siblings = Span<u32>;

/// Reads siblings, their words one after another.
pub fn siblings(ref data: Span<felt252>, count: u32) -> Siblings {
    reader::words(ref data, 8 * count).span()
}

/// The next sibling.
pub fn next(ref siblings: Siblings) -> Option<Sibling> {
    match siblings.multi_pop_front::<8>() {
        Some(digest) => Some(*digest),
        None => None,
    }
}

/// Reads roots, their words one after another.
pub fn roots(ref data: Span<felt252>, count: u32) -> Span<Digest> {
    let mut words = reader::words(ref data, 8 * count).span();
    let mut digests: Array<Digest> = array![];
    while let Some(digest) = words.multi_pop_front::<8>() {
        digests.append(*digest);
    }
    digests.span()
}

/// A leaf of values and salt.
pub fn leaf(state: State, values: Span<u32>, salt: Span<u32>) -> Hash {
    let bytes = 4 * (values.len() + salt.len());
    let (_, rest) = DivRem::div_rem(values.len(), 16);
    if rest == 0 && salt.is_empty() {
        return hash_blocks(state, values, bytes);
    }
    let mut message: Array<u32> = array![];
    append_words(ref message, values);
    append_words(ref message, salt);
    hash(state, message, bytes)
}

/// The parent of two hashes.
pub fn both(state: State, left: Hash, right: Hash) -> Hash {
    pair(state, left, right)
}

/// The parent of a hash and its sibling on the right.
pub fn left(state: State, own: Hash, sibling: Sibling) -> Hash {
    pair(state, own, sibling)
}

/// The parent of a hash and its sibling on the left.
pub fn right(state: State, sibling: Sibling, own: Hash) -> Hash {
    pair(state, sibling, own)
}

/// Says whether a hash is a root.
pub fn is_root(hash: Hash, root: Digest) -> bool {
    same(hash, root)
}
