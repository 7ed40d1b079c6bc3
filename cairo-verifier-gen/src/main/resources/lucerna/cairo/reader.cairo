//! The packed words of a proof: docs/on-chain.md.

use core::num::traits::CheckedSub;
use crate::blake::Digest;
use crate::field::{M31, m31_to_word, unpack_elements, unpack_words};

fn next(ref data: Span<felt252>) -> felt252 {
    match data.pop_front() {
        Some(felt) => *felt,
        None => core::panic_with_felt252('SHAPE: the proof ends early'),
    }
}

/// A felt as it is.
pub fn felt(ref data: Span<felt252>) -> felt252 {
    next(ref data)
}

/// A number in a felt of its own.
pub fn number(ref data: Span<felt252>, most: u32) -> u32 {
    match next(ref data).try_into() {
        Some(value) => {
            let value: u32 = value;
            assert(value <= most, 'SHAPE: a count');
            value
        },
        None => core::panic_with_felt252('SHAPE: a count'),
    }
}

/// Felts as they are.
pub fn felts(ref data: Span<felt252>, count: u32) -> Span<felt252> {
    let left = match data.len().checked_sub(count) {
        Some(left) => left,
        None => core::panic_with_felt252('SHAPE: the proof ends early'),
    };
    let read = data.slice(0, count);
    data = data.slice(count, left);
    read
}

/// Words, seven in a felt; what is left of the last felt is zero.
pub fn words(ref data: Span<felt252>, count: u32) -> Array<u32> {
    let mut values: Array<u32> = array![];
    let (mut full, rest) = DivRem::div_rem(count, 7);
    while full != 0 {
        let [a, b, c, d, e, f, g] = unpack_words(next(ref data));
        values.append(a);
        values.append(b);
        values.append(c);
        values.append(d);
        values.append(e);
        values.append(f);
        values.append(g);
        full -= 1;
    }
    if rest != 0 {
        let mut last = unpack_words(next(ref data)).span();
        let mut left = rest;
        while left != 0 {
            values.append(*last.pop_front().unwrap());
            left -= 1;
        }
        while let Some(word) = last.pop_front() {
            assert(*word == 0, 'SHAPE: padding');
        }
    }
    values
}

/// Elements of M31, eight in a felt, as words.
pub fn element_words(ref data: Span<felt252>, count: u32) -> Array<u32> {
    let mut values: Array<u32> = array![];
    let (mut full, rest) = DivRem::div_rem(count, 8);
    while full != 0 {
        let [a, b, c, d, e, f, g, h] = unpack_elements(next(ref data));
        values.append(m31_to_word(a));
        values.append(m31_to_word(b));
        values.append(m31_to_word(c));
        values.append(m31_to_word(d));
        values.append(m31_to_word(e));
        values.append(m31_to_word(f));
        values.append(m31_to_word(g));
        values.append(m31_to_word(h));
        full -= 1;
    }
    if rest != 0 {
        let mut last = unpack_elements(next(ref data)).span();
        let mut left = rest;
        while left != 0 {
            values.append(m31_to_word(*last.pop_front().unwrap()));
            left -= 1;
        }
        while let Some(value) = last.pop_front() {
            assert(m31_to_word(*value) == 0, 'SHAPE: padding');
        }
    }
    values
}

/// Elements of M31, eight in a felt.
pub fn elements(ref data: Span<felt252>, count: u32) -> Array<M31> {
    let mut values: Array<M31> = array![];
    let (mut full, rest) = DivRem::div_rem(count, 8);
    while full != 0 {
        let [a, b, c, d, e, f, g, h] = unpack_elements(next(ref data));
        values.append(a);
        values.append(b);
        values.append(c);
        values.append(d);
        values.append(e);
        values.append(f);
        values.append(g);
        values.append(h);
        full -= 1;
    }
    if rest != 0 {
        let mut last = unpack_elements(next(ref data)).span();
        let mut left = rest;
        while left != 0 {
            values.append(*last.pop_front().unwrap());
            left -= 1;
        }
        while let Some(value) = last.pop_front() {
            assert(m31_to_word(*value) == 0, 'SHAPE: padding');
        }
    }
    values
}

/// The next eight of some words.
pub fn digest(ref words: Span<u32>) -> Digest {
    *words.multi_pop_front::<8>().unwrap()
}

/// The next two of some words.
pub fn nonce(ref words: Span<u32>) -> (u32, u32) {
    let [low, high] = (*words.multi_pop_front::<2>().unwrap()).unbox();
    (low, high)
}
