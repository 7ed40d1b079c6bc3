import org.jspecify.annotations.NullMarked;

/**
 * Columns on a GPU: kernels, the devices that run them, and the operations made of them.
 *
 * <p>JCuda and Aparapi lie on the class path where a device is used, and are missed nowhere else.
 */
@NullMarked
module lucerna.gpu {
  requires java.management;
  requires transitive lucerna.air;
  requires transitive lucerna.field;
  requires transitive lucerna.fri;
  requires transitive lucerna.stark;
  requires static transitive org.jspecify;

  exports lucerna.gpu;
  exports lucerna.gpu.contract;

  provides lucerna.field.spi.DeviceProbe with
      lucerna.gpu.CudaProbe,
      lucerna.gpu.OpenClProbe;
  provides lucerna.stark.prover.BackendProvider with
      lucerna.gpu.CudaProvider,
      lucerna.gpu.OpenClProvider;
}
