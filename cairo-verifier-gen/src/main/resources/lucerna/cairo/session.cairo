//! What one part of a verification hands to the next: docs/on-chain.md.

use core::poseidon::poseidon_hash_span;
use crate::blake::{Digest, append_digest};
use crate::circle::{Point, SecurePoint};
use crate::deep::{Batch, unpacked};
use crate::field::{Lazy, M31, QM31, lazy, lazy_reduce, m31_to_word, word_to_m31};
use crate::fri::Known;

/// Weighted sums of rows, two coordinates in a felt.
pub type Sums = Span<(felt252, felt252)>;

const HALF: felt252 = 0x100000000000000000000000000000000;
const WORD: felt252 = 0x100000000;
const ELEMENT: felt252 = 0x80000000;

/// What the contract remembers of a state.
pub fn hash(state: Span<felt252>) -> felt252 {
    let mut felts: Array<felt252> = array!['lucerna session', crate::parameters::KEY];
    felts.append_span(state);
    poseidon_hash_span(felts.span())
}

/// Joins the lists of a state: numbers as they are, words seven in a felt, elements eight.
pub fn pack(numbers: Array<felt252>, words: Array<u32>, elements: Array<M31>) -> Span<felt252> {
    let mut state = numbers;
    let mut words = words.span();
    while !words.is_empty() {
        let (mut felt, mut unit, mut left): (felt252, felt252, u32) = (0, 1, 7);
        while left != 0 {
            match words.pop_front() {
                Some(word) => {
                    felt += unit * (*word).into();
                    unit *= WORD;
                    left -= 1;
                },
                None => { break; },
            }
        }
        state.append(felt);
    }
    let mut elements = elements.span();
    while let Some(eight) = elements.multi_pop_front::<8>() {
        let [a, b, c, d, e, f, g, h] = (*eight).unbox();
        let high: felt252 = h.into() * ELEMENT + g.into();
        let high = (high * ELEMENT + f.into()) * ELEMENT + e.into();
        let high = (high * ELEMENT + d.into()) * ELEMENT + c.into();
        state.append((high * ELEMENT + b.into()) * ELEMENT + a.into());
    }
    if !elements.is_empty() {
        let mut last: felt252 = 0;
        while let Some(element) = elements.pop_back() {
            last = last * ELEMENT + (*element).into();
        }
        state.append(last);
    }
    state.span()
}

pub fn put_digest(ref words: Array<u32>, digest: Digest) {
    append_digest(ref words, digest);
}

pub fn put_elements(ref elements: Array<M31>, list: Span<M31>) {
    elements.append_span(list);
}

pub fn take_elements(ref elements: Span<M31>, count: u32) -> Span<M31> {
    let taken = elements.slice(0, count);
    elements = elements.slice(count, elements.len() - count);
    taken
}

pub fn put_value(ref elements: Array<M31>, value: QM31) {
    elements.append(value.a);
    elements.append(value.b);
    elements.append(value.c);
    elements.append(value.d);
}

pub fn take_value(ref elements: Span<M31>) -> QM31 {
    let [a, b, c, d] = (*elements.multi_pop_front::<4>().unwrap()).unbox();
    QM31 { a, b, c, d }
}

pub fn put_values(ref elements: Array<M31>, values: Span<QM31>) {
    let mut values = values;
    while let Some(value) = values.pop_front() {
        put_value(ref elements, *value);
    }
}

pub fn take_values(ref elements: Span<M31>, count: u32) -> Span<QM31> {
    let mut values: Array<QM31> = array![];
    let mut left = count;
    while left != 0 {
        values.append(take_value(ref elements));
        left -= 1;
    }
    values.span()
}

pub fn put_point(ref elements: Array<M31>, point: SecurePoint) {
    put_value(ref elements, point.x);
    put_value(ref elements, point.y);
}

pub fn take_point(ref elements: Span<M31>) -> SecurePoint {
    let x = take_value(ref elements);
    SecurePoint { x, y: take_value(ref elements) }
}

fn put_pair(ref elements: Array<M31>, pair: (M31, M31)) {
    let (first, second) = pair;
    elements.append(first);
    elements.append(second);
}

fn take_pair(ref elements: Span<M31>) -> (M31, M31) {
    let [first, second] = (*elements.multi_pop_front::<2>().unwrap()).unbox();
    (first, second)
}

pub fn put_batch(ref elements: Array<M31>, batch: Batch) {
    put_value(ref elements, lazy_reduce(batch.slope));
    put_value(ref elements, lazy_reduce(batch.a));
    put_value(ref elements, lazy_reduce(batch.b));
    put_pair(ref elements, batch.constant);
    put_pair(ref elements, batch.by_x);
    put_pair(ref elements, batch.by_y);
}

pub fn take_batch(ref elements: Span<M31>) -> Batch {
    let slope = lazy(take_value(ref elements));
    let a = lazy(take_value(ref elements));
    let b = lazy(take_value(ref elements));
    let constant = take_pair(ref elements);
    let by_x = take_pair(ref elements);
    Batch { slope, a, b, constant, by_x, by_y: take_pair(ref elements) }
}

/// Positions are below 2^30.
pub fn put_positions(ref elements: Array<M31>, positions: Span<u32>) {
    let mut positions = positions;
    while let Some(position) = positions.pop_front() {
        elements.append(word_to_m31(*position));
    }
}

pub fn take_positions(ref elements: Span<M31>, count: u32) -> Span<u32> {
    let mut positions: Array<u32> = array![];
    let mut left = take_elements(ref elements, count);
    while let Some(position) = left.pop_front() {
        positions.append(m31_to_word(*position));
    }
    positions.span()
}

/// Sums of no rows.
pub fn zeros(count: u32) -> Sums {
    let mut zeros: Array<(felt252, felt252)> = array![];
    let mut left = count;
    while left != 0 {
        zeros.append((0, 0));
        left -= 1;
    }
    zeros.span()
}

pub fn put_sums(ref elements: Array<M31>, sums: Sums) {
    let mut sums = sums;
    while let Some(sum) = sums.pop_front() {
        let (first, second) = *sum;
        put_value(ref elements, lazy_reduce(unpacked(first, second)));
    }
}

pub fn take_sums(ref elements: Span<M31>, count: u32) -> Sums {
    let mut sums: Array<(felt252, felt252)> = array![];
    let mut left = count;
    while left != 0 {
        let Lazy { a, b, c, d } = lazy(take_value(ref elements));
        sums.append((a + HALF * b, c + HALF * d));
        left -= 1;
    }
    sums.span()
}

pub fn put_known(ref elements: Array<M31>, known: Known) {
    put_positions(ref elements, known.positions);
    let mut points = known.points;
    while let Some(point) = points.pop_front() {
        elements.append(*point.x);
        elements.append(*point.y);
    }
    put_values(ref elements, known.values);
}

pub fn take_known(ref elements: Span<M31>, count: u32) -> Known {
    let positions = take_positions(ref elements, count);
    let mut points: Array<Point> = array![];
    let mut left = count;
    while left != 0 {
        let (x, y) = take_pair(ref elements);
        points.append(Point { x, y });
        left -= 1;
    }
    Known { positions, points: points.span(), values: take_values(ref elements, count) }
}

/// The sums of public columns of two slices.
pub fn added(sums: Span<QM31>, more: Span<QM31>) -> Array<QM31> {
    let mut sums = sums;
    let mut more = more;
    let mut added: Array<QM31> = array![];
    while let Some(sum) = sums.pop_front() {
        added.append(*sum + *more.pop_front().unwrap());
    }
    added
}
