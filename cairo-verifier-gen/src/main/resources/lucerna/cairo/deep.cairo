//! Quotients of the opened rows: docs/protocol.md, section 9.5.

use crate::blake::Digest;
use crate::circle::{Point, SecurePoint};
use crate::digests::{Hash, State, leaf};
use crate::field::{
    Lazy, M31, QM31, cross, dot, lazy, lazy_add, lazy_mul, lazy_reduce, lazy_scale, lazy_sub,
    m31_add, m31_neg, m31_sub,
};
use crate::reader;

/// The samples at one point Y, combined: quotients are (c F - A y - B) / D.
#[derive(Copy, Drop)]
pub struct Batch {
    /// c = conj(Y.y) - Y.y.
    pub slope: Lazy,
    pub a: Lazy,
    pub b: Lazy,
    /// D = constant - x Im Y.y + y Im Y.x, in CM31.
    pub constant: (M31, M31),
    pub by_x: (M31, M31),
    pub by_y: (M31, M31),
}

/// The powers of a challenge from the first on.
pub fn powers(base: QM31, count: u32) -> Span<QM31> {
    let mut powers: Array<QM31> = array![];
    let mut power = base;
    let mut left = count;
    while left != 0 {
        powers.append(power);
        power = power * base;
        left -= 1;
    }
    powers.span()
}

/// Combines the samples that `batches` marks by `number`; each has the weight at its place.
pub fn batch(
    point: SecurePoint,
    samples: Span<QM31>,
    weights: Span<QM31>,
    batches: Span<u32>,
    number: u32,
) -> Batch {
    let mut samples = samples;
    let mut weights = weights;
    let mut batches = batches;
    let zero = Lazy { a: 0, b: 0, c: 0, d: 0 };
    // The sums of g v and of g Im v.
    let mut values = zero;
    let mut parts = zero;
    while let Some(mark) = batches.pop_front() {
        let sample = *samples.pop_front().unwrap();
        let weight = lazy(*weights.pop_front().unwrap());
        if *mark == number {
            values = lazy_add(values, lazy_mul(weight, lazy(sample)));
            let im = Lazy { a: sample.c.into(), b: sample.d.into(), c: 0, d: 0 };
            parts = lazy_add(parts, lazy_mul(weight, im));
        }
    }
    let values = lazy_reduce(values);
    let parts = lazy(lazy_reduce(parts));
    // conj(v) - v = -2 Im(v) u, and (A + B u) u = (2 + i) B + A u.
    let a = lazy_reduce(
        Lazy {
            a: -4 * parts.c + 2 * parts.d,
            b: -4 * parts.d - 2 * parts.c,
            c: -2 * parts.a,
            d: -2 * parts.b,
        },
    );
    let y = point.y;
    let slope = QM31 {
        a: 0, b: 0, c: m31_neg(m31_add(y.c, y.c)), d: m31_neg(m31_add(y.d, y.d)),
    };
    let b = values * slope - a * y;
    let x = point.x;
    let constant_re = m31_sub(cross(x.a, y.c, x.b, y.d), cross(y.a, x.c, y.b, x.d));
    let constant_im = m31_sub(dot(x.a, y.d, x.b, y.c), dot(y.a, x.d, y.b, x.c));
    Batch {
        slope: lazy(slope),
        a: lazy(a),
        b: lazy(b),
        constant: (constant_re, constant_im),
        by_x: (y.c, y.d),
        by_y: (x.c, x.d),
    }
}

/// D at a point.
pub fn denominator(batch: @Batch, point: Point) -> (M31, M31) {
    let (re, im) = *batch.constant;
    let (x_re, x_im) = *batch.by_x;
    let (y_re, y_im) = *batch.by_y;
    (
        m31_add(re, cross(point.y, y_re, point.x, x_re)),
        m31_add(im, cross(point.y, y_im, point.x, x_im)),
    )
}

/// The square of the absolute value.
pub fn norm(value: (M31, M31)) -> M31 {
    let (re, im) = value;
    dot(re, re, im, im)
}

