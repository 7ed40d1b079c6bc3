/* The circle FFT of a batch of columns of 2^log_size values that lie one after the other. A pass takes tiles of 2^12
   values through registers and shared memory: bit b of a place in a tile is bit b of the address below `low` and bit
   first + b - low from there on, and layer l joins values whose addresses differ in bit l. The layers of a pass are
   first, ..., first + layers - 1. Each of 256 threads holds 16 values, so a step does up to four layers in registers:
   those of the place's bits window, ..., window + 3. */
#define TILE 4096
#define THREADS 256
#define HELD 16
#define PLACE(window, k) ((THREAD >> (window) << ((window) + 4)) | ((u32) (k) << (window)) | (THREAD & (((u32) 1 << (window)) - 1)))
/* One word of padding in 16 keeps the threads of a warp on different banks. */
#define PADDED(place) ((place) + ((place) >> 4))

DEVICE u64 fft_base(u64 tile, u32 first, u32 low) {
    u32 between = first - low;
    return (tile >> between << (first + 12 - low)) | ((tile & (((u64) 1 << between) - 1)) << low);
}
DEVICE u64 fft_address(u64 base, u32 place, u32 first, u32 low) {
    return base | ((u64) (place >> low) << first) | (place & (((u32) 1 << low) - 1));
}
#define UNROLL _Pragma("unroll")

/* Every thread writes the places that it last read, so one barrier is enough. */
#define EXCHANGE(from, to) \
    UNROLL for (u32 k = 0; k < HELD; k++) shared[PADDED(PLACE(from, k))] = v[k]; \
    BARRIER(); \
    UNROLL for (u32 k = 0; k < HELD; k++) v[k] = shared[PADDED(PLACE(to, k))];

/* The layer of the place's bit window + j, if it belongs to the pass. Twiddles of a thread's values are neighbours: one
   for each block of 2^(layer + 1) values, blocks counted within a column. Only bit 0 of window 0 can be layer 0. */
#define LAYER(window, j, log_column, part, butterfly) \
    if ((window) + (j) >= low && (window) + (j) < low + layers) { \
        u32 layer = first + (window) + (j) - low, blocks = (u32) 1 << (log_column - 1 - layer); \
        u32 block = (u32) (fft_address(base, PLACE(window, 0), first, low) >> (layer + 1)); \
        UNROLL for (u32 k = 0; k < HELD; k++) { \
            if (k >> (j) & 1) continue; \
            u32 own = ((block + (k >> ((j) + 1))) & (blocks - 1)) + part * blocks; \
            u32 t = (window) + (j) == 0 ? circle_y(twiddles, log_size, own) \
                                        : twiddles[((u32) 1 << (log_size - 1 - layer)) + own]; \
            butterfly(v[k], v[k | 1 << (j)], t) \
        } \
    }
#define FORWARD(x, y, t) { u32 a = x, b = m31_mul(y, t); x = m31_add(a, b); y = m31_sub(a, b); }
#define BACKWARD(x, y, t) { u32 a = x, b = y; x = m31_add(a, b); y = m31_mul(m31_sub(a, b), t); }
#define FORWARD_LAYER(window, j) LAYER(window, j, log_column, part, FORWARD)
#define BACKWARD_LAYER(window, j) LAYER(window, j, log_size, 0, BACKWARD)
#define DOWN(window) FORWARD_LAYER(window, 3) FORWARD_LAYER(window, 2) FORWARD_LAYER(window, 1) FORWARD_LAYER(window, 0)
#define UP(window) BACKWARD_LAYER(window, 0) BACKWARD_LAYER(window, 1) BACKWARD_LAYER(window, 2) BACKWARD_LAYER(window, 3)

/* Coefficients to evaluations. The input's columns have 2^in_log values and are repeated: what the layers of an upper
   half of zeros would do. Made are the 2^log_column values of one part of the domain of 2^log_size points, as long as
   no layer of the pass leaves it. The same buffer may be input and output if in_log is log_column. */
KERNEL(256) evaluatePass(IN(in), OUT(out), IN(twiddles), u32 in_log, u32 log_column, u32 part, u32 log_size, u32 first,
        u32 low, u32 layers, u64 words) {
    SHARED u32 shared[TILE + TILE / 16];
    AT(in) AT(out) AT(twiddles)
    u64 base = fft_base(BLOCK, first, low);
    u32 v[HELD];
    UNROLL for (u32 k = 0; k < HELD; k++) {
        u64 address = fft_address(base, PLACE(8, k), first, low);
        u64 source = (address >> log_column << in_log) | (address & (((u64) 1 << in_log) - 1));
        v[k] = address < words ? in[source] : 0;
    }
    DOWN(8)
    EXCHANGE(8, 4)
    DOWN(4)
    if (low < 4) {
        EXCHANGE(4, 0)
        DOWN(0)
        EXCHANGE(0, 8)
    } else {
        EXCHANGE(4, 8)
    }
    UNROLL for (u32 k = 0; k < HELD; k++) {
        u64 address = fft_address(base, PLACE(8, k), first, low);
        if (address < words) out[address] = v[k];
    }
}

/* Evaluations to coefficients; each value is divided by 2^scale, a rotation of its 31 bits. */
KERNEL(256) interpolatePass(IN(in), OUT(out), IN(twiddles), u32 log_size, u32 first, u32 low, u32 layers, u32 scale,
        u64 words) {
    SHARED u32 shared[TILE + TILE / 16];
    AT(in) AT(out) AT(twiddles)
    u64 base = fft_base(BLOCK, first, low);
    u32 v[HELD];
    UNROLL for (u32 k = 0; k < HELD; k++) {
        u64 address = fft_address(base, PLACE(8, k), first, low);
        v[k] = address < words ? in[address] : 0;
    }
    if (low < 4) {
        EXCHANGE(8, 0)
        UP(0)
        EXCHANGE(0, 4)
    } else {
        EXCHANGE(8, 4)
    }
    UP(4)
    EXCHANGE(4, 8)
    UP(8)
    UNROLL for (u32 k = 0; k < HELD; k++) {
        u64 address = fft_address(base, PLACE(8, k), first, low);
        if (address < words) out[address] = ((v[k] >> scale) | (v[k] << (31 - scale))) & P31;
    }
}
