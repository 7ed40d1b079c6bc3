//! Trees of Poseidon: docs/protocol.md, section 3.1.

use core::poseidon::hades_permutation;
use crate::blake::Digest;
use crate::field::unpack_felt;
use crate::reader;

/// What leaves or nodes begin with: their tag.
pub type State = felt252;
/// A leaf or node as it is computed.
pub type Hash = felt252;
/// A sibling as it is read.
pub type Sibling = felt252;
/// Siblings as they are read.
pub type Siblings = Span<felt252>;

const WORD: felt252 = 0x100000000;
const ELEMENT: felt252 = 0x80000000;
const TAG: felt252 = 0x10000000000000000;

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

/// Reads roots, a felt each, as the words that the channel absorbs.
pub fn roots(ref data: Span<felt252>, count: u32) -> Span<Digest> {
    let mut roots: Array<Digest> = array![];
    let mut left = count;
    while left != 0 {
        roots.append(BoxTrait::new(unpack_felt(reader::felt(ref data))));
        left -= 1;
    }
    roots.span()
}

/// Eight values in a felt, the first one lowest.
#[inline(always)]
fn packed(values: Box<[u32; 8]>) -> felt252 {
    let [a, b, c, d, e, f, g, h] = values.unbox();
    let high: felt252 = h.into() * ELEMENT + g.into();
    let high = (high * ELEMENT + f.into()) * ELEMENT + e.into();
    let high = (high * ELEMENT + d.into()) * ELEMENT + c.into();
    (high * ELEMENT + b.into()) * ELEMENT + a.into()
}

/// A leaf of values, eight in a felt, and salt, a felt more.
pub fn leaf(state: State, values: Span<u32>, salt: Span<u32>) -> Hash {
    let mut felts: Array<felt252> = array![];
    let mut values = values;
    while let Some(eight) = values.multi_pop_front::<8>() {
        felts.append(packed(*eight));
    }
    if !values.is_empty() {
        let mut last: felt252 = 0;
        while let Some(value) = values.pop_back() {
            last = last * ELEMENT + (*value).into();
        }
        felts.append(last);
    }
    let mut salt = salt;
    if !salt.is_empty() {
        let mut last: felt252 = 0;
        while let Some(word) = salt.pop_back() {
            last = last * WORD + (*word).into();
        }
        felts.append(last);
    }
    let (mut a, mut b): (felt252, felt252) = (0, 0);
    let mut c = state + TAG * felts.len().into();
    let mut felts = felts.span();
    while let Some(two) = felts.multi_pop_front::<2>() {
        let [x, y] = (*two).unbox();
        let (p, q, r) = hades_permutation(a + x, b + y, c);
        a = p;
        b = q;
        c = r;
    }
    match felts.pop_front() {
        Some(x) => {
            let (p, _, _) = hades_permutation(a + *x, b, c);
            p
        },
        None => a,
    }
}

/// The parent of two hashes.
pub fn both(state: State, left: Hash, right: Hash) -> Hash {
    let (parent, _, _) = hades_permutation(left, right, state);
    parent
}

/// The parent of a hash and its sibling on the right.
pub fn left(state: State, own: Hash, sibling: Sibling) -> Hash {
    both(state, own, sibling)
}

/// The parent of a hash and its sibling on the left.
pub fn right(state: State, sibling: Sibling, own: Hash) -> Hash {
    both(state, sibling, own)
}

/// Says whether a hash is a root.
pub fn is_root(hash: Hash, root: Digest) -> bool {
    let [a, b, c, d, e, f, g, h] = root.unbox();
    let high: felt252 = h.into() * WORD + g.into();
    let high = (high * WORD + f.into()) * WORD + e.into();
    let high = (high * WORD + d.into()) * WORD + c.into();
    hash == (high * WORD + b.into()) * WORD + a.into()
}
