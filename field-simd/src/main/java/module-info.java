import org.jspecify.annotations.NullMarked;

/** Kernels on the Vector API; lying on the module path is enough to activate them. */
@NullMarked
module lucerna.field.simd {
  requires jdk.incubator.vector;
  requires lucerna.air;
  requires lucerna.field;
  requires lucerna.fri;
  requires static org.jspecify;

  provides lucerna.air.spi.BlockKernels with
      lucerna.field.simd.VectorBlockKernels;
  provides lucerna.field.spi.FieldKernels with
      lucerna.field.simd.VectorKernels;
  provides lucerna.fri.spi.HashKernels with
      lucerna.field.simd.VectorHashKernels;
}
