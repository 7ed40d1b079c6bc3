package lucerna.gpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import lucerna.gpu.contract.DeviceContract;
import org.junit.jupiter.api.Test;

/** A device that computes something else does not pass. */
final class DeviceContractTest {
  private static final DeviceContract.Sizes SIZES =
      new DeviceContract.Sizes(3, 2, List.of(1, 2, 3));

  /** Leaves out one kernel; whatever lies in memory is its result. */
  private static final class WithoutKernel implements Device {
    private final Device device = new InterpretedDevice();
    private final String left;

    WithoutKernel(String left) {
      this.left = left;
    }

    @Override
    public String name() {
      return device.name();
    }

    @Override
    public DeviceBuffer allocate(long words) {
      return device.allocate(words);
    }

    @Override
    public void launch(Kernel kernel, long blocks, Arguments arguments) {
      if (!kernel.name().startsWith(left)) {
        device.launch(kernel, blocks, arguments);
      }
    }

    @Override
    public void close() {
      device.close();
    }
  }

  private static Set<String> failed(String left) {
    try (var device = new WithoutKernel(left);
        var ops = new ColumnOps(device)) {
      return DeviceContract.of(ops, SIZES).stream()
          .filter(DeviceContractTest::fails)
          .map(DeviceContract.Case::operation)
          .collect(Collectors.toSet());
    }
  }

  private static boolean fails(DeviceContract.Case one) {
    try {
      one.check().run();
      return false;
    } catch (AssertionError | RuntimeException e) {
      return true;
    }
  }

  @Test
  void everyBuiltInKernelIsNeeded() {
    assertEquals(Set.of(), failed("none"));
    for (String kernel :
        List.of(
            "evaluatePass",
            "interpolatePass",
            "hashLeaves",
            "hashLevels",
            "searchNonce",
            "addColumns",
            "mulColumns",
            "mulAddColumns",
            "mulSecure",
            "mulSecureByColumn",
            "inverseColumn",
            "inverseSecure",
            "prefixTile",
            "rowsToStorage",
            "gatherRows",
            "gatherNodes",
            "combineColumns",
            "quotients",
            "addLifted",
            "foldLayer",
            "random_")) {
      assertTrue(!failed(kernel).isEmpty(), kernel + " is not missed");
    }
  }
}
