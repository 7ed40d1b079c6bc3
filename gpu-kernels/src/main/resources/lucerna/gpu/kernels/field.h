/* M31, CM31 and QM31 (docs/protocol.md, section 1). Elements are canonical at every function's entry and exit. */
DEVICE u32 m31_reduce_once(u32 s) { u32 t = s - P31; return s < t ? s : t; }
DEVICE u32 m31_add(u32 a, u32 b) { return m31_reduce_once(a + b); }
DEVICE u32 m31_sub(u32 a, u32 b) { u32 d = a - b, e = d + P31; return d < e ? d : e; }
DEVICE u32 m31_neg(u32 a) { return m31_sub(0, a); }
DEVICE u32 m31_mul(u32 a, u32 b) {
    u64 t = (u64) a * b;
    return m31_reduce_once(((u32) t & P31) + (u32) (t >> 31));
}
/* Any 64 bits: after two foldings at most P31 + 5. */
DEVICE u32 m31_reduce(u64 s) {
    u64 t = (s & P31) + (s >> 31);
    return m31_reduce_once(((u32) t & P31) + (u32) (t >> 31));
}
/* 2^62 is 1: keeps a sum of products, each below 2^62, where two more can be added. */
DEVICE u64 m31_fold(u64 s) { return (s & (((u64) 1 << 62) - 1)) + (s >> 62); }
DEVICE u32 m31_squares(u32 x, u32 n) {
    for (u32 i = 0; i < n; i++) x = m31_mul(x, x);
    return x;
}
/* x^(2^31 - 3): powers 2^k - 1 for k = 2, 4, 8, 16, 24, 28, 29. The inverse of 0 is 0. */
DEVICE u32 m31_inverse(u32 x) {
    u32 x2 = m31_mul(m31_squares(x, 1), x), x4 = m31_mul(m31_squares(x2, 2), x2);
    u32 x8 = m31_mul(m31_squares(x4, 4), x4), x16 = m31_mul(m31_squares(x8, 8), x8);
    u32 x28 = m31_mul(m31_squares(m31_mul(m31_squares(x16, 8), x8), 4), x4);
    return m31_mul(m31_squares(m31_mul(m31_squares(x28, 1), x), 2), x);
}

typedef struct { u32 a, b; } cm31;
typedef struct { u32 a, b, c, d; } qm31;

DEVICE cm31 cm31_of(u32 a, u32 b) { cm31 r; r.a = a; r.b = b; return r; }
DEVICE cm31 cm31_sub(cm31 x, cm31 y) { return cm31_of(m31_sub(x.a, y.a), m31_sub(x.b, y.b)); }
DEVICE cm31 cm31_mul(cm31 x, cm31 y) {
    return cm31_of(m31_reduce((u64) x.a * y.a + (u64) (P31 - x.b) * y.b), m31_reduce((u64) x.a * y.b + (u64) x.b * y.a));
}
/* The norm to M31, which is 0 for 0 alone. */
DEVICE u32 cm31_norm(cm31 x) { return m31_reduce((u64) x.a * x.a + (u64) x.b * x.b); }

DEVICE qm31 qm31_of(u32 a, u32 b, u32 c, u32 d) { qm31 r; r.a = a; r.b = b; r.c = c; r.d = d; return r; }
DEVICE qm31 qm31_load(GLOBAL const u32 *v, u64 stride, u64 i) {
    return qm31_of(v[i], v[stride + i], v[2 * stride + i], v[3 * stride + i]);
}
DEVICE void qm31_store(GLOBAL u32 *v, u64 stride, u64 i, qm31 x) {
    v[i] = x.a; v[stride + i] = x.b; v[2 * stride + i] = x.c; v[3 * stride + i] = x.d;
}
DEVICE qm31 qm31_add(qm31 x, qm31 y) {
    return qm31_of(m31_add(x.a, y.a), m31_add(x.b, y.b), m31_add(x.c, y.c), m31_add(x.d, y.d));
}
DEVICE qm31 qm31_sub(qm31 x, qm31 y) {
    return qm31_of(m31_sub(x.a, y.a), m31_sub(x.b, y.b), m31_sub(x.c, y.c), m31_sub(x.d, y.d));
}
DEVICE qm31 qm31_scale(qm31 x, u32 y) {
    return qm31_of(m31_mul(x.a, y), m31_mul(x.b, y), m31_mul(x.c, y), m31_mul(x.d, y));
}
/* (x.c + x.d i)(y.c + y.d i) = r + s i, times u^2 = 2 + i. Sums of at most four products stay below 2^64. */
DEVICE qm31 qm31_mul(qm31 x, qm31 y) {
    u64 nb = P31 - x.b, nd = P31 - x.d;
    u64 r = m31_reduce((u64) x.c * y.c + nd * y.d), s = m31_reduce((u64) x.c * y.d + (u64) x.d * y.c);
    return qm31_of(m31_reduce((u64) x.a * y.a + nb * y.b + 2 * r + (P31 - s)),
                   m31_reduce((u64) x.a * y.b + (u64) x.b * y.a + r + 2 * s),
                   m31_reduce((u64) x.a * y.c + nb * y.d + (u64) x.c * y.a + nd * y.b),
                   m31_reduce((u64) x.a * y.d + (u64) x.b * y.c + (u64) x.c * y.b + (u64) x.d * y.a));
}
DEVICE qm31 qm31_mul_cm31(qm31 x, cm31 y) {
    cm31 low = cm31_mul(cm31_of(x.a, x.b), y), high = cm31_mul(cm31_of(x.c, x.d), y);
    return qm31_of(low.a, low.b, high.a, high.b);
}
/* The norm to CM31: (x.a + x.b i)^2 - (2 + i)(x.c + x.d i)^2. */
DEVICE cm31 qm31_norm(qm31 x) {
    cm31 low = cm31_mul(cm31_of(x.a, x.b), cm31_of(x.a, x.b)), high = cm31_mul(cm31_of(x.c, x.d), cm31_of(x.c, x.d));
    return cm31_sub(low, cm31_mul(high, cm31_of(2, 1)));
}
/* x^-1 from its norm and the inverse of that one's norm. */
DEVICE qm31 qm31_inverse_of(qm31 x, cm31 norm, u32 inverse) {
    cm31 n = cm31_of(m31_mul(norm.a, inverse), m31_mul(m31_neg(norm.b), inverse));
    return qm31_mul_cm31(qm31_of(x.a, x.b, m31_neg(x.c), m31_neg(x.d)), n);
}

/* Points of the canonic domain of 2^log_size points from the table of twiddles: entry 2^(k-2) + b is the x coordinate
   of position 4b of the domain of log size k, for all k from 2 to log_size. Of inverses it makes inverses. */
DEVICE u32 circle_x(GLOBAL const u32 *table, u32 log_size, u32 position) {
    if (log_size == 1) return 0;
    u32 x = table[((u32) 1 << (log_size - 2)) + (position >> 2)];
    return position & 2 ? m31_neg(x) : x;
}
/* The y coordinate of position 2 pair: of four pairs y, -y, -x, x, where x and y are neighbours in the table. */
DEVICE u32 circle_y(GLOBAL const u32 *table, u32 log_size, u32 pair) {
    if (log_size == 1) return P31 - 1;
    u32 at = log_size == 2 ? 1 : ((u32) 1 << (log_size - 2)) + (pair >> 2 << 1) + (pair & 2 ? 0 : 1);
    u32 t = table[at], upper = log_size == 2 ? pair ^ 1 : (pair ^ (pair >> 1)) & 1;
    return upper ? m31_neg(t) : t;
}
