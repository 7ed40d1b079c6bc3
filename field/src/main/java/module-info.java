import org.jspecify.annotations.NullMarked;

/**
 * Mersenne-31 and its extensions, the circle group, the circle FFT, and the seam for faster
 * kernels.
 */
@NullMarked
module lucerna.field {
  requires static transitive org.jspecify;

  exports lucerna.field;
  exports lucerna.field.circle;
  exports lucerna.field.spi;

  uses lucerna.field.spi.FieldKernels;
}
