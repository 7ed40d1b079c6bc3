//! M31, and QM31 over it: docs/protocol.md, section 1.

use core::internal::OptionRev;
#[feature("bounded-int-utils")]
use core::internal::bounded_int::{
    AddHelper, BoundedInt, ConstrainHelper, DivRemHelper, MulHelper, SubHelper, TrimMaxHelper,
    UnitInt, add, constrain, div_rem, downcast, mul, sub, trim_max, upcast,
};

/// An element of M31: an integer below 2^31 - 1.
pub type M31 = BoundedInt<0, 2147483646>;

const NZ_P: NonZero<UnitInt<2147483647>> = 2147483647;
const NZ_2147483648: NonZero<UnitInt<2147483648>> = 2147483648;
const NZ_65536: NonZero<UnitInt<65536>> = 65536;
const NZ_16777216: NonZero<UnitInt<16777216>> = 16777216;
const NZ_4294967296: NonZero<UnitInt<4294967296>> = 4294967296;
const P: UnitInt<2147483647> = 2147483647;
const TWO: UnitInt<2> = 2;
const SIXTEEN: UnitInt<16> = 16;

@HELPERS@
impl TrimElement of TrimMaxHelper<BoundedInt<0, 2147483647>> {
    type Target = M31;
}

/// An element a + b i + (c + d i) u of QM31.
#[derive(Copy, Drop, PartialEq)]
pub struct QM31 {
    pub a: M31,
    pub b: M31,
    pub c: M31,
    pub d: M31,
}

pub const ZERO: QM31 = QM31 { a: 0, b: 0, c: 0, d: 0 };
pub const ONE: QM31 = QM31 { a: 1, b: 0, c: 0, d: 0 };

#[inline(always)]
fn low_half(x: u128) -> BoundedInt<0, 340282366920938463463374607431768211455> {
    upcast(x)
}

/// Refuses the one word of 31 bits that is no element.
#[inline(always)]
fn canonical(x: BoundedInt<0, 2147483647>) -> M31 {
    match trim_max(x) {
        OptionRev::Some(value) => value,
        OptionRev::None => core::panic_with_felt252('SHAPE: not canonical'),
    }
}

#[inline(always)]
pub fn m31_to_word(x: M31) -> u32 {
    upcast(x)
}

/// A word modulo p.
pub fn word_to_m31(x: u32) -> M31 {
    let x: BoundedInt<0, 4294967295> = upcast(x);
    let (_, rest) = div_rem(x, NZ_P);
    rest
}

pub fn m31_add(x: M31, y: M31) -> M31 {
    match constrain::<_, 2147483647>(add(x, y)) {
        Ok(low) => low,
        Err(high) => upcast(sub(high, P)),
    }
}

pub fn m31_sub(x: M31, y: M31) -> M31 {
    match constrain::<_, 0>(sub(x, y)) {
        Ok(negative) => upcast(add(negative, P)),
        Err(value) => value,
    }
}

pub fn m31_neg(x: M31) -> M31 {
    m31_sub(0, x)
}

pub fn m31_mul(x: M31, y: M31) -> M31 {
    @M31_MUL@
}

/// a b + c d.
pub fn dot(a: M31, b: M31, c: M31, d: M31) -> M31 {
    @M31_DOT@
}

/// a b - c d.
pub fn cross(a: M31, b: M31, c: M31, d: M31) -> M31 {
    @M31_CROSS@
}

/// x^(p - 2): the inverse, 0 for 0.
pub fn m31_inverse(x: M31) -> M31 {
    let t0 = m31_mul(squared(x, 2), x);
    let t1 = m31_mul(m31_mul(t0, t0), t0);
    let t2 = m31_mul(squared(t1, 3), t0);
    let t3 = m31_mul(m31_mul(t2, t2), t0);
    let t4 = m31_mul(squared(t3, 8), t3);
    let t5 = m31_mul(squared(t4, 8), t3);
    m31_mul(squared(t5, 7), t2)
}

/// x^(2^n).
fn squared(x: M31, n: u32) -> M31 {
    let mut power = x;
    let mut left = n;
    while left != 0 {
        power = m31_mul(power, power);
        left -= 1;
    }
    power
}

