//! Public columns from tables of sums over rows: docs/on-chain.md.
//!
//! A table is a list of shorts. Where it names monomials, values, sums of slots or factors, it is
//! by their numbers, in the order in which they are made.

use core::box::BoxTrait;
use crate::field::{
    M31, ONE, QM31, ZERO, mul_m31, multiply_add, reduce_half, append_shorts,
};

/// An element y spread for products x y: of a and b, then c and d, in the low and the high half
/// of a felt, what each coordinate of x is multiplied by. No coordinate is negative.
#[derive(Copy, Drop)]
struct Spread {
    ab: felt252,
    cd: felt252,
    /// -b and a.
    ba: felt252,
    /// -d and c.
    dc: felt252,
    /// 2 c - d and 2 d + c: (c + d i) (2 + i).
    twice: felt252,
    /// The same times i.
    turned: felt252,
}

const HIGH: felt252 = 0x100000000000000000000000000000000;
const P: felt252 = 2147483647;

#[inline(always)]
fn spread(y: QM31) -> Spread {
    let (a, b, c, d): (felt252, felt252, felt252, felt252) = (
        y.a.into(), y.b.into(), y.c.into(), y.d.into(),
    );
    let re = c + c + P - d;
    let im = d + d + c;
    Spread {
        ab: a + b * HIGH,
        cd: c + d * HIGH,
        ba: P - b + a * HIGH,
        dc: P - d + c * HIGH,
        twice: re + im * HIGH,
        turned: 3 * P - im + re * HIGH,
    }
}

/// A sum of products: halves of felts, which stay below 2^80.
#[derive(Copy, Drop)]
struct Sum {
    ab: felt252,
    cd: felt252,
}

const NOTHING: Sum = Sum { ab: 0, cd: 0 };

/// Adds x y.
#[inline(always)]
fn add(sum: Sum, x: QM31, y: @Spread) -> Sum {
    let (a, b, c, d): (felt252, felt252, felt252, felt252) = (
        x.a.into(), x.b.into(), x.c.into(), x.d.into(),
    );
    Sum {
        ab: sum.ab + a * *y.ab + b * *y.ba + c * *y.twice + d * *y.turned,
        cd: sum.cd + a * *y.cd + b * *y.dc + c * *y.ab + d * *y.ba,
    }
}

#[inline(always)]
fn reduced(sum: Sum) -> QM31 {
    let ab: u256 = sum.ab.into();
    let cd: u256 = sum.cd.into();
    QM31 {
        a: reduce_half(ab.low),
        b: reduce_half(ab.high),
        c: reduce_half(cd.low),
        d: reduce_half(cd.high),
    }
}

/// What all parts are made from.
#[derive(Copy, Drop)]
pub struct Sources {
    /// The weights of rows, 1, and public integers.
    rows: Span<QM31>,
    spread: Span<Spread>,
    /// 1 and the challenges.
    bases: Span<QM31>,
}

/// Prepares the sources.
pub fn sources(rows: Span<QM31>, integers: Span<M31>, bases: Span<QM31>) -> Sources {
    let mut all: Array<QM31> = array![];
    let mut spreads: Array<Spread> = array![];
    let mut rows = rows;
    while let Some(row) = rows.pop_front() {
        all.append(*row);
        spreads.append(spread(*row));
    }
    all.append(ONE);
    spreads.append(spread(ONE));
    let mut integers = integers;
    while let Some(integer) = integers.pop_front() {
        let row = QM31 { a: *integer, b: 0, c: 0, d: 0 };
        all.append(row);
        spreads.append(spread(row));
    }
    Sources { rows: all.span(), spread: spreads.span(), bases }
}

fn shorts(table: Span<felt252>) -> Span<u32> {
    let mut table = table;
    let mut shorts: Array<u32> = array![];
    while let Some(felt) = table.pop_front() {
        append_shorts(ref shorts, *felt);
    }
    shorts.span()
}

#[inline(always)]
fn next(ref table: Span<u32>) -> u32 {
    *table.pop_front().unwrap()
}

