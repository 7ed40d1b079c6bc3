package lucerna.gpu;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import lucerna.air.AirProgram;
import lucerna.fri.hash.TreeHash;
import lucerna.stark.prover.Backend;
import lucerna.stark.prover.ProofColumns;
import lucerna.stark.prover.ProofSetup;

/**
 * Proofs whose columns live on a device, from the trace to the queries. What crosses over is listed
 * in docs/gpu.md.
 *
 * <p>Twiddles and the kernels of the programs proved so far are kept; all else goes back when a
 * proof ends. Used by one thread at a time, as its device is.
 */
public final class DeviceBackend implements Backend {
  private final String kind;
  private final Device device;
  private final DeviceTwiddles twiddles;
  private final Map<ByteBuffer, ProgramKernels> kernels = new HashMap<>();

  /**
   * Makes a backend of a device.
   *
   * @param kind its provider's kind
   * @param device the device, which is closed with the backend
   */
  public DeviceBackend(String kind, Device device) {
    this.kind = kind;
    this.device = device;
    twiddles = new DeviceTwiddles(device);
  }

  @Override
  public String kind() {
    return kind;
  }

  @Override
  public String name() {
    return device.name();
  }

  /**
   * Returns what counts this backend's copies, launches and memory.
   *
   * @return the device's meter
   */
  public Meter meter() {
    return device.meter();
  }

  /**
   * Returns how much memory a proof takes at most.
   *
   * @param setup the proof
   * @return bytes, with twiddles, as the pool rounds them
   */
  public static long peakBytes(ProofSetup setup) {
    return ProofMemory.peakBytes(setup);
  }

  @Override
  public ProofColumns begin(ProofSetup setup) {
    TreeHash hash = setup.config().treeHash();
    if (hash != TreeHash.BLAKE2S) {
      throw new DeviceException.NotSupported(
          "trees hashed by " + hash.label() + " have no kernel yet");
    }
    long needed = ProofMemory.peakBytes(setup);
    long available = device.availableBytes() + twiddles.bytes();
    if (needed > available) {
      throw new DeviceException.TooLittleMemory(device.name(), needed, available);
    }
    // The largest first, since a larger table takes the place of a smaller one.
    twiddles.forward(setup.layout().logFriDomain());
    twiddles.inverse(setup.layout().logFriDomain());
    var scope = new DeviceScope(device);
    try {
      return new DeviceProof(scope, new ColumnOps(scope, twiddles), setup, kernels(setup));
    } catch (RuntimeException | Error e) {
      scope.close();
      throw e;
    }
  }

  /** Programs are told apart by what they are, since combinations make a new one each time. */
  private ProgramKernels kernels(ProofSetup setup) {
    AirProgram program = setup.program();
    return kernels.computeIfAbsent(
        ByteBuffer.wrap(program.canonicalBytes()), bytes -> ProgramKernels.of(program));
  }

  @Override
  public void close() {
    try {
      twiddles.close();
    } finally {
      device.close();
    }
  }
}
