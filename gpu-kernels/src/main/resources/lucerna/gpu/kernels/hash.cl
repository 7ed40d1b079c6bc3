/* BLAKE2s-256 (RFC 7693, docs/protocol.md, section 3): one thread a message, state and block in registers.
   p6 and p7 are the personalisation. A tree's nodes are a heap of eight words each: root 1, children 2n and 2n + 1. */
#define G(a, b, c, d, x, y) \
    a = a + b + (x); d = ROTR32(d ^ a, 16); c = c + d; b = ROTR32(b ^ c, 12); \
    a = a + b + (y); d = ROTR32(d ^ a, 8); c = c + d; b = ROTR32(b ^ c, 7);
#define ROUND(s0, s1, s2, s3, s4, s5, s6, s7, s8, s9, sa, sb, sc, sd, se, sf) \
    G(v0, v4, v8, v12, m##s0, m##s1) G(v1, v5, v9, v13, m##s2, m##s3) \
    G(v2, v6, v10, v14, m##s4, m##s5) G(v3, v7, v11, v15, m##s6, m##s7) \
    G(v0, v5, v10, v15, m##s8, m##s9) G(v1, v6, v11, v12, m##sa, m##sb) \
    G(v2, v7, v8, v13, m##sc, m##sd) G(v3, v4, v9, v14, m##se, m##sf)
#define STATE(p6, p7) \
    u32 h0 = 0x6a09e667u ^ 0x01010020u, h1 = 0xbb67ae85u, h2 = 0x3c6ef372u, h3 = 0xa54ff53au; \
    u32 h4 = 0x510e527fu, h5 = 0x9b05688cu, h6 = 0x1f83d9abu ^ (p6), h7 = 0x5be0cd19u ^ (p7);
/* One block of m0 to m15 into h0 to h7; t: bytes up to and with it; last: all bits set for the last block. */
#define COMPRESS(t, last) { \
    u32 v0 = h0, v1 = h1, v2 = h2, v3 = h3, v4 = h4, v5 = h5, v6 = h6, v7 = h7; \
    u32 v8 = 0x6a09e667u, v9 = 0xbb67ae85u, v10 = 0x3c6ef372u, v11 = 0xa54ff53au; \
    u32 v12 = 0x510e527fu ^ (t), v13 = 0x9b05688cu, v14 = 0x1f83d9abu ^ (last), v15 = 0x5be0cd19u; \
    ROUND(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15) \
    ROUND(14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3) \
    ROUND(11, 8, 12, 0, 5, 2, 15, 13, 10, 14, 3, 6, 7, 1, 9, 4) \
    ROUND(7, 9, 3, 1, 13, 12, 11, 14, 2, 6, 5, 10, 4, 0, 15, 8) \
    ROUND(9, 0, 5, 7, 2, 4, 10, 15, 14, 1, 11, 12, 6, 8, 3, 13) \
    ROUND(2, 12, 6, 10, 0, 11, 8, 3, 4, 13, 7, 5, 15, 14, 1, 9) \
    ROUND(12, 5, 1, 15, 14, 13, 4, 10, 0, 7, 6, 3, 9, 2, 8, 11) \
    ROUND(13, 11, 7, 14, 12, 1, 3, 9, 5, 0, 15, 4, 8, 6, 2, 10) \
    ROUND(6, 15, 14, 9, 11, 3, 0, 8, 12, 2, 13, 7, 1, 4, 10, 5) \
    ROUND(10, 2, 8, 4, 7, 6, 1, 5, 15, 11, 9, 14, 3, 12, 13, 0) \
    h0 ^= v0 ^ v8; h1 ^= v1 ^ v9; h2 ^= v2 ^ v10; h3 ^= v3 ^ v11; \
    h4 ^= v4 ^ v12; h5 ^= v5 ^ v13; h6 ^= v6 ^ v14; h7 ^= v7 ^ v15; }
#define STORE(out) \
    out[0] = h0; out[1] = h1; out[2] = h2; out[3] = h3; out[4] = h4; out[5] = h5; out[6] = h6; out[7] = h7;

/* The next word of a leaf: entry after entry of its coset, each through all columns, then the salt. */
#define NEXT(m) \
    if (at < values) { m = columns[(u64) column * stride + entry]; if (++column == count) { column = 0; entry++; } } \
    else m = at < words ? salts[(u64) leaf * 4 + (at - values)] : 0; \
    at++;

/* Leaf i of 2^log_leaves: the entries i 2^log_coset, ... of `count` columns, then four words of salt if salted is 4. */
KERNEL(128) hashLeaves(IN(columns), IN(salts), OUT(nodes), u64 stride, u32 count, u32 salted, u32 log_coset,
        u32 log_leaves, u32 p6, u32 p7) {
    AT(columns) AT(salts) AT(nodes)
    u32 leaf = BLOCK * 128 + THREAD;
    if (leaf >> log_leaves) return;
    u32 values = count << log_coset, words = values + salted, at = 0, column = 0;
    u64 entry = (u64) leaf << log_coset;
    STATE(p6, p7)
    do {
        u32 m0, m1, m2, m3, m4, m5, m6, m7, m8, m9, m10, m11, m12, m13, m14, m15;
        NEXT(m0) NEXT(m1) NEXT(m2) NEXT(m3) NEXT(m4) NEXT(m5) NEXT(m6) NEXT(m7)
        NEXT(m8) NEXT(m9) NEXT(m10) NEXT(m11) NEXT(m12) NEXT(m13) NEXT(m14) NEXT(m15)
        u32 last = at >= words ? NONE : 0;
        COMPRESS(4 * (at < words ? at : words), last)
    } while (at < words);
    GLOBAL u32 *out = nodes + 8 * (((u64) 1 << log_leaves) + leaf);
    STORE(out)
}

/* Up to nine levels: the 2^log_parents nodes above a hashed level and the levels - 1 levels above them. A block makes
   256 of the lowest parents and halves them in shared memory, word by word for the sake of its banks. */
#define CHILD(a, b, c, d, e, f, g, h, from, at, step) \
    a = from[at]; b = from[(at) + step]; c = from[(at) + 2 * step]; d = from[(at) + 3 * step]; \
    e = from[(at) + 4 * step]; f = from[(at) + 5 * step]; g = from[(at) + 6 * step]; h = from[(at) + 7 * step];
KERNEL(256) hashLevels(OUT(nodes), u32 log_parents, u32 levels, u32 p6, u32 p7) {
    SHARED u32 digests[8 * 256];
    AT(nodes)
    u32 m0, m1, m2, m3, m4, m5, m6, m7, m8, m9, m10, m11, m12, m13, m14, m15;
    u32 first = BLOCK * 256, number = (u32) 1 << log_parents;
    if (number > 256) number = 256;
    if (THREAD < number) {
        GLOBAL const u32 *in = nodes + 16 * (((u64) 1 << log_parents) + first + THREAD);
        CHILD(m0, m1, m2, m3, m4, m5, m6, m7, in, 0, 1)
        CHILD(m8, m9, m10, m11, m12, m13, m14, m15, in, 8, 1)
    }
    for (u32 level = 0; level < levels; level++) {
        if (THREAD < number) {
            STATE(p6, p7)
            COMPRESS(64, NONE)
            GLOBAL u32 *out = nodes + 8 * (((u64) 1 << (log_parents - level)) + first + THREAD);
            STORE(out)
            digests[THREAD] = h0; digests[256 + THREAD] = h1; digests[512 + THREAD] = h2; digests[768 + THREAD] = h3;
            digests[1024 + THREAD] = h4; digests[1280 + THREAD] = h5; digests[1536 + THREAD] = h6;
            digests[1792 + THREAD] = h7;
        }
        number >>= 1;
        first >>= 1;
        BARRIER();
        if (THREAD < number) {
            CHILD(m0, m1, m2, m3, m4, m5, m6, m7, digests, 2 * THREAD, 256)
            CHILD(m8, m9, m10, m11, m12, m13, m14, m15, digests, 2 * THREAD + 1, 256)
        }
        BARRIER();
    }
}

/* Tries `count` nonces from (high, low) on, whose low words do not wrap around, one a thread. found[block] is how far the
   block's first good one is from the start. */
KERNEL(256) searchNonce(OUT(found), u32 a, u32 b, u32 c, u32 d, u32 e, u32 f, u32 g, u32 h, u32 bits, u32 low, u32 high,
        u32 count) {
    SHARED u32 best[256];
    AT(found)
    u32 low_mask = bits < 32 ? ((u32) 1 << bits) - 1 : NONE;
    u32 high_mask = bits <= 32 ? 0 : bits < 64 ? ((u32) 1 << (bits - 32)) - 1 : NONE;
    u32 step = BLOCK * 256 + THREAD;
    STATE(0, 0)
    u32 m0 = a, m1 = b, m2 = c, m3 = d, m4 = e, m5 = f, m6 = g, m7 = h, m8 = low + step, m9 = high;
    u32 m10 = 0, m11 = 0, m12 = 0, m13 = 0, m14 = 0, m15 = 0;
    COMPRESS(40, NONE)
    best[THREAD] = step < count && ((h0 & low_mask) | (h1 & high_mask)) == 0 ? step : NONE;
    BARRIER();
    for (u32 reach = 128; reach > 0; reach >>= 1) {
        if (THREAD < reach && best[THREAD + reach] < best[THREAD]) best[THREAD] = best[THREAD + reach];
        BARRIER();
    }
    if (THREAD == 0) found[BLOCK] = best[0];
}
