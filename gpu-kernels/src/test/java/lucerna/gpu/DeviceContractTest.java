package lucerna.gpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
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

  private static Set<String> failed(String left) {
    try (var device = without(new InterpretedDevice(), left);
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
