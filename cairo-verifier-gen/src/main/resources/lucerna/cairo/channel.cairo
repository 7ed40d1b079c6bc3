//! The Fiat-Shamir channel: docs/protocol.md, section 4.

use crate::blake::{Digest, append_digest, append_words, block, hash, pair, plain};
use crate::field::{M31, QM31, word_to_m31};

#[derive(Copy, Drop)]
pub struct Channel {
    pub digest: Digest,
    pub draws: u32,
}

/// A word from which on a draw is repeated: 2 p.
const REPEAT: u32 = 0xfffffffe;
const PREFIX: u32 = 0x12345678;

pub fn mix_words(ref channel: Channel, mut words: Span<u32>) {
    let bytes = 32 + 4 * words.len();
    let mut message: Array<u32> = array![];
    append_digest(ref message, channel.digest);
    append_words(ref message, words);
    channel = Channel { digest: hash(plain(), message, bytes), draws: 0 };
}

pub fn mix_digest(ref channel: Channel, root: Digest) {
    channel = Channel { digest: pair(plain(), channel.digest, root), draws: 0 };
}

/// Mixes a 64-bit number.
pub fn mix_long(ref channel: Channel, low: u32, high: u32) {
    let [a, b, c, d, e, f, g, h] = channel.digest.unbox();
    let digest = block(40, [a, b, c, d, e, f, g, h, low, high, 0, 0, 0, 0, 0, 0]);
    channel = Channel { digest, draws: 0 };
}

/// Checks a proof of work of some bits, below 64, and mixes its nonce; `modulus` is 2^bits.
pub fn work(ref channel: Channel, bits: u32, modulus: NonZero<u64>, low: u32, high: u32) {
    if bits == 0 {
        assert(low == 0 && high == 0, 'PROOF_OF_WORK');
    } else {
        let [a, b, c, d, e, f, g, h] = channel.digest.unbox();
        let prefixed = block(52, [PREFIX, 0, 0, 0, a, b, c, d, e, f, g, h, bits, 0, 0, 0]);
        let [a, b, c, d, e, f, g, h] = prefixed.unbox();
        let found = block(40, [a, b, c, d, e, f, g, h, low, high, 0, 0, 0, 0, 0, 0]);
        let [a, b, _, _, _, _, _, _] = found.unbox();
        let value: u64 = a.into() + b.into() * 0x100000000;
        let (_, rest) = DivRem::div_rem(value, modulus);
        assert(rest == 0, 'PROOF_OF_WORK');
    }
    mix_long(ref channel, low, high);
}

fn draw_block(ref channel: Channel) -> [u32; 8] {
    let [a, b, c, d, e, f, g, h] = channel.digest.unbox();
    let digest = block(37, [a, b, c, d, e, f, g, h, channel.draws, 0, 0, 0, 0, 0, 0, 0]);
    channel = Channel { digest: channel.digest, draws: channel.draws + 1 };
    digest.unbox()
}

fn draw_pair(ref channel: Channel) -> (QM31, QM31) {
    loop {
        let [a, b, c, d, e, f, g, h] = draw_block(ref channel);
        if a < REPEAT
            && b < REPEAT
            && c < REPEAT
            && d < REPEAT
            && e < REPEAT
            && f < REPEAT
            && g < REPEAT
            && h < REPEAT {
            break (element(a, b, c, d), element(e, f, g, h));
        }
    }
}

fn element(a: u32, b: u32, c: u32, d: u32) -> QM31 {
    QM31 { a: word_to_m31(a), b: word_to_m31(b), c: word_to_m31(c), d: word_to_m31(d) }
}

/// Draws one element.
pub fn draw(ref channel: Channel) -> QM31 {
    let (first, _) = draw_pair(ref channel);
    first
}

/// Draws elements at once.
pub fn draw_many(ref channel: Channel, count: u32) -> Array<QM31> {
    let mut drawn: Array<QM31> = array![];
    let mut left = count;
    while left != 0 {
        let (first, second) = draw_pair(ref channel);
        drawn.append(first);
        left -= 1;
        if left != 0 {
            drawn.append(second);
            left -= 1;
        }
    };
    drawn
}

/// Draws positions below a power of two, as drawn.
pub fn draw_positions(ref channel: Channel, count: u32, size: NonZero<u32>) -> Array<u32> {
    let mut drawn: Array<u32> = array![];
    let mut left = count;
    while left != 0 {
        let words = draw_block(ref channel);
        let mut span = words.span();
        while left != 0 {
            match span.pop_front() {
                Some(word) => {
                    let (_, position) = DivRem::div_rem(*word, size);
                    drawn.append(position);
                    left -= 1;
                },
                None => { break; },
            }
        };
    };
    drawn
}

/// Mixes the coordinates of elements, four after one another each.
pub fn mix_elements(ref channel: Channel, mut coordinates: Span<M31>) {
    let bytes = 32 + 4 * coordinates.len();
    let mut message: Array<u32> = array![];
    append_digest(ref message, channel.digest);
    while let Some(value) = coordinates.pop_front() {
        message.append(crate::field::m31_to_word(*value));
    }
    channel = Channel { digest: hash(plain(), message, bytes), draws: 0 };
}
