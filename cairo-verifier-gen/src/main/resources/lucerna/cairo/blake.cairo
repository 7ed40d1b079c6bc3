//! BLAKE2s over words, personalised by its initial state.

use core::blake::{blake2s_compress, blake2s_finalize};

pub type Digest = Box<[u32; 8]>;

const BLOCK: u32 = 16;
const BLOCK_BYTES: u32 = 64;

/// The hash of words; the last block is filled with zeros here.
pub fn hash(state: Digest, mut words: Array<u32>, bytes: u32) -> Digest {
    pad(ref words);
    hash_blocks(state, words.span(), bytes)
}

/// The hash of whole blocks of words, at least one.
pub fn hash_blocks(state: Digest, blocks: Span<u32>, bytes: u32) -> Digest {
    let mut blocks = blocks;
    let mut state = state;
    let mut count = BLOCK_BYTES;
    loop {
        let block = *blocks.multi_pop_front::<16>().unwrap();
        if blocks.is_empty() {
            break blake2s_finalize(state, bytes, block);
        }
        state = blake2s_compress(state, count, block);
        count += BLOCK_BYTES;
    }
}

fn pad(ref words: Array<u32>) {
    let (_, rest) = DivRem::div_rem(words.len(), 16);
    if rest != 0 {
        let mut missing = BLOCK - rest;
        while missing != 0 {
            words.append(0);
            missing -= 1;
        };
    }
}

/// Appends words.
pub fn append_words(ref words: Array<u32>, more: Span<u32>) {
    let mut more = more;
    while let Some(eight) = more.multi_pop_front::<8>() {
        append_digest(ref words, *eight);
    }
    while let Some(word) = more.pop_front() {
        words.append(*word);
    }
}

/// Appends the eight words of a digest.
#[inline(always)]
pub fn append_digest(ref words: Array<u32>, digest: Digest) {
    let [a, b, c, d, e, f, g, h] = digest.unbox();
    words.append(a);
    words.append(b);
    words.append(c);
    words.append(d);
    words.append(e);
    words.append(f);
    words.append(g);
    words.append(h);
}

/// Says whether two digests are the same.
pub fn same(left: Digest, right: Digest) -> bool {
    let [a, b, c, d, e, f, g, h] = left.unbox();
    let [i, j, k, l, m, n, o, p] = right.unbox();
    a == i && b == j && c == k && d == l && e == m && f == n && g == o && h == p
}

/// The hash of two digests, one block.
pub fn pair(state: Digest, left: Digest, right: Digest) -> Digest {
    let [a, b, c, d, e, f, g, h] = left.unbox();
    let [i, j, k, l, m, n, o, p] = right.unbox();
    blake2s_finalize(state, 64, BoxTrait::new([a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p]))
}

/// The first state without personalisation.
pub fn plain() -> Digest {
    BoxTrait::new(
        [
            0x6b08e647, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab,
            0x5be0cd19,
        ],
    )
}

/// The hash of at most 16 words, as many as `bytes` says and zeros.
pub fn block(bytes: u32, words: [u32; 16]) -> Digest {
    blake2s_finalize(plain(), bytes, BoxTrait::new(words))
}
