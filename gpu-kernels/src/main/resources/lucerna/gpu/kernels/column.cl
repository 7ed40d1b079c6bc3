/* Columns entry by entry, inverses, prefix sums, orders and gathers. A secure column is four columns, `stride` apart. */
KERNEL(256) addColumns(IN(a), IN(b), OUT(out), u64 words) {
    AT(a) AT(b) AT(out)
    u64 i = (u64) BLOCK * 256 + THREAD;
    if (i < words) out[i] = m31_add(a[i], b[i]);
}

KERNEL(256) mulColumns(IN(a), IN(b), OUT(out), u64 words) {
    AT(a) AT(b) AT(out)
    u64 i = (u64) BLOCK * 256 + THREAD;
    if (i < words) out[i] = m31_mul(a[i], b[i]);
}

KERNEL(256) mulAddColumns(IN(a), IN(b), OUT(sum), u64 words) {
    AT(a) AT(b) AT(sum)
    u64 i = (u64) BLOCK * 256 + THREAD;
    if (i < words) sum[i] = m31_add(sum[i], m31_mul(a[i], b[i]));
}

KERNEL(256) mulSecure(IN(a), IN(b), OUT(out), u64 a_stride, u64 b_stride, u64 out_stride, u32 length) {
    AT(a) AT(b) AT(out)
    u32 i = BLOCK * 256 + THREAD;
    if (i < length) qm31_store(out, out_stride, i, qm31_mul(qm31_load(a, a_stride, i), qm31_load(b, b_stride, i)));
}

KERNEL(256) mulSecureByColumn(IN(a), IN(b), OUT(out), u64 a_stride, u64 out_stride, u32 length) {
    AT(a) AT(b) AT(out)
    u32 i = BLOCK * 256 + THREAD;
    if (i < length) qm31_store(out, out_stride, i, qm31_scale(qm31_load(a, a_stride, i), b[i]));
}

/* Inverses by Montgomery's trick: a thread takes eight elements, 256 apart, at the price of one inversion; block b
   reports the first 0 among its 2048 elements in zeros[b]. Every element is read before its inverse is written, by the
   same thread, so `out` may be the input. */
#define CHAIN 8
#define INVERT(load_norm, store) \
    u32 prefix[CHAIN], product = 1, zero = NONE; \
    _Pragma("unroll") for (u32 k = 0; k < CHAIN; k++) { \
        u32 i = BLOCK * (256 * CHAIN) + k * 256 + THREAD, norm = 1; \
        if (i < length) { load_norm } \
        if (norm == 0 && zero == NONE) zero = i; \
        prefix[k] = product; \
        product = m31_mul(product, norm); \
    } \
    u32 inverse = m31_inverse(product); \
    _Pragma("unroll") for (u32 j = 0; j < CHAIN; j++) { \
        u32 k = CHAIN - 1 - j, i = BLOCK * (256 * CHAIN) + k * 256 + THREAD, norm = 1; \
        if (i < length) { \
            load_norm \
            u32 own = m31_mul(inverse, prefix[k]); \
            store \
        } \
        inverse = m31_mul(inverse, norm); \
    } \
    first[THREAD] = zero; \
    BARRIER(); \
    for (u32 reach = 128; reach > 0; reach >>= 1) { \
        if (THREAD < reach && first[THREAD + reach] < first[THREAD]) first[THREAD] = first[THREAD + reach]; \
        BARRIER(); \
    } \
    if (THREAD == 0) zeros[BLOCK] = first[0];

KERNEL(256) inverseColumn(IN(values), OUT(out), OUT(zeros), u32 length) {
    SHARED u32 first[256];
    AT(values) AT(out) AT(zeros)
    INVERT(norm = values[i];, out[i] = own;)
}

KERNEL(256) inverseSecure(IN(values), OUT(out), OUT(zeros), u64 stride, u64 out_stride, u32 length) {
    SHARED u32 first[256];
    AT(values) AT(out) AT(zeros)
    INVERT(qm31 x = qm31_load(values, stride, i); cm31 half_norm = qm31_norm(x); norm = cm31_norm(half_norm);,
            qm31_store(out, out_stride, i, qm31_inverse_of(x, half_norm, own));)
}

/* Sums of what comes before, in tiles of 1024 entries; block = column * tiles + tile. totals[column, tile] is the whole
   tile's sum. Entry `length` is read as 0 and receives the sum of all. values may be sums. */
