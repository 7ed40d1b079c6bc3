//! The numbers of statements: Poseidon of what a proof says in the open, less the weight tree that it opens.

use core::poseidon::poseidon_hash_span;
use crate::statement::Statement;

/// The number of an accepted proof's statement.
pub fn statement(accepted: Statement) -> felt252 {
    number(accepted.integers, accepted.input_words, accepted.text)
}

/// The number of a statement; the text is its length in bytes and its words.
pub fn number(integers: Span<felt252>, input_root: Span<u32>, text: Span<u32>) -> felt252 {
    let mut felts: Array<felt252> = array![
        'lucerna statement', crate::parameters::KEY, integers.len().into(),
    ];
    felts.append_span(integers);
    append(ref felts, input_root);
    append(ref felts, text);
    poseidon_hash_span(felts.span())
}

fn append(ref felts: Array<felt252>, words: Span<u32>) {
    felts.append(words.len().into());
    let mut words = words;
    while let Some(word) = words.pop_front() {
        felts.append((*word).into());
    }
}

/// The length of a text and its words, four bytes in each, the first one lowest.
pub fn words(text: Span<u8>) -> Span<u32> {
    let mut words: Array<u32> = array![text.len()];
    let mut text = text;
    while let Some(first) = text.pop_front() {
        let mut word: u32 = (*first).into();
        let mut unit: u32 = 0x100;
        let mut left: u32 = 3;
        while left != 0 {
            match text.pop_front() {
                Some(byte) => word += unit * (*byte).into(),
                None => { break; },
            }
            left -= 1;
            if left != 0 {
                unit *= 0x100;
            }
        }
        words.append(word);
    }
    words.span()
}
