/* AES-256 in counter mode (FIPS 197), bit-sliced: no memory is read at an address that depends on a secret. A thread makes
   blocks 2t and 2t + 1. Plane k holds bit k of their bytes: that of row r, column c of block b is its bit 8r + 4b + c. */
#define SWAP(a, b, shift, mask) { u32 t = ((a >> shift) ^ b) & mask; b ^= t; a ^= t << shift; }
/* Words 4b + c to planes, and back. */
#define TRANSPOSE() \
    SWAP(q0, q1, 1, 0x55555555u) SWAP(q2, q3, 1, 0x55555555u) SWAP(q4, q5, 1, 0x55555555u) SWAP(q6, q7, 1, 0x55555555u) \
    SWAP(q0, q2, 2, 0x33333333u) SWAP(q1, q3, 2, 0x33333333u) SWAP(q4, q6, 2, 0x33333333u) SWAP(q5, q7, 2, 0x33333333u) \
    SWAP(q0, q4, 4, 0x0f0f0f0fu) SWAP(q1, q5, 4, 0x0f0f0f0fu) SWAP(q2, q6, 4, 0x0f0f0f0fu) SWAP(q3, q7, 4, 0x0f0f0f0fu)
#define ADD_KEY(k) \
    q0 ^= k[0]; q1 ^= k[1]; q2 ^= k[2]; q3 ^= k[3]; q4 ^= k[4]; q5 ^= k[5]; q6 ^= k[6]; q7 ^= k[7];
/* The S-box as a circuit of 113 gates (Boyar and Peralta, 2011). */
#define SUB_BYTES() { \
    u32 y14 = q4 ^ q2, y13 = q7 ^ q1, y9 = q7 ^ q4, y8 = q7 ^ q2, t0 = q6 ^ q5, y1 = t0 ^ q0, y4 = y1 ^ q4; \
    u32 y12 = y13 ^ y14, y2 = y1 ^ q7, y5 = y1 ^ q1, y3 = y5 ^ y8, t1 = q3 ^ y12, y15 = t1 ^ q2, y20 = t1 ^ q6; \
    u32 y6 = y15 ^ q0, y10 = y15 ^ t0, y11 = y20 ^ y9, y7 = q0 ^ y11, y17 = y10 ^ y11, y19 = y10 ^ y8; \
    u32 y16 = t0 ^ y11, y21 = y13 ^ y16, y18 = q7 ^ y16; \
    u32 t2 = y12 & y15, t4 = (y3 & y6) ^ t2, t6 = (y4 & q0) ^ t2, t7 = y13 & y16, t9 = (y5 & y1) ^ t7; \
    u32 t11 = (y2 & y7) ^ t7, t12 = y9 & y11, t14 = (y14 & y17) ^ t12, t16 = (y8 & y10) ^ t12; \
    u32 t21 = t4 ^ t14 ^ y20, t22 = t6 ^ t16 ^ y19, t23 = t9 ^ t14 ^ y21, t24 = t11 ^ t16 ^ y18; \
    u32 t25 = t21 ^ t22, t26 = t21 & t23, t27 = t24 ^ t26, t29 = (t25 & t27) ^ t22, t30 = t23 ^ t24; \
    u32 t31 = t22 ^ t26, t33 = (t31 & t30) ^ t24, t34 = t23 ^ t33, t35 = t27 ^ t33, t36 = t24 & t35; \
    u32 t37 = t36 ^ t34, t38 = t27 ^ t36, t40 = t25 ^ (t29 & t38), t41 = t40 ^ t37, t42 = t29 ^ t33; \
    u32 t43 = t29 ^ t40, t44 = t33 ^ t37, t45 = t42 ^ t41; \
    u32 z0 = t44 & y15, z1 = t37 & y6, z2 = t33 & q0, z3 = t43 & y16, z4 = t40 & y1, z5 = t29 & y7; \
    u32 z6 = t42 & y11, z7 = t45 & y17, z8 = t41 & y10, z9 = t44 & y12, z10 = t37 & y3, z11 = t33 & y4; \
    u32 z12 = t43 & y13, z13 = t40 & y5, z14 = t29 & y2, z15 = t42 & y9, z16 = t45 & y14, z17 = t41 & y8; \
    u32 t46 = z15 ^ z16, t48 = z5 ^ z13, t53 = z0 ^ z3, t54 = z6 ^ z7, t57 = z2 ^ z12 ^ t53, t58 = z4 ^ t46; \
    u32 t59 = z3 ^ t54, t60 = t46 ^ t57, t62 = z7 ^ z8 ^ t58, t63 = z9 ^ z10 ^ t58, t64 = z4 ^ t59; \
    u32 t65 = z14 ^ t57 ^ t62, t66 = z1 ^ t63; \
    q7 = t59 ^ t63; q1 = ~(z12 ^ t48 ^ t62); q0 = ~(t48 ^ t60); q4 = t53 ^ t66; q3 = z2 ^ z5 ^ t66; \
    q2 = z10 ^ z11 ^ t65; q6 = ~(t64 ^ q4); q5 = ~(z16 ^ z17 ^ t64 ^ t65); }
