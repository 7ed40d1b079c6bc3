//! The values of public columns at the out-of-domain point: docs/protocol.md, sections 2 and 7.4.

use crate::circle::SecurePoint;
use crate::field::{
    Lazy, M31, ONE, QM31, batch_inverse, cross, dot, inverse, lazy, lazy_add, lazy_reduce_wide,
    lazy_sub, m31_add, m31_neg, m31_sub, mul_m31, multiply_add, reduce, unpack_elements,
};

/// The polynomials n and P of t with P(t) / n(t) = slope / (t - C), n over M31 and of degree 4, P of
/// degree 3; n(t) = t^4 + n3 t^3 + n2 t^2 + n1 t + n0.
#[derive(Copy, Drop)]
struct Quotients {
    n3: felt252,
    n2: felt252,
    n1: felt252,
    n0: felt252,
    p3: Lazy,
    p2: Lazy,
    p1: Lazy,
    p0: Lazy,
}

/// With C = A + B u: t - C times t - A + B u is q = t^2 - 2 A t + A^2 - (2 + i) B^2, over CM31, and q
/// times its conjugate is n.
fn quotients(c: QM31, slope: QM31) -> Quotients {
    let alpha_re = m31_neg(m31_add(c.a, c.a));
    let alpha_im = m31_neg(m31_add(c.b, c.b));
    let b_re = cross(c.c, c.c, c.d, c.d);
    let b_im = dot(c.c, c.d, c.d, c.c);
    let beta_re = m31_add(m31_sub(cross(c.a, c.a, c.b, c.b), m31_add(b_re, b_re)), b_im);
    let beta_im = m31_sub(m31_sub(dot(c.a, c.b, c.b, c.a), m31_add(b_im, b_im)), b_re);
    let alpha = QM31 { a: alpha_re, b: m31_neg(alpha_im), c: 0, d: 0 };
    let beta = QM31 { a: beta_re, b: m31_neg(beta_im), c: 0, d: 0 };
    let other = QM31 { a: m31_neg(c.a), b: m31_neg(c.b), c: c.c, d: c.d };
    let n2 = m31_add(dot(alpha_re, alpha_re, alpha_im, alpha_im), m31_add(beta_re, beta_re));
    let n1 = dot(alpha_re, beta_re, alpha_im, beta_im);
    Quotients {
        n3: m31_add(alpha_re, alpha_re).into(),
        n2: n2.into(),
        n1: m31_add(n1, n1).into(),
        n0: dot(beta_re, beta_re, beta_im, beta_im).into(),
        p3: lazy(slope),
        p2: lazy(slope * (alpha + other)),
        p1: lazy(slope * (beta + other * alpha)),
        p0: lazy(slope * (other * beta)),
    }
}

/// n(t): the sum is below 2^127.
fn denominator(q: @Quotients, t: felt252) -> M31 {
    let t2 = t * t;
    reduce((t2 * t + *q.n3 * t2 + *q.n2 * t + *q.n1) * t + *q.n0)
}

/// constant + P(t) inverse, with coordinates below 2^158.
#[inline(always)]
fn weight(q: @Quotients, constant: Lazy, t: felt252, inverse: felt252) -> Lazy {
    let t2 = t * t;
    let t3 = t2 * t;
    let (p3, p2, p1, p0) = (*q.p3, *q.p2, *q.p1, *q.p0);
    Lazy {
        a: constant.a + (p3.a * t3 + p2.a * t2 + p1.a * t + p0.a) * inverse,
        b: constant.b + (p3.b * t3 + p2.b * t2 + p1.b * t + p0.b) * inverse,
        c: constant.c + (p3.c * t3 + p2.c * t2 + p1.c * t + p0.c) * inverse,
        d: constant.d + (p3.d * t3 + p2.d * t2 + p1.d * t + p0.d) * inverse,
    }
}

/// The weights w_k(Z) of the first rows of a trace.
///
/// With t_k = y_k / (1 - x_k) of row k's point, and C the same of Z, the fraction y' / (1 - x') of
/// Z minus that point is C + (1 + C^2) / (t_k - C). `packed` holds the t_k, eight in a felt.
pub fn weights(
    point: SecurePoint, vanishing: QM31, inverse_size: M31, packed: Span<felt252>, count: u32,
) -> Span<QM31> {
    let scale = mul_m31(vanishing, inverse_size);
    let cotangent = point.y * inverse(ONE - point.x);
    let constant = lazy(scale * cotangent);
    let q = quotients(cotangent, scale * multiply_add(cotangent, cotangent, ONE));

    let mut cotangents: Array<M31> = array![];
    let mut norms: Array<M31> = array![];
    let mut packed = packed;
    while let Some(felt) = packed.pop_front() {
        let mut values = unpack_elements(*felt).span();
        while let Some(t) = values.pop_front() {
            cotangents.append(*t);
            norms.append(denominator(@q, (*t).into()));
        };
    }
    let mut cotangents = cotangents.span().slice(0, count);
    let mut inverses = batch_inverse(norms.span().slice(0, count)).span();
    let mut weights: Array<QM31> = array![];
    loop {
        match cotangents.pop_front() {
            Some(t) => {
                let inverse = *inverses.pop_front().unwrap();
                let even = weight(@q, constant, (*t).into(), inverse.into());
                weights.append(lazy_reduce_wide(even));
            },
            None => { break; },
        }
        match cotangents.pop_front() {
            Some(t) => {
                let inverse = *inverses.pop_front().unwrap();
                let odd = weight(@q, constant, (*t).into(), -inverse.into());
                weights.append(lazy_reduce_wide(lazy_sub(odd, lazy_add(constant, constant))));
            },
            None => { break; },
        }
    }
    weights.span()
}
