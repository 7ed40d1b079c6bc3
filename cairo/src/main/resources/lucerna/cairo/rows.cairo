//! The values of public columns at the out-of-domain point: docs/protocol.md, sections 2 and 7.4.

use crate::circle::SecurePoint;
use crate::field::{M31, ONE, QM31, ZERO, inverse, mul_m31, multiply_add, unpack_elements};

/// The weights w_k(Z) of the first rows of a trace.
///
/// With t_k = y_k / (1 - x_k) of row k's point, and C the same of Z, the fraction y' / (1 - x') of
/// Z minus that point is C + (1 + C^2) / (t_k - C). `packed` holds the t_k, eight in a felt.
pub fn weights(
    point: SecurePoint, vanishing: QM31, inverse_size: M31, packed: Span<felt252>, count: u32,
) -> Span<QM31> {
    let scale = mul_m31(vanishing, inverse_size);
    let cotangent = point.y * inverse(ONE - point.x);
    let even = scale * cotangent;
    let even_slope = scale * multiply_add(cotangent, cotangent, ONE);
    let odd = ZERO - even;
    let odd_slope = ZERO - even_slope;

    let mut differences: Array<QM31> = array![];
    let mut packed = packed;
    while let Some(felt) = packed.pop_front() {
        let mut values = unpack_elements(*felt).span();
        while let Some(t) = values.pop_front() {
            differences.append(QM31 { a: *t, b: 0, c: 0, d: 0 } - cotangent);
        };
    }
    let differences = differences.span().slice(0, count);

    // Entry i from the end is the product of the differences from i + 1 on.
    let mut suffixes: Array<QM31> = array![];
    let mut product = ONE;
    let mut left = differences;
    while let Some(difference) = left.pop_back() {
        suffixes.append(product);
        product = product * *difference;
    }
    let mut rest = inverse(product);
    let mut suffixes = suffixes.span();
    let mut left = differences;
    let mut weights: Array<QM31> = array![];
    loop {
        match left.pop_front() {
            Some(difference) => {
                let inverted = rest * *suffixes.pop_back().unwrap();
                weights.append(multiply_add(inverted, even_slope, even));
                rest = rest * *difference;
            },
            None => { break; },
        }
        match left.pop_front() {
            Some(difference) => {
                let inverted = rest * *suffixes.pop_back().unwrap();
                weights.append(multiply_add(inverted, odd_slope, odd));
                rest = rest * *difference;
            },
            None => { break; },
        }
    }
    weights.span()
}

/// The sum of step^i times entry first + i stride, over i below count.
#[inline(never)]
pub fn sum_rows(rows: Span<QM31>, first: u32, stride: u32, count: u32, step: QM31) -> QM31 {
    if stride == 1 {
        let mut left = rows.slice(first, count);
        let mut sum = ZERO;
        while let Some(value) = left.pop_back() {
            sum = multiply_add(sum, step, *value);
        }
        return sum;
    }
    let mut sum = ZERO;
    let mut left = count;
    while left != 0 {
        left -= 1;
        sum = multiply_add(sum, step, *rows[first + left * stride]);
    }
    sum
}

/// The same with step 1.
#[inline(never)]
pub fn plain_sum_rows(rows: Span<QM31>, first: u32, stride: u32, count: u32) -> QM31 {
    let (mut a, mut b, mut c, mut d): (felt252, felt252, felt252, felt252) = (0, 0, 0, 0);
    if stride == 1 {
        let mut left = rows.slice(first, count);
        while let Some(value) = left.pop_front() {
            let value = *value;
            a += value.a.into();
            b += value.b.into();
            c += value.c.into();
            d += value.d.into();
        }
    } else {
        let mut left = count;
        while left != 0 {
            left -= 1;
            let value = *rows[first + left * stride];
            a += value.a.into();
            b += value.b.into();
            c += value.c.into();
            d += value.d.into();
        }
    }
    crate::field::lazy_reduce(crate::field::Lazy { a, b, c, d })
}

/// The sum of step^i times public integer first + i stride, over i below count.
#[inline(never)]
pub fn sum_integers(integers: Span<M31>, first: u32, stride: u32, count: u32, step: QM31) -> QM31 {
    let mut sum = ZERO;
    let mut left = count;
    while left != 0 {
        left -= 1;
        let integer = *integers[first + left * stride];
        sum = multiply_add(sum, step, QM31 { a: integer, b: 0, c: 0, d: 0 });
    }
    sum
}

/// The sum of step^i over i below count.
#[inline(never)]
pub fn sum_powers(count: u32, step: QM31) -> QM31 {
    let mut sum = ZERO;
    let mut left = count;
    while left != 0 {
        left -= 1;
        sum = multiply_add(sum, step, ONE);
    }
    sum
}