KERNEL(256) prefixTile(IN(values), OUT(sums), OUT(totals), u64 stride, u64 sum_stride, u64 total_stride, u32 length,
        u32 tiles) {
    SHARED u32 tile[1024];
    SHARED u32 part[512];
    AT(values) AT(sums) AT(totals)
    u32 column = BLOCK / tiles, start = (BLOCK % tiles) * 1024;
    for (u32 k = THREAD; k < 1024; k += 256) {
        tile[k] = start + k < length ? values[column * stride + start + k] : 0;
    }
    BARRIER();
    u32 at = 4 * THREAD, v0 = tile[at], v1 = tile[at + 1], v2 = tile[at + 2], v3 = tile[at + 3];
    u32 sum = m31_add(m31_add(v0, v1), m31_add(v2, v3)), from = 0;
    part[THREAD] = sum;
    BARRIER();
    for (u32 reach = 1; reach < 256; reach <<= 1) {
        u32 x = part[from + THREAD];
        if (THREAD >= reach) x = m31_add(x, part[from + THREAD - reach]);
        from ^= 256;
        part[from + THREAD] = x;
        BARRIER();
    }
    u32 before = m31_sub(part[from + THREAD], sum);
    tile[at] = before;
    tile[at + 1] = m31_add(before, v0);
    tile[at + 2] = m31_add(tile[at + 1], v1);
    tile[at + 3] = m31_add(tile[at + 2], v2);
    if (THREAD == 255) totals[column * total_stride + BLOCK % tiles] = m31_add(before, sum);
    BARRIER();
    for (u32 k = THREAD; k < 1024; k += 256) {
        if (start + k <= length) sums[column * sum_stride + start + k] = tile[k];
    }
}

/* Adds to every tile the sum of the tiles before it. */
KERNEL(256) prefixAdd(OUT(sums), IN(before), u64 sum_stride, u64 before_stride, u32 length, u32 tiles) {
    AT(sums) AT(before)
    u32 column = BLOCK / tiles, tile = BLOCK % tiles, b = before[column * before_stride + tile];
    for (u32 k = THREAD; k < 1024; k += 256) {
        u32 i = tile * 1024 + k;
        if (i <= length) sums[column * sum_stride + i] = m31_add(sums[column * sum_stride + i], b);
    }
}

DEVICE u32 bit_reverse(u32 x) {
    x = ((x >> 1) & 0x55555555u) | ((x & 0x55555555u) << 1);
    x = ((x >> 2) & 0x33333333u) | ((x & 0x33333333u) << 2);
    x = ((x >> 4) & 0x0f0f0f0fu) | ((x & 0x0f0f0f0fu) << 4);
    x = ((x >> 8) & 0x00ff00ffu) | ((x & 0x00ff00ffu) << 8);
    return (x >> 16) | (x << 16);
}

/* The row whose value is stored at a position (docs/protocol.md, section 2). */
DEVICE u32 row_at(u32 position, u32 log_size) {
    u32 size = (u32) 1 << log_size, natural = bit_reverse(position) >> (32 - log_size);
    return natural < size / 2 ? 2 * natural : 2 * (size - natural) - 1;
}

/* Rows to storage order, for a batch of columns of 2^log_size values. */
KERNEL(256) rowsToStorage(IN(rows), OUT(out), u32 log_size, u64 words) {
    AT(rows) AT(out)
    u64 i = (u64) BLOCK * 256 + THREAD;
    if (i >= words) return;
    out[i] = rows[(i >> log_size << log_size) + row_at((u32) i & (((u32) 1 << log_size) - 1), log_size)];
}

/* Storage order to rows. */
KERNEL(256) storageToRows(IN(stored), OUT(out), u32 log_size, u64 words) {
    AT(stored) AT(out)
    u64 i = (u64) BLOCK * 256 + THREAD;
    if (i >= words) return;
    out[(i >> log_size << log_size) + row_at((u32) i & (((u32) 1 << log_size) - 1), log_size)] = stored[i];
}

/* What a leaf at each position holds: entry after entry of its coset, each through all columns. */
KERNEL(256) gatherRows(IN(columns), IN(positions), OUT(out), u64 stride, u32 count, u32 log_coset, u32 number) {
    AT(columns) AT(positions) AT(out)
    u32 i = BLOCK * 256 + THREAD, width = count << log_coset;
    if (i >= number * width) return;
    u32 entry = i % width / count;
    out[i] = columns[(u64) (i % count) * stride + ((u64) positions[i / width] << log_coset) + entry];
}

/* Nodes of a tree, or salts: `width` words at each number. */
KERNEL(256) gatherNodes(IN(nodes), IN(numbers), OUT(out), u32 width, u32 number) {
    AT(nodes) AT(numbers) AT(out)
    u32 i = BLOCK * 256 + THREAD;
    if (i < number * width) out[i] = nodes[(u64) numbers[i / width] * width + i % width];
}
