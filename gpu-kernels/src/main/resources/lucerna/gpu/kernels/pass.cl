/* Sums over packed columns. Of a column of `length` rows, the first `narrow` ones, a multiple of four, are bytes,
   halves or words (kind 0, 1, 2), the others words; zeros fill the last four rows up. The table has three words for each
   column: where the first rows are, their kind, where the others are. Bytes and halves are values plus a bias, which the
   host takes off the sums. */
#define PACKED_TABLE 3
typedef struct { u32 a, b, c, d; } packed_rows;

DEVICE packed_rows packed_load(GLOBAL const u32 *packed, u32 at, u32 kind, u32 row) {
    packed_rows v;
    if (kind == 0) {
        u32 w = packed[at + (row >> 2)];
        v.a = w & 255; v.b = (w >> 8) & 255; v.c = (w >> 16) & 255; v.d = w >> 24;
    } else if (kind == 1) {
        u32 w = packed[at + (row >> 1)], x = packed[at + (row >> 1) + 1];
        v.a = w & 65535; v.b = w >> 16; v.c = x & 65535; v.d = x >> 16;
    } else {
        GLOBAL const u32 *w = packed + at + row;
        v.a = w[0]; v.b = w[1]; v.c = w[2]; v.d = w[3];
    }
    return v;
}

#define EACH(k) _Pragma("unroll") for (u32 k = 0; k < 4; k++)

/* sum[i] = the weighted sum of at most 2^14 packed columns at i, four rows a thread; weights are four words each. What
   bytes and halves add is below 2^61, and what words do is folded. b0 to b3 begin the sums of the narrow rows. With
   add, added to what is there. */
KERNEL(256) combinePacked(IN(packed), IN(table), IN(weights), OUT(sum), u64 sum_stride, u32 count, u32 length, u32 narrow,
        u32 add, u32 b0, u32 b1, u32 b2, u32 b3) {
    AT(packed) AT(table) AT(weights) AT(sum)
    u32 row = 4 * (BLOCK * 256 + THREAD);
    if (row >= length) return;
    u32 inside = row < narrow;
    u64 a[4], b[4], c[4], d[4];
    EACH(k) {
        a[k] = inside ? b0 : 0; b[k] = inside ? b1 : 0; c[k] = inside ? b2 : 0; d[k] = inside ? b3 : 0;
        if (add && row + k < length) {
            qm31 x = qm31_load(sum, sum_stride, row + k);
            a[k] += x.a; b[k] += x.b; c[k] += x.c; d[k] += x.d;
        }
    }
    for (u32 j = 0; j < count; j++) {
        GLOBAL const u32 *own = table + PACKED_TABLE * j, *w = weights + 4 * j;
        u32 kind = inside ? own[1] : 2, from = inside ? row : row - narrow;
        packed_rows x = packed_load(packed, inside ? own[0] : own[2], kind, from);
        u32 v[4], w0 = w[0], w1 = w[1], w2 = w[2], w3 = w[3];
        v[0] = x.a; v[1] = x.b; v[2] = x.c; v[3] = x.d;
        if (kind == 2) {
            EACH(k) { a[k] = m31_fold(a[k]); b[k] = m31_fold(b[k]); c[k] = m31_fold(c[k]); d[k] = m31_fold(d[k]); }
        }
        EACH(k) {
            a[k] += (u64) v[k] * w0; b[k] += (u64) v[k] * w1; c[k] += (u64) v[k] * w2; d[k] += (u64) v[k] * w3;
        }
    }
    EACH(k) {
        if (row + k < length) {
            qm31 x = qm31_of(m31_reduce(a[k]), m31_reduce(b[k]), m31_reduce(c[k]), m31_reduce(d[k]));
            qm31_store(sum, sum_stride, row + k, x);
        }
    }
}

/* out[4 column + ..] for tile t of a column: the sum over its rows of the row's weight times the value. A block takes
   four columns and a tile of tile_rows rows, a multiple of 1024 and at most 2^20; weights are four columns, filled up
   with zeros to a multiple of four. block = (column / 4) * tiles + tile, out = (column * tiles + tile) times four. */
KERNEL(256) dotPacked(IN(packed), IN(table), IN(weights), OUT(out), u64 stride, u32 count, u32 length, u32 narrow,
        u32 tile_rows, u32 tiles) {
    SHARED u32 parts[4 * 256];
    AT(packed) AT(table) AT(weights) AT(out)
    u32 first = BLOCK / tiles * 4, tile = BLOCK % tiles;
    u64 start = (u64) tile * tile_rows, end = start + tile_rows;
    if (end > length) end = length;
    u64 a[4], b[4], c[4], d[4];
    EACH(k) { a[k] = 0; b[k] = 0; c[k] = 0; d[k] = 0; }
    for (u64 r = start + 4 * THREAD; r < end; r += 1024) {
        u32 row = (u32) r, inside = row < narrow, w[16];
        EACH(i) { EACH(k) w[4 * i + k] = weights[i * stride + row + k]; }
        EACH(k) {
            if (first + k < count) {
                GLOBAL const u32 *own = table + PACKED_TABLE * (first + k);
                u32 kind = inside ? own[1] : 2, from = inside ? row : row - narrow;
                packed_rows x = packed_load(packed, inside ? own[0] : own[2], kind, from);
                u32 v[4];
                v[0] = x.a; v[1] = x.b; v[2] = x.c; v[3] = x.d;
                EACH(i) {
                    if (kind == 2) {
                        a[k] = m31_fold(a[k]); b[k] = m31_fold(b[k]); c[k] = m31_fold(c[k]); d[k] = m31_fold(d[k]);
                    }
                    a[k] += (u64) v[i] * w[i]; b[k] += (u64) v[i] * w[4 + i];
                    c[k] += (u64) v[i] * w[8 + i]; d[k] += (u64) v[i] * w[12 + i];
                }
            }
        }
    }
    EACH(k) {
        parts[THREAD] = m31_reduce(a[k]);
        parts[256 + THREAD] = m31_reduce(b[k]);
        parts[512 + THREAD] = m31_reduce(c[k]);
        parts[768 + THREAD] = m31_reduce(d[k]);
        BARRIER();
        for (u32 apart = 128; apart > 0; apart >>= 1) {
            if (THREAD < apart) {
                for (u32 at = THREAD; at < 1024; at += 256) parts[at] = m31_add(parts[at], parts[at + apart]);
            }
            BARRIER();
        }
        if (THREAD < 4 && first + k < count) out[4 * ((u64) (first + k) * tiles + tile) + THREAD] = parts[256 * THREAD];
        BARRIER();
    }
}
