package lucerna.gpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import lucerna.gpu.contract.DeviceContract;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A device that computes something else does not pass. */
final class DeviceContractTest {
  private static final DeviceContract.Sizes SIZES =
      new DeviceContract.Sizes(3, 2, List.of(1, 2, 3));

  /** Leaves out one kernel; whatever lies in memory is its result. */
  private static Device without(Device device, String left) {
    InvocationHandler handler =
        (proxy, method, arguments) -> {
          if (method.getName().equals("launch")
              && arguments[0] instanceof Kernel kernel
              && kernel.name().startsWith(left)) {
            return null;
          }
          try {
            return method.invoke(device, arguments);
          } catch (InvocationTargetException e) {
            throw e.getCause();
          }
        };
    return (Device)
        Proxy.newProxyInstance(
            Device.class.getClassLoader(), new Class<?>[] {Device.class}, handler);
  }

  /** Returns how many cases of an operation fail, and requires that there are some. */
  private static long failures(String left, String operation) {
    try (var device = without(new InterpretedDevice(), left);
        var ops = new ColumnOps(device)) {
      List<DeviceContract.Case> cases =
          DeviceContract.of(ops, SIZES).stream()
              .filter(one -> one.operation().equals(operation))
              .toList();
      assertFalse(cases.isEmpty(), operation);
      return cases.stream().filter(DeviceContractTest::fails).count();
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

  @ParameterizedTest
  @CsvSource({
    "evaluatePass, evaluate on larger domains",
    "interpolatePass, 'interpolate, evaluate'",
    "hashLeaves, Merkle trees",
    "hashLevels, Merkle trees",
    "secretWords, secret words",
    "secretElements, secret elements",
    "searchNonce, search of nonces",
    "addColumns, sums and products in M31",
    "mulColumns, sums and products in M31",
    "mulAddColumns, sums and products in M31",
    "mulSecure, products in QM31",
    "mulSecureByColumn, products in QM31",
    "inverseColumn, inverses",
    "inverseSecure, inverses",
    "prefixTile, prefix sums",
    "rowsToStorage, rows to storage order",
    "gatherRows, gathers of leaves and nodes",
    "gatherNodes, gathers of leaves and nodes",
    "combineColumns, weighted sums of columns",
    "quotients, quotients",
    "addLifted, lifting",
    "foldLayer, folds on circle and line",
    "scaleBlocks, scaling of blocks",
    "dotTiles, values at a point",
    "storageToRows, storage order to rows",
    "firstZero, inverses",
    "addFractions, interaction columns",
    "inverseSecure, interaction columns",
    "prefixTile, interaction columns",
    "random_, constraints",
    "random_, interaction columns",
  })
  void everyBuiltInKernelIsNeeded(String kernel, String operation) {
    assertTrue(failures(kernel, operation) > 0, kernel + " is not missed");
    assertEquals(0, failures("none", operation));
  }
}
