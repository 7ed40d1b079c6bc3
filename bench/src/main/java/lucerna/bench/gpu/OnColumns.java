package lucerna.bench.gpu;

import java.util.ArrayDeque;
import java.util.Deque;
import lucerna.gpu.ColumnOps;
import lucerna.gpu.DeviceColumns;
import lucerna.gpu.DeviceSlice;

/** A work on columns that lie on the device, and are freed together. */
abstract class OnColumns implements GpuWork {
  final ColumnOps ops;
  private final Deque<DeviceColumns> held = new ArrayDeque<>();

  OnColumns(ColumnOps ops) {
    this.ops = ops;
  }

  /** Puts columns on the device until this work ends. */
  final DeviceColumns hold(int[]... columns) {
    DeviceColumns made = DeviceColumns.of(ops.device(), columns);
    held.push(made);
    return made;
  }

  /** Makes room on the device until this work ends. */
  final DeviceColumns room(int count, int length) {
    DeviceColumns made = DeviceColumns.allocate(ops.device(), count, length);
    held.push(made);
    return made;
  }

  /** Waits for all work before, by reading a word of it. */
  static void await(DeviceColumns result) {
    DeviceSlice slice = result.slice();
    slice.buffer().read(slice.at(), new int[1]);
  }

  @Override
  public final void close() {
    held.forEach(DeviceColumns::close);
    held.clear();
  }
}