/// The bases, and products of two that come before.
fn monomials(ref table: Span<u32>, bases: Span<QM31>) -> Span<QM31> {
    let mut made: Array<QM31> = array![];
    made.append_span(bases);
    let mut left = next(ref table);
    while left != 0 {
        let [x, y] = (*table.multi_pop_front::<2>().unwrap()).unbox();
        made.append(*made[x] * *made[y]);
        left -= 1;
    }
    made.span()
}

/// For each step the powers from 0 on, so many.
fn power_lists(ref table: Span<u32>, monomials: Span<QM31>) -> Span<Span<QM31>> {
    let mut lists: Array<Span<QM31>> = array![];
    let mut left = next(ref table);
    while left != 0 {
        let [step, count] = (*table.multi_pop_front::<2>().unwrap()).unbox();
        let step = *monomials[step];
        let mut powers: Array<QM31> = array![ONE];
        let mut power = ONE;
        let mut more = count - 1;
        while more != 0 {
            power = power * step;
            powers.append(power);
            more -= 1;
        }
        lists.append(powers.span());
        left -= 1;
    }
    lists.span()
}

/// Monomials times factors; factor 0 is 1.
fn coefficients(
    ref table: Span<u32>, monomials: Span<QM31>, factors: Span<M31>,
) -> Span<Spread> {
    let mut made: Array<Spread> = array![];
    let mut left = next(ref table);
    while left != 0 {
        let [monomial, factor] = (*table.multi_pop_front::<2>().unwrap()).unbox();
        let monomial = *monomials[monomial];
        made
            .append(
                spread(
                    if factor == 0 {
                        monomial
                    } else {
                        mul_m31(monomial, *factors[factor])
                    },
                ),
            );
        left -= 1;
    }
    made.span()
}

/// The sum of powers times rows, four at a time.
#[inline(never)]
fn line(rows: Span<Spread>, first: u32, stride: u32, powers: Span<QM31>) -> QM31 {
    let mut sum = NOTHING;
    let mut powers = powers;
    if stride == 1 {
        let mut rows = rows.slice(first, powers.len());
        while let Some(four) = powers.multi_pop_front::<4>() {
            let [p, q, r, s] = (*four).unbox();
            let [w, x, y, z] = (*rows.multi_pop_front::<4>().unwrap()).unbox();
            sum = add(add(add(add(sum, p, @w), q, @x), r, @y), s, @z);
        }
        while let Some(power) = powers.pop_front() {
            sum = add(sum, *power, rows.pop_front().unwrap());
        }
    } else {
        let mut place = first;
        while let Some(four) = powers.multi_pop_front::<4>() {
            let [p, q, r, s] = (*four).unbox();
            let second = place + stride;
            let third = second + stride;
            let last = third + stride;
            sum = add(add(sum, p, rows[place]), q, rows[second]);
            sum = add(add(sum, r, rows[third]), s, rows[last]);
            place = last + stride;
        }
        while let Some(power) = powers.pop_front() {
            sum = add(sum, *power, rows[place]);
            place += stride;
        }
    }
    reduced(sum)
}

#[inline(always)]
fn times(x: QM31, monomial: u32, monomials: Span<QM31>) -> QM31 {
    if monomial == 0 {
        x
    } else {
        x * *monomials[monomial]
    }
}

/// Sums over rows: where the first begins, from one to the next, how many; what each sums.
fn lines(
    ref table: Span<u32>,
    ref values: Array<QM31>,
    sources: @Sources,
    monomials: Span<QM31>,
    lists: Span<Span<QM31>>,
) {
    let mut left = next(ref table);
    while left != 0 {
        let [first, apart, count, length, stride, list, monomial] = (*table
            .multi_pop_front::<7>()
            .unwrap())
            .unbox();
        let mut place = first;
        let mut more = count;
        if length == 1 {
            while more != 0 {
                values.append(times(*(*sources.rows)[place], monomial, monomials));
                place += apart;
                more -= 1;
            };
        } else {
            let powers = (*lists[list]).slice(0, length);
            while more != 0 {
                let sum = line(*sources.spread, place, stride, powers);
                values.append(times(sum, monomial, monomials));
                place += apart;
                more -= 1;
            };
        }
        left -= 1;
    }
}

