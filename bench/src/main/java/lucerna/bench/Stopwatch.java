package lucerna.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.management.ManagementFactory;

/**
 * Wall time, and the time that all threads of this process had a processor: on a busy machine the
 * second says more. The compilers' and the collector's threads count.
 */
final class Stopwatch {
  private final long cpu = cpuNanos();
  private final long start = System.nanoTime();

  /** Returns the milliseconds since the start, each divided by a count. */
  ObjectNode stop(int count) {
    double wall = (System.nanoTime() - start) / 1e6;
    double processor = (cpuNanos() - cpu) / 1e6;
    return ColumnWorks.object().put("millis", wall / count).put("cpuMillis", processor / count);
  }

  private static long cpuNanos() {
    return ManagementFactory.getOperatingSystemMXBean()
            instanceof com.sun.management.OperatingSystemMXBean system
        ? system.getProcessCpuTime()
        : 0;
  }
}
