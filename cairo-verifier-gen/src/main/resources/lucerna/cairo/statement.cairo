//! What a proof says in the open: docs/protocol.md, sections 8.3 and 9.1.

use crate::blake::{Digest, append_digest};
use crate::field::{M31, reduce_signed};
use crate::reader;

#[derive(Copy, Drop)]
pub struct Statement {
    /// Which weight tree the proof opens.
    pub instance: u32,
    /// The public integers: outputs, then public inputs.
    pub integers: Span<felt252>,
    /// The same in M31.
    pub elements: Span<M31>,
    /// The root of the committed input; of no meaning where there is none.
    pub input_root: Digest,
    /// Its words; empty where there is none.
    pub input_words: Span<u32>,
    /// The text that the proof is bound to: its number of bytes, then its words.
    pub text: Span<u32>,
    /// What the transcript absorbs: the number of bytes, key digest and public part.
    pub context: Span<u32>,
}

/// Longest text that a proof is bound to, in bytes.
const TEXT_BYTES: u32 = 4096;

/// Reads integers from low to low + span.
fn take(
    ref data: Span<felt252>,
    ref words: Array<u32>,
    ref integers: Array<felt252>,
    ref elements: Array<M31>,
    count: u32,
    low: felt252,
    span: u64,
) {
    let mut left = count;
    while left != 0 {
        let integer = reader::felt(ref data);
        match (integer - low).try_into() {
            Some(difference) => {
                let difference: u64 = difference;
                assert(difference <= span, 'PUBLIC_VALUE');
            },
            None => core::panic_with_felt252('PUBLIC_VALUE'),
        }
        let bits: u64 = match integer.try_into() {
            Some(bits) => bits,
            None => (integer + 0x10000000000000000).try_into().unwrap(),
        };
        let (high, low) = DivRem::div_rem(bits, 0x100000000);
        words.append(low.try_into().unwrap());
        words.append(high.try_into().unwrap());
        integers.append(integer);
        elements.append(reduce_signed(integer));
        left -= 1;
    }
}

fn take_text(ref data: Span<felt252>, ref words: Array<u32>) {
    let length = reader::number(ref data, TEXT_BYTES);
    words.append(length);
    let (full, rest) = DivRem::div_rem(length, 4);
    let count = if rest == 0 {
        full
    } else {
        full + 1
    };
    let text = reader::words(ref data, count);
    if rest != 0 {
        let last = *text[full];
        let most = if rest == 1 {
            0xff
        } else if rest == 2 {
            0xffff
        } else {
            0xffffff
        };
        assert(last <= most, 'SHAPE: padding');
    }
    words.append_span(text.span());
}

/// Reads the public part.
pub fn read(ref data: Span<felt252>) -> Statement {
    let mut words: Array<u32> = array![@KEY_WORDS@];
    let mut integers: Array<felt252> = array![];
    let mut elements: Array<M31> = array![];
    let instance = reader::number(ref data, @LAST_INSTANCE@);
    words.append(instance);
@LISTS@
@INPUT_ROOT@
    let before = words.len();
    take_text(ref data, ref words);
    let text = words.span();
    let text = text.slice(before, text.len() - before);
    let mut context: Array<u32> = array![4 * words.len()];
    context.append_span(words.span());
    let integers = integers.span();
@EQUAL@
    Statement {
        instance,
        integers,
        elements: elements.span(),
        input_root,
        input_words,
        text,
        context: context.span(),
    }
}
