package lucerna.bench.gpu;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import jcuda.driver.CUresult;
import jcuda.driver.JCudaDriver;
import lucerna.gpu.ColumnOps;

/**
 * Makes a small proof and does small works again and again: afterwards as much memory is held as
 * before.
 */
final class LeakCheck {
  private static final int LOG_ROWS = 10;
  private static final int COLUMNS = 8;

  /* What a collector leaves differs by this much. */
  private static final long HEAP_TOLERANCE = 64L << 20;

  private final String kind;
  private final ColumnOps ops;
  private final Traffic traffic;

  LeakCheck(String kind, ColumnOps ops, Traffic traffic) {
    this.kind = kind;
    this.ops = ops;
    this.traffic = traffic;
  }

  /**
   * Does the works. They are the same ones each time, since a device keeps the kernels that it was
   * given, and so is the backend of the proofs, which keeps what they have in common.
   *
   * @param repetitions how often
   * @return what was held after the first time and after the last, and whether that is the same
   */
  ObjectNode run(int repetitions) {
    var limits = new Limits(LOG_ROWS, Long.MAX_VALUE >> 8, Long.MAX_VALUE >> 8);
    List<GpuWork> works =
        List.of(
            CommitWork.commit(ops, limits, COLUMNS, LOG_ROWS, 2),
            new FriWork(ops, limits, LOG_ROWS),
            new ConstraintWork(ops, limits, COLUMNS, LOG_ROWS),
            new NonceWork(ops, limits, LOG_ROWS));
    try (var proofs = new ProofWork(ops.device(), limits, COLUMNS, LOG_ROWS)) {
      proofs.prepare();
      return run(repetitions, works, proofs);
    }
  }

  private ObjectNode run(int repetitions, List<GpuWork> works, GpuWork proofs) {
    once(works, proofs);
    long held = traffic.heldWords();
    long free = freeBytes();
    long heap = heapBytes();
    for (int i = 1; i < repetitions; i++) {
      once(works, proofs);
    }
    long heldAfter = traffic.heldWords();
    long freeAfter = freeBytes();
    long heapAfter = heapBytes();
    boolean passed = held == heldAfter && free == freeAfter && heapAfter - heap < HEAP_TOLERANCE;
    ObjectNode result = Json.object().put("repetitions", repetitions).put("passed", passed);
    result.put("heldBytesBefore", held * Integer.BYTES);
    result.put("heldBytesAfter", heldAfter * Integer.BYTES);
    if (free >= 0) {
      result.put("freeDeviceBytesBefore", free).put("freeDeviceBytesAfter", freeAfter);
    }
    return result.put("heapBytesBefore", heap).put("heapBytesAfter", heapAfter);
  }

  private static void once(List<GpuWork> works, GpuWork proofs) {
    for (GpuWork work : works) {
      try (work) {
        work.prepare();
        work.onDevice();
        work.await();
      }
    }
    proofs.onDevice();
  }

  /** Returns the device's free memory; -1 where its driver does not tell. */
  private long freeBytes() {
    if (!kind.equals("cuda")) {
      return -1;
    }
    long[] free = new long[1];
    // The context is that of the last call on this thread.
    return JCudaDriver.cuMemGetInfo(free, new long[1]) == CUresult.CUDA_SUCCESS ? free[0] : -1;
  }

  private static long heapBytes() {
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }
}
