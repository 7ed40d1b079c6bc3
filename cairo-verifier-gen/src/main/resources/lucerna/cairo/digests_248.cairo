//! Trees of BLAKE2s with digests of 31 bytes: docs/protocol.md, section 3.1.
//!
//! A hash has eight words as it comes from BLAKE2s; its digest is all but the last byte, which is
//! zero wherever a digest is hashed. In calldata a digest is one felt.

use core::blake::blake2s_finalize;
use crate::blake::{Digest, append_words, hash, hash_blocks};
use crate::field::{first_three_bytes, unpack_digest};
use crate::reader;

/// What leaves or nodes begin with: a first state of BLAKE2s.
pub type State = Digest;
/// A leaf or node as it is computed.
pub type Hash = Digest;
/// A sibling as it is read.
pub type Sibling = felt252;
/// Siblings as they are read.
pub type Siblings = Span<felt252>;

/// Reads siblings, a felt each.
pub fn siblings(ref data: Span<felt252>, count: u32) -> Siblings {
    reader::felts(ref data, count)
}

/// The next sibling.
pub fn next(ref siblings: Siblings) -> Option<Sibling> {
    match siblings.pop_front() {
        Some(sibling) => Some(*sibling),
        None => None,
    }
}

/// Reads roots, a felt each.
pub fn roots(ref data: Span<felt252>, count: u32) -> Span<Digest> {
    let mut roots: Array<Digest> = array![];
    let mut left = count;
    while left != 0 {
        roots.append(BoxTrait::new(unpack_digest(reader::felt(ref data))));
        left -= 1;
    }
    roots.span()
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
    let [a, b, c, d, e, f, g, h] = left.unbox();
    let [i, j, k, l, m, n, o, p] = right.unbox();
    let h = first_three_bytes(h);
    let p = first_three_bytes(p);
    blake2s_finalize(state, 64, BoxTrait::new([a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p]))
}

/// The parent of a hash and its sibling on the right.
pub fn left(state: State, own: Hash, sibling: Sibling) -> Hash {
    let [a, b, c, d, e, f, g, h] = own.unbox();
    let [i, j, k, l, m, n, o, p] = unpack_digest(sibling);
    let h = first_three_bytes(h);
    blake2s_finalize(state, 64, BoxTrait::new([a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p]))
}

/// The parent of a hash and its sibling on the left.
pub fn right(state: State, sibling: Sibling, own: Hash) -> Hash {
    let [a, b, c, d, e, f, g, h] = unpack_digest(sibling);
    let [i, j, k, l, m, n, o, p] = own.unbox();
    let p = first_three_bytes(p);
    blake2s_finalize(state, 64, BoxTrait::new([a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p]))
}

/// Says whether a hash's digest is a root.
pub fn is_root(hash: Hash, root: Digest) -> bool {
    let [a, b, c, d, e, f, g, h] = hash.unbox();
    let [i, j, k, l, m, n, o, p] = root.unbox();
    a == i && b == j && c == k && d == l && e == m && f == n && g == o && first_three_bytes(h) == p
}
