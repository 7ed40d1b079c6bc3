package lucerna.bench.gpu;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;

/** Measures works. */
final class Measurement {
  /* A launch takes microseconds, so short works are timed in rows of about this length. */
  private static final long ROW_NANOS = 20_000_000;
  private static final int MAX_ROW = 1 << 12;
  private static final int REPETITIONS = 5;
  private static final long WARM_NANOS = 1_500_000_000;
  private static final long PATIENCE_NANOS = 20_000_000_000L;

  private final Floor floor;
  private final Traffic traffic;

  Measurement(Floor floor, Traffic traffic) {
    this.floor = floor;
    this.traffic = traffic;
  }

  /** Measures a work on the device, then on the processor, and compares the results. */
  ObjectNode of(GpuWork work) {
    GpuWork.Description what = work.description();
    traffic.forgetPeak();
    Traffic.Counts before = traffic.counts();
    work.prepare();
    Traffic.Counts loaded = traffic.counts().since(before);
    long start = System.nanoTime();
    once(work); // Loads the kernels, and touches the memory.
    long first = System.nanoTime() - start;
    start = System.nanoTime();
    once(work);
    int row = Math.clamp(ROW_NANOS / Math.max(1, System.nanoTime() - start), 1, MAX_ROW);
    double[] millis = new double[first > PATIENCE_NANOS ? 1 : REPETITIONS];
    Traffic.Counts begin = traffic.counts();
    for (int i = 0; i < millis.length; i++) {
      start = System.nanoTime();
      for (int k = 0; k < row; k++) {
        work.onDevice();
      }
      work.await();
      millis[i] = (System.nanoTime() - start) / 1e6 / row;
    }
    Traffic.Counts during = traffic.counts().since(begin);
    double total = Arrays.stream(millis).sum() * row;
    Arrays.sort(millis);
    double device = millis[millis.length / 2];
    Processor processor = onProcessor(work);
    ObjectNode result = Json.object().put("name", what.name());
    result.put("deviceMillis", device).put("minMillis", millis[0]);
    result.put("maxMillis", millis[millis.length - 1]);
    result.put("repetitions", row * millis.length).put("firstMillis", first / 1e6);
    result.put("unit", what.unit()).put("perSecond", what.amount() / device * 1e3);
    if (what.movedBytes() > 0) {
      result.put("deviceBytesPerSecond", what.movedBytes() / device * 1e3);
    }
    if (floor.isKnown()) {
      double least = floor.millis(what.load());
      result.put("floorMillis", least).put("timesFloor", device / least);
    }
    result.put("processorMillis", processor.millis());
    result.put("speedRatio", processor.millis() / device);
    if (processor.part() < 1) {
      result.put("processorPart", processor.part());
    }
    double runs = row * (double) millis.length;
    var moved = result.putObject("transfers");
    moved.put("bytesUp", during.bytesUp() / runs).put("bytesDown", during.bytesDown() / runs);
    moved.put("launches", during.launches() / runs);
    moved.put("share", Math.min(1, during.copyNanos() / 1e6 / total));
    moved.put("inputBytes", loaded.bytesUp()).put("inputMillis", loaded.copyNanos() / 1e6);
    result.put("peakDeviceBytes", during.peakWords() * Integer.BYTES);
    if (!what.scaled().isEmpty()) {
      result.put("scaled", what.scaled());
    }
    return result.put("agrees", work.agrees());
  }

  /**
   * A time of the processor.
   *
   * @param millis for the whole work
   * @param part how much of it was done
   */
  private record Processor(double millis, double part) {}

  /** Measures the processor, after its code is compiled where that does not take long. */
  private static Processor onProcessor(GpuWork work) {
    long begin = System.nanoTime();
    double least = Double.MAX_VALUE;
    double part;
    do {
      long start = System.nanoTime();
      part = work.onProcessor();
      least = Math.min(least, (System.nanoTime() - start) / 1e6);
    } while (System.nanoTime() - begin < WARM_NANOS);
    return new Processor(least / part, part);
  }

  private static void once(GpuWork work) {
    work.onDevice();
    work.await();
  }
}