/// The inverses of elements that are not 0.
pub fn batch_inverse(values: Span<M31>) -> Array<M31> {
    let mut inverses: Array<M31> = array![];
    // Entry i from the end is the product of the values from i + 1 on.
    let mut suffixes: Array<M31> = array![];
    let mut product: M31 = 1;
    let mut left = values;
    while let Some(value) = left.pop_back() {
        suffixes.append(product);
        product = m31_mul(product, *value);
    }
    assert(m31_to_word(product) != 0, 'DEGENERATE_POINT: zero');
    let mut rest = m31_inverse(product);
    let mut suffixes = suffixes.span();
    let mut left = values;
    while let Some(value) = left.pop_front() {
        inverses.append(m31_mul(rest, *suffixes.pop_back().unwrap()));
        rest = m31_mul(rest, *value);
    }
    inverses
}

pub impl QM31Add of Add<QM31> {
    fn add(lhs: QM31, rhs: QM31) -> QM31 {
        QM31 {
            a: m31_add(lhs.a, rhs.a),
            b: m31_add(lhs.b, rhs.b),
            c: m31_add(lhs.c, rhs.c),
            d: m31_add(lhs.d, rhs.d),
        }
    }
}

pub impl QM31Sub of Sub<QM31> {
    fn sub(lhs: QM31, rhs: QM31) -> QM31 {
        QM31 {
            a: m31_sub(lhs.a, rhs.a),
            b: m31_sub(lhs.b, rhs.b),
            c: m31_sub(lhs.c, rhs.c),
            d: m31_sub(lhs.d, rhs.d),
        }
    }
}

pub impl QM31Mul of Mul<QM31> {
    fn mul(lhs: QM31, rhs: QM31) -> QM31 {
        qm31_mul(lhs, rhs)
    }
}

#[inline(never)]
fn qm31_mul(x: QM31, y: QM31) -> QM31 {
    @QM31_MUL@
}

/// x y + z.
#[inline(never)]
pub fn multiply_add(x: QM31, y: QM31, z: QM31) -> QM31 {
    @QM31_MUL_ADD@
}

/// An element of QM31 times one of M31.
#[inline(never)]
pub fn mul_m31(x: QM31, y: M31) -> QM31 {
    @MUL_M31@
}

/// The inverse, 0 for 0.
pub fn inverse(x: QM31) -> QM31 {
    // (A + B u)^-1 = (A - B u) / (A^2 - (2 + i) B^2)
    let square_a = cross(x.a, x.a, x.b, x.b);
    let square_b = dot(x.a, x.b, x.b, x.a);
    let square_c = cross(x.c, x.c, x.d, x.d);
    let square_d = dot(x.c, x.d, x.d, x.c);
    let re = m31_add(m31_sub(square_a, m31_add(square_c, square_c)), square_d);
    let im = m31_sub(m31_sub(square_b, m31_add(square_d, square_d)), square_c);
    let norm = m31_inverse(dot(re, re, im, im));
    let re = m31_mul(re, norm);
    let im = m31_neg(m31_mul(im, norm));
    QM31 {
        a: cross(x.a, re, x.b, im),
        b: dot(x.a, im, x.b, re),
        c: m31_neg(cross(x.c, re, x.d, im)),
        d: m31_neg(dot(x.c, im, x.d, re)),
    }
}

/// Seven words from a felt below 2^224, the lowest first.
#[inline(never)]
pub fn unpack_words(x: felt252) -> [u32; 7] {
    @UNPACK_WORDS@
}

/// Eight words from a felt, the lowest first.
#[inline(never)]
pub fn unpack_felt(x: felt252) -> [u32; 8] {
    @UNPACK_FELT@
}

/// Eight words from a felt below 2^248, the lowest first: a digest of 31 bytes.
#[inline(never)]
pub fn unpack_digest(x: felt252) -> [u32; 8] {
    @UNPACK_DIGEST@
}

/// Appends fifteen integers below 2^16 from a felt below 2^240, the lowest first.
#[inline(never)]
pub fn append_shorts(ref list: Array<u32>, x: felt252) {
    @APPEND_SHORTS@
}

/// The three low bytes of a word.
#[inline(always)]
pub fn first_three_bytes(x: u32) -> u32 {
    let x: BoundedInt<0, 4294967295> = upcast(x);
    let (_, rest) = div_rem(x, NZ_16777216);
    upcast(rest)
}

/// Eight elements from a felt below 2^248, the lowest first.
#[inline(never)]
pub fn unpack_elements(x: felt252) -> [M31; 8] {
    @UNPACK_ELEMENTS@
}

/// An integer below 2^128 modulo p.
#[inline(always)]
pub fn reduce_half(x: u128) -> M31 {
    let (_, rest) = div_rem(low_half(x), NZ_P);
    rest
}