/// Sums of values that follow one another, by Horner's rule.
fn nests(ref table: Span<u32>, ref values: Array<QM31>, monomials: Span<QM31>) {
    let mut left = next(ref table);
    while left != 0 {
        let [first, count, step, monomial] = (*table.multi_pop_front::<4>().unwrap()).unbox();
        let step = *monomials[step];
        let mut rest = values.span().slice(first, count);
        let mut sum = ZERO;
        while let Some(value) = rest.pop_back() {
            sum = multiply_add(sum, step, *value);
        }
        values.append(times(sum, monomial, monomials));
        left -= 1;
    }
}

/// Products of two values.
fn products(ref table: Span<u32>, ref values: Array<QM31>, monomials: Span<QM31>) {
    let mut left = next(ref table);
    while left != 0 {
        let [x, y, monomial] = (*table.multi_pop_front::<3>().unwrap()).unbox();
        values.append(times(*values[x] * *values[y], monomial, monomials));
        left -= 1;
    }
}

/// A slot's items: values times coefficients.
#[inline(never)]
fn slot(
    ref table: Span<u32>, count: u32, values: Span<QM31>, coefficients: Span<Spread>,
) -> QM31 {
    let mut sum = NOTHING;
    let mut items = table.slice(0, 2 * count);
    table = table.slice(2 * count, table.len() - 2 * count);
    while let Some(item) = items.multi_pop_front::<2>() {
        let [value, coefficient] = (*item).unbox();
        sum = add(sum, *values[value], coefficients[coefficient]);
    }
    reduced(sum)
}

/// In place of a ratio, where nothing goes from slot to slot.
const ALONE: u32 = 0xffff;

/// Sums by slot; with a ratio, that of the slot before times it is part of a slot's.
fn slots(
    ref table: Span<u32>,
    values: Span<QM31>,
    coefficients: Span<Spread>,
    monomials: Span<QM31>,
) -> Span<QM31> {
    let mut sums: Array<QM31> = array![];
    let mut groups = next(ref table);
    while groups != 0 {
        let [count, ratio] = (*table.multi_pop_front::<2>().unwrap()).unbox();
        let mut left = count;
        if ratio == ALONE {
            while left != 0 {
                let items = next(ref table);
                sums.append(slot(ref table, items, values, coefficients));
                left -= 1;
            };
        } else {
            let ratio = *monomials[ratio];
            let mut sum = ZERO;
            while left != 0 {
                let items = next(ref table);
                sum = multiply_add(sum, ratio, slot(ref table, items, values, coefficients));
                sums.append(sum);
                left -= 1;
            };
        }
        groups -= 1;
    }
    sums.span()
}

/// For each column sums of slots times factors, added to what is there.
fn columns(
    ref table: Span<u32>, sums: Span<QM31>, factors: Span<M31>, before: Span<QM31>,
) -> Array<QM31> {
    let mut before = before;
    let mut columns: Array<QM31> = array![];
    while let Some(value) = before.pop_front() {
        let mut sum = *value;
        let mut left = next(ref table);
        while left != 0 {
            let [slot, factor] = (*table.multi_pop_front::<2>().unwrap()).unbox();
            let slot = *sums[slot];
            sum = sum + if factor == 0 {
                slot
            } else {
                mul_m31(slot, *factors[factor])
            };
            left -= 1;
        }
        columns.append(sum);
    }
    columns
}

/// Adds what a part's table says to sums of columns and the total.
#[inline(never)]
pub fn added(
    before: Span<QM31>, sources: @Sources, table: Span<felt252>, factors: Span<M31>,
) -> Array<QM31> {
    let mut table = shorts(table);
    let monomials = monomials(ref table, *sources.bases);
    let lists = power_lists(ref table, monomials);
    let coefficients = coefficients(ref table, monomials, factors);
    let mut values: Array<QM31> = array![];
    lines(ref table, ref values, sources, monomials, lists);
    nests(ref table, ref values, monomials);
    products(ref table, ref values, monomials);
    let sums = slots(ref table, values.span(), coefficients, monomials);
    columns(ref table, sums, factors, before)
}

/// So many zeros.
pub fn zeros(count: u32) -> Array<QM31> {
    let mut zeros: Array<QM31> = array![];
    let mut left = count;
    while left != 0 {
        zeros.append(ZERO);
        left -= 1;
    }
    zeros
}