/// (c F - A y - B) / D of F below 2^90, where `inverse` is that of D's norm; below 2^187.
pub fn quotient(
    batch: @Batch, combined: Lazy, y: M31, denominator: (M31, M31), inverse: M31,
) -> Lazy {
    let numerator = lazy_sub(
        lazy_sub(lazy_mul(*batch.slope, combined), lazy_scale(*batch.a, y.into())), *batch.b,
    );
    let (re, im) = denominator;
    let re = re.into() * inverse.into();
    let im = -im.into() * inverse.into();
    Lazy {
        a: numerator.a * re - numerator.b * im,
        b: numerator.a * im + numerator.b * re,
        c: numerator.c * re - numerator.d * im,
        d: numerator.c * im + numerator.d * re,
    }
}

const SHIFT: felt252 = 0x100000000000000000000000000000000;

/// Weights by column, two felts each: coordinates a and b, c and d, the second times 2^128.
/// `numbers` names the samples from 1 on; 0 stands for none.
pub fn packed_weights(weights: Span<QM31>, numbers: Span<u32>) -> Span<felt252> {
    let mut packed: Array<felt252> = array![];
    let mut numbers = numbers;
    while let Some(number) = numbers.pop_front() {
        if *number == 0 {
            packed.append(0);
            packed.append(0);
        } else {
            let weight = *weights[*number - 1];
            packed.append(weight.a.into() + SHIFT * weight.b.into());
            packed.append(weight.c.into() + SHIFT * weight.d.into());
        }
    }
    packed.span()
}

/// Adds the weighted sum of a row to two packed sums.
pub fn combine(
    row: Span<u32>, weights: Span<felt252>, first: felt252, second: felt252,
) -> (felt252, felt252) {
    let mut row = row;
    let mut weights = weights;
    let mut first = first;
    let mut second = second;
    while let Some(values) = row.multi_pop_front::<4>() {
        let [v0, v1, v2, v3] = (*values).unbox();
        let [a0, b0, a1, b1, a2, b2, a3, b3] = (*weights.multi_pop_front::<8>().unwrap()).unbox();
        let (v0, v1, v2, v3): (felt252, felt252, felt252, felt252) = (
            v0.into(), v1.into(), v2.into(), v3.into(),
        );
        first = first + a0 * v0 + a1 * v1 + a2 * v2 + a3 * v3;
        second = second + b0 * v0 + b1 * v1 + b2 * v2 + b3 * v3;
    }
    while let Some(value) = row.pop_front() {
        let value: felt252 = (*value).into();
        first += *weights.pop_front().unwrap() * value;
        second += *weights.pop_front().unwrap() * value;
    }
    (first, second)
}

/// The coordinates of two packed sums.
pub fn unpacked(first: felt252, second: felt252) -> Lazy {
    let first: u256 = first.into();
    let second: u256 = second.into();
    Lazy {
        a: first.low.into(), b: first.high.into(), c: second.low.into(), d: second.high.into(),
    }
}

/// Hashes a tree's rows, with their salts, and checks that there are as many as positions.
pub fn leaves(
    state: State, rows: Span<u32>, width: u32, salts: Span<u32>, salt_words: u32, count: u32,
) -> Array<Hash> {
    let mut leaves: Array<Hash> = array![];
    let mut rows = rows;
    let mut salts = salts;
    let mut left = count;
    while left != 0 {
        leaves.append(leaf(state, rows.slice(0, width), salts.slice(0, salt_words)));
        rows = rows.slice(width, rows.len() - width);
        salts = salts.slice(salt_words, salts.len() - salt_words);
        left -= 1;
    }
    leaves
}

/// Reads the rows of a tree, and checks them against its root.
pub fn open(
    ref data: Span<felt252>,
    state: State,
    root: Digest,
    height: u32,
    positions: Span<u32>,
    width: u32,
    salt_words: u32,
) -> Span<u32> {
    let count = positions.len();
    let rows = reader::element_words(ref data, width * count).span();
    let salts = reader::words(ref data, salt_words * count).span();
    let siblings = reader::number(ref data, height * count);
    let witness = crate::digests::siblings(ref data, siblings);
    let leaves = leaves(state, rows, width, salts, salt_words, count).span();
    crate::merkle::check(state_of_nodes(), root, height, positions, leaves, witness);
    rows
}

/// The first state of the hash of inner nodes.
pub fn state_of_nodes() -> State {
    crate::parameters::node_state()
}
