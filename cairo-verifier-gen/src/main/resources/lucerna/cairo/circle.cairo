//! The circle: docs/protocol.md, section 2.

use crate::field::{M31, QM31, cross, dot, m31_add, m31_neg, m31_sub, mul_m31};

#[derive(Copy, Drop)]
pub struct Point {
    pub x: M31,
    pub y: M31,
}

#[derive(Copy, Drop)]
pub struct SecurePoint {
    pub x: QM31,
    pub y: QM31,
}

pub fn add(p: Point, q: Point) -> Point {
    Point { x: cross(p.x, q.x, p.y, q.y), y: dot(p.x, q.y, p.y, q.x) }
}

/// P - Q.
pub fn subtract(p: Point, q: Point) -> Point {
    Point { x: dot(p.x, q.x, p.y, q.y), y: cross(p.y, q.x, p.x, q.y) }
}

pub fn conjugate(p: Point) -> Point {
    Point { x: p.x, y: m31_neg(p.y) }
}

pub fn double(p: Point) -> Point {
    Point { x: cross(p.x, p.x, p.y, p.y), y: dot(p.x, p.y, p.y, p.x) }
}

/// P moved by a point over M31.
pub fn moved(p: SecurePoint, q: Point) -> SecurePoint {
    SecurePoint {
        x: mul_m31(p.x, q.x) - mul_m31(p.y, q.y), y: mul_m31(p.x, q.y) + mul_m31(p.y, q.x),
    }
}

/// 2 x^2 - 1.
pub fn double_x(x: QM31) -> QM31 {
    let square = x * x;
    let twice = square + square;
    QM31 { a: m31_sub(twice.a, 1), b: twice.b, c: twice.c, d: twice.d }
}

/// The polynomial that vanishes on the canonic coset of a log size.
pub fn vanishing(log_size: u32, x: QM31) -> QM31 {
    let mut value = x;
    let mut left = log_size - 1;
    while left != 0 {
        value = double_x(value);
        left -= 1;
    }
    value
}

/// ((1 - t^2) / (1 + t^2), 2 t / (1 + t^2)).
pub fn from_parameter(t: QM31) -> SecurePoint {
    let square = t * t;
    let plus = QM31 { a: m31_add(square.a, 1), b: square.b, c: square.c, d: square.d };
    let minus = QM31 {
        a: m31_sub(1, square.a), b: m31_neg(square.b), c: m31_neg(square.c), d: m31_neg(square.d),
    };
    let inverse = crate::field::inverse(plus);
    SecurePoint { x: minus * inverse, y: (t + t) * inverse }
}
