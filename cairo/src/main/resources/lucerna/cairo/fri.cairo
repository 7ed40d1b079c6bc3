//! FRI's queries: docs/protocol.md, section 9.6.

use crate::blake::{Digest, hash};
use crate::circle::Point;
use crate::field::{Lazy, M31, QM31, lazy_reduce_wide, m31_to_word};
use crate::reader;

/// The known values of a layer, at increasing positions.
///
/// The point of a value is that of its place on the line: of a layer on the circle, the one of the
/// two points over it that stands first.
#[derive(Copy, Drop)]
pub struct Known {
    pub positions: Span<u32>,
    pub points: Span<Point>,
    pub values: Span<QM31>,
}

/// Opened cosets of a layer.
#[derive(Copy, Drop)]
pub struct Opened {
    /// Numbers of the cosets, increasing.
    pub cosets: Span<u32>,
    /// Position in its coset and point of the first known value of each.
    pub firsts: Span<(u32, Point)>,
    /// All values, coset by coset, four words each.
    pub words: Span<u32>,
}

/// The numbers of the cosets that hold known positions.
pub fn cosets(positions: Span<u32>, size: NonZero<u32>) -> Span<u32> {
    let mut numbers: Array<u32> = array![];
    let mut positions = positions;
    let mut last = 0xffffffff;
    while let Some(position) = positions.pop_front() {
        let (coset, _) = DivRem::div_rem(*position, size);
        if coset != last {
            numbers.append(coset);
            last = coset;
        }
    }
    numbers.span()
}

/// Completes the cosets of known values by the layer's own, and checks them against its root.
pub fn open(
    ref data: Span<felt252>,
    state: Digest,
    root: Digest,
    height: u32,
    size: NonZero<u32>,
    known: Known,
) -> Opened {
    let cosets = cosets(known.positions, size);
    let length: u32 = size.into();
    let missing = length * cosets.len() - known.positions.len();
    let mut witness = reader::element_words(ref data, 4 * missing).span();
    let siblings = reader::number(ref data, height * cosets.len());
    let path = reader::words(ref data, 8 * siblings).span();

    let mut firsts: Array<(u32, Point)> = array![];
    let mut words: Array<u32> = array![];
    let mut positions = known.positions;
    let mut points = known.points;
    let mut values = known.values;
    let mut left = cosets;
    while let Some(coset) = left.pop_front() {
        let start = *coset * length;
        let first = *positions[0];
        firsts.append((first - start, *points[0]));
        let mut position = start;
        while position != start + length {
            if is_first(positions, position) {
                let _ = positions.pop_front();
                let _ = points.pop_front();
                let value = *values.pop_front().unwrap();
                words.append(m31_to_word(value.a));
                words.append(m31_to_word(value.b));
                words.append(m31_to_word(value.c));
                words.append(m31_to_word(value.d));
            } else {
                let [a, b, c, d] = (*witness.multi_pop_front::<4>().unwrap()).unbox();
                words.append(a);
                words.append(b);
                words.append(c);
                words.append(d);
            }
            position += 1;
        };
    }
    let words = words.span();
    let leaves = leaves(state, words, 4 * length, cosets.len()).span();
    crate::merkle::check(crate::parameters::node_state(), root, height, cosets, leaves, path);
    Opened { cosets, firsts: firsts.span(), words }
}

fn leaves(state: Digest, words: Span<u32>, length: u32, count: u32) -> Array<Digest> {
    let mut leaves: Array<Digest> = array![];
    let mut words = words;
    let mut left = count;
    while left != 0 {
        let mut message: Array<u32> = array![];
        message.append_span(words.slice(0, length));
        words = words.slice(length, words.len() - length);
        leaves.append(hash(state, message, 4 * length));
        left -= 1;
    }
    leaves
}

fn is_first(positions: Span<u32>, position: u32) -> bool {
    match positions.get(0) {
        Some(next) => *next.unbox() == position,
        None => false,
    }
}

/// Unreduced coordinates of four words.
#[inline(always)]
pub fn value(a: u32, b: u32, c: u32, d: u32) -> Lazy {
    Lazy { a: a.into(), b: b.into(), c: c.into(), d: d.into() }
}

/// The value at x of the polynomial with some coefficients, four elements each, in bit-reversed
/// order; there are 2^log of them, and log is at most 6.
pub fn last_layer(coefficients: Span<M31>, log: u32, x: M31) -> QM31 {
    let mut factors: Array<felt252> = array![];
    let mut factor = x;
    let mut left = log;
    while left != 0 {
        factors.append(factor.into());
        factor = crate::field::m31_sub(crate::field::cross(factor, crate::field::m31_add(factor, factor), 0, 0), 1);
        left -= 1;
    }
    lazy_reduce_wide(evaluate(coefficients, factors.span()))
}

/// Factor k from the front joins pairs at distance 2^k from the front of the order.
fn evaluate(coefficients: Span<M31>, factors: Span<felt252>) -> Lazy {
    let mut factors = factors;
    match factors.pop_front() {
        None => Lazy {
            a: (*coefficients[0]).into(),
            b: (*coefficients[1]).into(),
            c: (*coefficients[2]).into(),
            d: (*coefficients[3]).into(),
        },
        Some(factor) => {
            let (half, _) = DivRem::div_rem(coefficients.len(), 2);
            let low = evaluate(coefficients.slice(0, half), factors);
            let high = evaluate(coefficients.slice(half, half), factors);
            crate::field::lazy_add(low, crate::field::lazy_scale(high, *factor))
        },
    }
}