/* Row r turns by r columns. */
#define SHIFT_ROW(q) \
    q = (q & 0xffu) | ((q >> 1) & 0x7700u) | ((q << 3) & 0x8800u) | ((q >> 2) & 0x330000u) | ((q << 2) & 0xcc0000u) \
        | ((q >> 3) & 0x11000000u) | ((q << 1) & 0xee000000u);
#define SHIFT_ROWS() \
    SHIFT_ROW(q0) SHIFT_ROW(q1) SHIFT_ROW(q2) SHIFT_ROW(q3) SHIFT_ROW(q4) SHIFT_ROW(q5) SHIFT_ROW(q6) SHIFT_ROW(q7)
/* 2 (a + a') + a' + a'' + a''', where a' is the row below. `carry` is the plane of twice a + a'. */
#define MIX(q, n, carry) q = (carry) ^ n ^ ROTR32(q ^ n, 16);
#define MIX_COLUMNS() { \
    u32 n0 = ROTR32(q0, 8), n1 = ROTR32(q1, 8), n2 = ROTR32(q2, 8), n3 = ROTR32(q3, 8); \
    u32 n4 = ROTR32(q4, 8), n5 = ROTR32(q5, 8), n6 = ROTR32(q6, 8), n7 = ROTR32(q7, 8); \
    u32 s0 = q0 ^ n0, s1 = q1 ^ n1, s2 = q2 ^ n2, s3 = q3 ^ n3, s4 = q4 ^ n4, s5 = q5 ^ n5, s6 = q6 ^ n6, s7 = q7 ^ n7; \
    MIX(q0, n0, s7) MIX(q1, n1, s0 ^ s7) MIX(q2, n2, s1) MIX(q3, n3, s2 ^ s7) \
    MIX(q4, n4, s3 ^ s7) MIX(q5, n5, s4) MIX(q6, n6, s5) MIX(q7, n7, s6) }
/* A block's counter is its number, big-endian, in the last bytes; its words are little-endian. */
#define COUNTER(x) (((x) >> 24) | (((x) >> 8) & 0xff00u) | (((x) << 8) & 0xff0000u) | ((x) << 24))

/* Blocks `first` and `first + 1` as words q0 to q7; keys are the 15 round keys as planes. */
#define CIPHER(first) \
    u32 q0 = 0, q1 = 0, q2 = 0, q3 = COUNTER(first), q4 = 0, q5 = 0, q6 = 0, q7 = COUNTER(first + 1); \
    TRANSPOSE() \
    ADD_KEY(keys) \
    for (u32 round = 1; round < 14; round++) { \
        GLOBAL const u32 *k = keys + 8 * round; \
        SUB_BYTES() \
        SHIFT_ROWS() \
        MIX_COLUMNS() \
        ADD_KEY(k) \
    } \
    GLOBAL const u32 *last = keys + 8 * 14; \
    SUB_BYTES() \
    SHIFT_ROWS() \
    ADD_KEY(last) \
    TRANSPOSE()

/* Blocks of four words from a stream's beginning. */
KERNEL(128) secretWords(IN(keys), OUT(out), u32 blocks) {
    AT(keys) AT(out)
    u32 first = 2 * (BLOCK * 128 + THREAD);
    if (first >= blocks) return;
    CIPHER(first)
    GLOBAL u32 *words = out + 4 * (u64) first;
    words[0] = q0; words[1] = q1; words[2] = q2; words[3] = q3;
    if (first + 1 < blocks) { words[4] = q4; words[5] = q5; words[6] = q6; words[7] = q7; }
}

/* The low 31 bits of a stream's first words; rejected[0] becomes 1 where one of them is P31, which is no element. */
#define ELEMENT(k, q) if (at + k < count) { out[at + k] = q & P31; if ((q & P31) == P31) rejected[0] = 1; }
KERNEL(128) secretElements(IN(keys), OUT(out), OUT(rejected), u32 count) {
    AT(keys) AT(out) AT(rejected)
    u32 first = 2 * (BLOCK * 128 + THREAD), at = 4 * first;
    if (at >= count) return;
    CIPHER(first)
    ELEMENT(0, q0) ELEMENT(1, q1) ELEMENT(2, q2) ELEMENT(3, q3)
    ELEMENT(4, q4) ELEMENT(5, q5) ELEMENT(6, q6) ELEMENT(7, q7)
}
