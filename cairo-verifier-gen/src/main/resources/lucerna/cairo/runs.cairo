//! Public columns by a table of runs: docs/on-chain.md.

use crate::field::{M31, ONE, QM31, ZERO, mul_m31, multiply_add};
use crate::rows::{sum_integers, sum_powers, sum_rows};

/// 1, c, c^2, ...: count powers.
pub fn powers(challenge: QM31, count: u32) -> Span<QM31> {
    let mut powers: Array<QM31> = array![];
    let mut power = ONE;
    let mut left = count;
    while left != 0 {
        powers.append(power);
        power = power * challenge;
        left -= 1;
    }
    powers.span()
}

/// The lowest field of some bits; they lose it.
#[inline(always)]
fn take(ref bits: u128, size: NonZero<u128>) -> u32 {
    let (rest, field) = DivRem::div_rem(bits, size);
    bits = rest;
    field.try_into().unwrap()
}

/// The monomial of packed exponents, from the powers of each challenge.
#[inline(never)]
pub fn monomial(packed: u128, powers: Span<Span<QM31>>) -> QM31 {
    let mut bits = packed;
    let mut powers = powers;
    let mut product = ONE;
    while bits != 0 {
        let exponent = take(ref bits, 0x100000);
        let own = *powers.pop_front().unwrap();
        if exponent != 0 {
            product = product * *own[exponent];
        }
    }
    product
}

/// The monomials of a list of packed exponents.
pub fn monomials(packed: Span<u128>, powers: Span<Span<QM31>>) -> Span<QM31> {
    let mut packed = packed;
    let mut monomials: Array<QM31> = array![];
    while let Some(exponents) = packed.pop_front() {
        monomials.append(monomial(*exponents, powers));
    }
    monomials.span()
}

/// What runs are made from.
#[derive(Copy, Drop)]
pub struct Sources {
    pub rows: Span<QM31>,
    pub integers: Span<M31>,
    pub powers: Span<Span<QM31>>,
    pub steps: Span<QM31>,
    pub coefficients: Span<M31>,
}

/// The sum along the inner axis.
fn line(sources: @Sources, kind: u32, first: u32, stride: u32, count: u32, step: QM31) -> QM31 {
    if kind == 0 {
        sum_rows(*sources.rows, first, stride, count, step)
    } else if kind == 1 {
        sum_powers(count, step)
    } else {
        sum_integers(*sources.integers, first, stride, count, step)
    }
}

/// A run: the low half has its source, axes and coefficient, the high one its first exponents.
#[inline(never)]
fn run(sources: @Sources, packed: felt252) -> QM31 {
    let packed: u256 = packed.into();
    let mut bits = packed.low;
    let kind = take(ref bits, 0x4);
    let coefficient = take(ref bits, 0x4000);
    let first = take(ref bits, 0x10000);
    let stride = take(ref bits, 0x4000);
    let count = take(ref bits, 0x10000);
    let step = *(*sources.steps)[take(ref bits, 0x4000)];
    let mut sum = if bits == 0 {
        line(sources, kind, first, stride, count, step)
    } else {
        let jump = take(ref bits, 0x4000);
        let mut left = take(ref bits, 0x4000);
        let outer = *(*sources.steps)[take(ref bits, 0x4000)];
        left -= 1;
        let mut place = first + left * jump;
        let mut sum = line(sources, kind, place, stride, count, step);
        while left != 0 {
            left -= 1;
            place -= jump;
            sum = multiply_add(sum, outer, line(sources, kind, place, stride, count, step));
        }
        sum
    };
    sum = sum * monomial(packed.high, *sources.powers);
    mul_m31(sum, *(*sources.coefficients)[coefficient])
}

/// The sums of some runs each; `counts` says how many each has.
pub fn sums(sources: @Sources, table: Span<felt252>, counts: Span<u32>) -> Array<QM31> {
    let mut counts = counts;
    let mut table = table;
    let mut sums: Array<QM31> = array![];
    while let Some(count) = counts.pop_front() {
        let mut left = *count;
        let mut sum = ZERO;
        while left != 0 {
            sum = sum + run(sources, *table.pop_front().unwrap());
            left -= 1;
        }
        sums.append(sum);
    }
    sums
}
