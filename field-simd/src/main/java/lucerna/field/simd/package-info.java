/** Field arithmetic, the FFT and BLAKE2s on the Vector API. */
package lucerna.field.simd;
