//! FRI's queries: docs/protocol.md, section 9.6.

use crate::blake::{Digest, append_words};
use crate::circle::Point;
use crate::digests::{Hash, State, leaf};
use crate::field::{
    Lazy, M31, QM31, dot, lazy, lazy_add, lazy_reduce_wide, lazy_scale, m31_sub, m31_to_word,
};
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
    state: State,
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
    let path = crate::digests::siblings(ref data, siblings);

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
        let end = start + length;
        let mut position = start;
        loop {
            let next = known_below(positions, end);
            let gap = 4 * (next - position);
            append_words(ref words, witness.slice(0, gap));
            witness = witness.slice(gap, witness.len() - gap);
            if next == end {
                break;
            }
            let _ = positions.pop_front();
            let _ = points.pop_front();
            let value = *values.pop_front().unwrap();
            words.append(m31_to_word(value.a));
            words.append(m31_to_word(value.b));
            words.append(m31_to_word(value.c));
            words.append(m31_to_word(value.d));
            position = next + 1;
        };
    }
    let words = words.span();
    let leaves = leaves(state, words, 4 * length, cosets.len()).span();
    crate::merkle::check(crate::parameters::node_state(), root, height, cosets, leaves, path);
    Opened { cosets, firsts: firsts.span(), words }
}

fn leaves(state: State, words: Span<u32>, length: u32, count: u32) -> Array<Hash> {
    let mut leaves: Array<Hash> = array![];
    let mut words = words;
    let mut left = count;
    while left != 0 {
        leaves.append(leaf(state, words.slice(0, length), array![].span()));
        words = words.slice(length, words.len() - length);
        left -= 1;
    }
    leaves
}

/// The first of some positions, if it is below an end, else the end.
fn known_below(positions: Span<u32>, end: u32) -> u32 {
    match positions.get(0) {
        Some(next) => {
            let next = *next.unbox();
            if next < end {
                next
            } else {
                end
            }
        },
        None => end,
    }
}

/// Unreduced coordinates of four words.
#[inline(always)]
pub fn value(a: u32, b: u32, c: u32, d: u32) -> Lazy {
    Lazy { a: a.into(), b: b.into(), c: c.into(), d: d.into() }
}

/// The value at x of the polynomial with 2^log coefficients, four elements each, in bit-reversed
/// order.
pub fn last_layer(coefficients: Span<M31>, log: u32, x: M31) -> QM31 {
    let mut factors: Array<felt252> = array![];
    let mut factor = x;
    let mut left = log;
    while left != 0 {
        factors.append(factor.into());
        factor = m31_sub(dot(factor, factor, factor, factor), 1);
        left -= 1;
    }
    lazy_reduce_wide(evaluate(coefficients, factors.span()))
}

/// Joins the halves of the coefficients by the first factor, and each half by the others.
///
/// Each factor makes values 2^32 times larger at most: after six of them they are reduced.
fn evaluate(coefficients: Span<M31>, factors: Span<felt252>) -> Lazy {
    let count = factors.len();
    if count == 3 {
        return evaluate_eight(coefficients, factors);
    }
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
            let joined = lazy_add(low, lazy_scale(high, *factor));
            if count == 6 {
                lazy(lazy_reduce_wide(joined))
            } else {
                joined
            }
        },
    }
}

#[inline(never)]
fn evaluate_eight(coefficients: Span<M31>, factors: Span<felt252>) -> Lazy {
    let mut coefficients = coefficients;
    let c = (*coefficients.multi_pop_front::<32>().unwrap()).unbox();
    let [
        a0, b0, c0, d0, a1, b1, c1, d1, a2, b2, c2, d2, a3, b3, c3, d3, a4, b4, c4, d4, a5, b5, c5,
        d5, a6, b6, c6, d6, a7, b7, c7, d7,
    ] =
        c;
    let f = *factors[0];
    let g = *factors[1];
    let h = *factors[2];
    Lazy {
        a: eight(a0.into(), a1.into(), a2.into(), a3.into(), a4.into(), a5.into(), a6.into(), a7.into(), f, g, h),
        b: eight(b0.into(), b1.into(), b2.into(), b3.into(), b4.into(), b5.into(), b6.into(), b7.into(), f, g, h),
        c: eight(c0.into(), c1.into(), c2.into(), c3.into(), c4.into(), c5.into(), c6.into(), c7.into(), f, g, h),
        d: eight(d0.into(), d1.into(), d2.into(), d3.into(), d4.into(), d5.into(), d6.into(), d7.into(), f, g, h),
    }
}

#[inline(always)]
fn eight(
    v0: felt252,
    v1: felt252,
    v2: felt252,
    v3: felt252,
    v4: felt252,
    v5: felt252,
    v6: felt252,
    v7: felt252,
    f: felt252,
    g: felt252,
    h: felt252,
) -> felt252 {
    v0 + v1 * h + (v2 + v3 * h) * g + (v4 + v5 * h + (v6 + v7 * h) * g) * f
}
