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
 * <p>Twiddles, the kernels of the programs proved so far and the trees committed before are kept;
 * all else goes back when a proof ends. Used by one thread at a time, as its device is.
 */
public final class DeviceBackend implements Backend {
  private final String kind;
  private final Device device;
  private final long limitBytes;
  private final ProofMemory.Mode fastest;
  private final DeviceTwiddles twiddles;
  private final FixedTrees fixed;
  private final Map<ByteBuffer, ProgramKernels> kernels = new HashMap<>();

  /**
   * Makes a backend of a device.
   *
   * @param kind its provider's kind
   * @param device the device, which is closed with the backend
   */
  public DeviceBackend(String kind, Device device) {
    this(kind, device, Long.MAX_VALUE);
  }

  /**
   * Makes a backend that takes a part of a device's memory.
   *
   * @param kind its provider's kind
   * @param device the device, which is closed with the backend
   * @param limitBytes the most bytes that it may hold at once
   */
  public DeviceBackend(String kind, Device device, long limitBytes) {
    this(kind, device, limitBytes, ProofMemory.Mode.WHOLE);
  }

  /** Makes a backend that tries no mode that is faster than another. */
  DeviceBackend(String kind, Device device, long limitBytes, ProofMemory.Mode fastest) {
    this.kind = kind;
    this.device = device;
    this.limitBytes = limitBytes;
    this.fastest = fastest;
    twiddles = new DeviceTwiddles(device);
    fixed = new FixedTrees(device, new ColumnOps(device, twiddles));
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

  @Override
  public ProofColumns begin(ProofSetup setup) {
    TreeHash hash = setup.config().treeHash();
    if (hash != TreeHash.BLAKE2S) {
      throw new DeviceException.NotSupported(
          "trees hashed by " + hash.label() + " have no kernel yet");
    }
    ProofMemory.Mode mode = mode(setup);
    // The largest first, since a larger table takes the place of a smaller one.
    twiddles.forward(setup.layout().logFriDomain());
    twiddles.inverse(setup.layout().logFriDomain());
    var scope = new DeviceScope(device);
    try {
      return new DeviceProof(
          scope, new ColumnOps(scope, twiddles), setup, kernels(setup), fixed, mode);
    } catch (RuntimeException | Error e) {
      scope.close();
      throw e;
    }
  }

  /** Returns the fastest mode that there is memory for, and makes room for it. */
  private ProofMemory.Mode mode(ProofSetup setup) {
    // First, since it gives back what was read through other objects.
    long own = fixed.bytesOf(setup);
    long others = fixed.bytes() - own;
    long free = Math.min(device.availableBytes(), limitBytes - device.meter().heldBytes());
    long available = free + twiddles.bytes() + own;
    long needed = 0;
    for (ProofMemory.Mode mode : ProofMemory.Mode.values()) {
      needed = peakBytes(setup, mode);
      if (mode.compareTo(fastest) >= 0 && needed <= available + others) {
        if (!mode.resident()) {
          fixed.evictPacked(setup);
        }
        fixed.evict(setup, needed - available);
        return mode;
      }
    }
    throw new DeviceException.TooLittleMemory(device.name(), needed, available + others);
  }

  /** Returns how much memory a proof takes at most, with twiddles, as the pool rounds it. */
  long peakBytes(ProofSetup setup, ProofMemory.Mode mode) {
    return ProofMemory.peakBytes(setup, mode, fixed);
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
      fixed.close();
      twiddles.close();
    } finally {
      device.close();
    }
  }
}