/// A felt that stands for an integer below 2^128, modulo p.
#[inline(always)]
pub fn reduce(x: felt252) -> M31 {
    reduce_half(x.try_into().unwrap())
}

/// A multiple of p from 2^126 on.
const OFFSET: felt252 = @OFFSET@;

/// An integer of absolute value below 2^126, modulo p.
#[inline(always)]
pub fn reduce_signed(x: felt252) -> M31 {
    reduce(x + OFFSET)
}

/// A multiple of p from 2^249 on.
const WIDE_OFFSET: felt252 = @WIDE_OFFSET@;

/// An integer of absolute value below 2^249, modulo p.
#[inline(never)]
pub fn reduce_wide(x: felt252) -> M31 {
    let x: u256 = (x + WIDE_OFFSET).into();
    // 2^128 is 16 modulo p.
    let (_, rest) = div_rem(add(low_half(x.low), mul(low_half(x.high), SIXTEEN)), NZ_P);
    rest
}

/// Unreduced coordinates: integers, of which each use says how large they may be.
#[derive(Copy, Drop)]
pub struct Lazy {
    pub a: felt252,
    pub b: felt252,
    pub c: felt252,
    pub d: felt252,
}

#[inline(always)]
pub fn lazy(x: QM31) -> Lazy {
    Lazy { a: x.a.into(), b: x.b.into(), c: x.c.into(), d: x.d.into() }
}

#[inline(always)]
pub fn lazy_add(x: Lazy, y: Lazy) -> Lazy {
    Lazy { a: x.a + y.a, b: x.b + y.b, c: x.c + y.c, d: x.d + y.d }
}

#[inline(always)]
pub fn lazy_sub(x: Lazy, y: Lazy) -> Lazy {
    Lazy { a: x.a - y.a, b: x.b - y.b, c: x.c - y.c, d: x.d - y.d }
}

#[inline(always)]
pub fn lazy_scale(x: Lazy, y: felt252) -> Lazy {
    Lazy { a: x.a * y, b: x.b * y, c: x.c * y, d: x.d * y }
}

/// The product, unreduced: coordinates grow to less than 8 times the product of the greatest.
#[inline(always)]
pub fn lazy_mul(x: Lazy, y: Lazy) -> Lazy {
    let r = x.c * y.c - x.d * y.d;
    let s = x.c * y.d + x.d * y.c;
    Lazy {
        a: x.a * y.a - x.b * y.b + r + r - s,
        b: x.a * y.b + x.b * y.a + s + s + r,
        c: x.a * y.c - x.b * y.d + x.c * y.a - x.d * y.b,
        d: x.a * y.d + x.b * y.c + x.c * y.b + x.d * y.a,
    }
}

/// Coordinates of absolute value below 2^126.
#[inline(never)]
pub fn lazy_reduce(x: Lazy) -> QM31 {
    QM31 {
        a: reduce_signed(x.a), b: reduce_signed(x.b), c: reduce_signed(x.c), d: reduce_signed(x.d),
    }
}

/// The reduced product, of coordinates whose product is of absolute value below 2^123.
#[inline(never)]
pub fn lazy_product(x: Lazy, y: Lazy) -> QM31 {
    let z = lazy_mul(x, y);
    QM31 {
        a: reduce_signed(z.a), b: reduce_signed(z.b), c: reduce_signed(z.c), d: reduce_signed(z.d),
    }
}

/// Coordinates of absolute value below 2^249.
#[inline(never)]
pub fn lazy_reduce_wide(x: Lazy) -> QM31 {
    QM31 { a: reduce_wide(x.a), b: reduce_wide(x.b), c: reduce_wide(x.c), d: reduce_wide(x.d) }
}

/// v0 + v1 i + v2 u + v3 i u, with coordinates below 3 times the sum of the greatest.
#[inline(never)]
pub fn lazy_join(v0: Lazy, v1: Lazy, v2: Lazy, v3: Lazy) -> Lazy {
    // (a + b i + (c + d i) u) u = (2 c - d) + (2 d + c) i + (a + b i) u
    Lazy {
        a: v0.a - v1.b + 2 * v2.c - v2.d - 2 * v3.d - v3.c,
        b: v0.b + v1.a + 2 * v2.d + v2.c + 2 * v3.c - v3.d,
        c: v0.c - v1.d + v2.a - v3.b,
        d: v0.d + v1.c + v2.b + v3.a,
    }
}
