/* From committed columns to FRI's layers (docs/protocol.md, sections 9.5 and 9.6). */

/* sum[i] = the weighted sum of `count` columns at i; weights are four words each. With add, added to what is there. */
KERNEL(256) combineColumns(IN(columns), IN(weights), OUT(sum), u64 stride, u64 sum_stride, u32 count, u32 length,
        u32 add) {
    AT(columns) AT(weights) AT(sum)
    u32 i = BLOCK * 256 + THREAD;
    if (i >= length) return;
    u64 a = 0, b = 0, c = 0, d = 0;
    if (add) {
        qm31 x = qm31_load(sum, sum_stride, i);
        a = x.a; b = x.b; c = x.c; d = x.d;
    }
    for (u32 j = 0; j < count; j++) {
        u64 v = columns[j * stride + i];
        GLOBAL const u32 *w = weights + 4 * j;
        a += v * w[0]; b += v * w[1]; c += v * w[2]; d += v * w[3];
        if (j & 1) { a = m31_fold(a); b = m31_fold(b); c = m31_fold(c); d = m31_fold(d); }
    }
    qm31_store(sum, sum_stride, i, qm31_of(m31_reduce(a), m31_reduce(b), m31_reduce(c), m31_reduce(d)));
}

/* The quotients (c F - A y - B) / D of one batch at point (X, Y) on the canonic domain of log size log_size, four points
   a thread for one inversion. With add, added to what is there. xr ... yi are Re X, Im X, Re Y, Im Y. */
#define POINTS 4
KERNEL(256) quotients(IN(combined), IN(twiddles), OUT(out), u64 stride, u64 out_stride, u32 log_size, u32 add,
        u32 c0, u32 c1, u32 c2, u32 c3, u32 a0, u32 a1, u32 a2, u32 a3, u32 b0, u32 b1, u32 b2, u32 b3,
        u32 xr0, u32 xr1, u32 xi0, u32 xi1, u32 yr0, u32 yr1, u32 yi0, u32 yi1) {
    AT(combined) AT(twiddles) AT(out)
    qm31 lc = qm31_of(c0, c1, c2, c3), la = qm31_of(a0, a1, a2, a3), lb = qm31_of(b0, b1, b2, b3);
    cm31 xi = cm31_of(xi0, xi1), yi = cm31_of(yi0, yi1), d[POINTS];
    u32 norm[POINTS], prefix[POINTS], product = 1;
    _Pragma("unroll") for (u32 k = 0; k < POINTS; k++) {
        u32 i = BLOCK * (256 * POINTS) + k * 256 + THREAD;
        d[k] = cm31_of(1, 0);
        if (i >> log_size == 0) {
            u32 x = circle_x(twiddles, log_size, i), y = circle_y(twiddles, log_size, i >> 1);
            if (i & 1) y = m31_neg(y);
            d[k] = cm31_sub(cm31_mul(cm31_of(m31_sub(xr0, x), xr1), yi), cm31_mul(cm31_of(m31_sub(yr0, y), yr1), xi));
        }
        norm[k] = cm31_norm(d[k]);
        prefix[k] = product;
        product = m31_mul(product, norm[k]);
    }
    u32 inverse = m31_inverse(product);
    _Pragma("unroll") for (u32 j = 0; j < POINTS; j++) {
        u32 k = POINTS - 1 - j, i = BLOCK * (256 * POINTS) + k * 256 + THREAD;
        u32 own = m31_mul(inverse, prefix[k]);
        inverse = m31_mul(inverse, norm[k]);
        if (i >> log_size) continue;
        u32 y = circle_y(twiddles, log_size, i >> 1);
        if (i & 1) y = m31_neg(y);
        qm31 value = qm31_sub(qm31_sub(qm31_mul(lc, qm31_load(combined, stride, i)), qm31_scale(la, y)), lb);
        value = qm31_mul_cm31(value, cm31_of(m31_mul(d[k].a, own), m31_mul(m31_neg(d[k].b), own)));
        if (add) value = qm31_add(value, qm31_load(out, out_stride, i));
        qm31_store(out, out_stride, i, value);
    }
}

/* Adds to each of four columns at i that of a domain of fewer points, at the point 2^log_fibre P. */
KERNEL(256) addLifted(IN(small), OUT(sum), u64 stride, u64 sum_stride, u32 length, u32 log_fibre) {
    AT(small) AT(sum)
    u32 i = BLOCK * 256 + THREAD;
    if (i >= length) return;
    u32 from = (i >> (log_fibre + 1) << 1) + (i & 1);
    for (u32 k = 0; k < 4; k++) {
        sum[k * sum_stride + i] = m31_add(sum[k * sum_stride + i], small[k * stride + from]);
    }
}

