/* LogUp's columns (docs/protocol.md, section 6), between the kernels that are written for a program. */

/* A column holds numerators and becomes quotients: times the inverses of its denominators, of which there are `active` a
   column. The sum receives what each row adds: the quotients, with add what is there. Later rows become 0. With closing
   one more fraction is added that has no column: after the columns' inverses lie its own, and then its numerators. */
KERNEL(256) addFractions(IN(inverses), OUT(columns), OUT(sum), u64 stride, u64 inverse_stride, u32 count, u32 active,
        u32 length, u32 add, u32 closing) {
    AT(inverses) AT(columns) AT(sum)
    u32 row = BLOCK * 256 + THREAD;
    if (row >= length) return;
    qm31 zero = qm31_of(0, 0, 0, 0), total = zero;
    if (add && row < active) total = qm31_load(sum, stride, row);
    for (u32 j = 0; j < count; j++) {
        GLOBAL u32 *column = columns + 4 * stride * j;
        qm31 quotient = zero;
        if (row < active) {
            quotient = qm31_mul(qm31_load(column, stride, row), qm31_load(inverses + (u64) active * j, inverse_stride, row));
            total = qm31_add(total, quotient);
        }
        qm31_store(column, stride, row, quotient);
    }
    if (closing && row < active) {
        GLOBAL const u32 *last = inverses + (u64) active * count;
        total = qm31_add(total, qm31_mul(qm31_load(last + active, inverse_stride, row), qm31_load(last, inverse_stride, row)));
    }
    qm31_store(sum, stride, row, total);
}

/* The first 0 that some blocks of inverses found, among `length` elements: how far before their end, or 0 for none. */
KERNEL(256) firstZero(IN(zeros), OUT(out), u32 blocks, u32 length) {
    SHARED u32 first[256];
    AT(zeros) AT(out)
    u32 own = NONE;
    for (u32 i = THREAD; i < blocks; i += 256) {
        if (zeros[i] < own) own = zeros[i];
    }
    first[THREAD] = own;
    BARRIER();
    for (u32 reach = 128; reach > 0; reach >>= 1) {
        if (THREAD < reach && first[THREAD + reach] < first[THREAD]) first[THREAD] = first[THREAD + reach];
        BARRIER();
    }
    if (THREAD == 0) out[0] = first[0] == NONE ? 0 : length - first[0];
}