/* (f + h) + g (f - h) t, with t the inverse that tells the two points apart. */
DEVICE qm31 fold_pair(qm31 f, qm31 h, qm31 g, u32 t) {
    return qm31_add(qm31_add(f, h), qm31_mul(g, qm31_scale(qm31_sub(f, h), t)));
}
/* Inverse of x at position 2i of the line domain of 2^log_size points, or of y of the circle domain. */
DEVICE u32 fold_twiddle(GLOBAL const u32 *inverses, u32 log_size, u32 i, u32 circle) {
    return circle ? circle_y(inverses, log_size, i) : inverses[((u32) 1 << (log_size - 1)) + i];
}

/* Folds cosets of 2^log_fold values, log_fold from 1 to 3, with g, g^2, g^4; a thread takes a coset. The values are on
   the circle domain of log size log_size, or on the line domain if circle is 0. */
KERNEL(128) foldLayer(IN(values), IN(inverses), OUT(out), u64 stride, u64 out_stride, u32 log_size, u32 log_fold,
        u32 circle, u32 g0, u32 g1, u32 g2, u32 g3) {
    AT(values) AT(inverses) AT(out)
    u32 coset = BLOCK * 128 + THREAD;
    if (coset >> (log_size - log_fold)) return;
    qm31 v[8], g = qm31_of(g0, g1, g2, g3);
    _Pragma("unroll") for (u32 j = 0; j < 8; j++) {
        if (j >> log_fold == 0) v[j] = qm31_load(values, stride, ((u64) coset << log_fold) + j);
    }
    _Pragma("unroll") for (u32 j = 0; j < 4; j++) {
        u32 i = (coset << (log_fold - 1)) + j;
        if (j >> (log_fold - 1) == 0) v[j] = fold_pair(v[2 * j], v[2 * j + 1], g, fold_twiddle(inverses, log_size, i, circle));
    }
    if (log_fold > 1) {
        g = qm31_mul(g, g);
        _Pragma("unroll") for (u32 j = 0; j < 2; j++) {
            u32 i = (coset << (log_fold - 2)) + j;
            if (j >> (log_fold - 2) == 0) v[j] = fold_pair(v[2 * j], v[2 * j + 1], g, fold_twiddle(inverses, log_size - 1, i, 0));
        }
    }
    if (log_fold > 2) {
        g = qm31_mul(g, g);
        v[0] = fold_pair(v[0], v[1], g, fold_twiddle(inverses, log_size - 2, coset, 0));
    }
    qm31_store(out, out_stride, coset, v[0]);
}

/* out[t] = the sum over j of weights[j] times value t * length + j; a block takes a tile of `length` values. Weights and
   results are four words each. */
KERNEL(256) dotTiles(IN(values), IN(weights), OUT(out), u32 length) {
    SHARED u32 parts[4 * 256];
    AT(values) AT(weights) AT(out)
    GLOBAL const u32 *tile = values + (u64) BLOCK * length;
    u64 a = 0, b = 0, c = 0, d = 0;
    for (u32 j = THREAD; j < length; j += 256) {
        u64 v = tile[j];
        GLOBAL const u32 *w = weights + 4 * j;
        a = m31_fold(a + v * w[0]); b = m31_fold(b + v * w[1]); c = m31_fold(c + v * w[2]); d = m31_fold(d + v * w[3]);
    }
    parts[THREAD] = m31_reduce(a);
    parts[256 + THREAD] = m31_reduce(b);
    parts[512 + THREAD] = m31_reduce(c);
    parts[768 + THREAD] = m31_reduce(d);
    BARRIER();
    for (u32 apart = 128; apart > 0; apart >>= 1) {
        if (THREAD < apart) {
            for (u32 k = 0; k < 1024; k += 256) {
                parts[k + THREAD] = m31_add(parts[k + THREAD], parts[k + THREAD + apart]);
            }
        }
        BARRIER();
    }
    if (THREAD < 4) out[4 * (u64) BLOCK + THREAD] = parts[256 * THREAD];
}

/* Multiplies runs of 2^log_block values by factors, which begin anew after every 2^log_column values. */
KERNEL(256) scaleBlocks(OUT(values), IN(factors), u32 log_block, u32 log_column, u64 words) {
    AT(values) AT(factors)
    u64 i = (u64) BLOCK * 256 + THREAD;
    if (i >= words) return;
    values[i] = m31_mul(values[i], factors[(i & (((u64) 1 << log_column) - 1)) >> log_block]);
}
