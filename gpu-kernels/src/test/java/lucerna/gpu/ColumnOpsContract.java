package lucerna.gpu;

import java.util.stream.Stream;
import lucerna.gpu.contract.DeviceContract;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/** The cases of {@link DeviceContract} as tests. A device opts in by a subclass. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ColumnOpsContract {
  private ColumnOps ops = new ColumnOps(new InterpretedDevice());

  /** Opens the device, or ends the class by an assumption. */
  abstract Device open();

  /** How large the cases are. */
  abstract DeviceContract.Sizes sizes();

  @BeforeAll
  final void openDevice() {
    ops = new ColumnOps(open());
  }

  @AfterAll
  final void closeDevice() {
    ops.close();
    ops.device().close();
  }

  @TestFactory
  final Stream<DynamicTest> everyOperationIsTheProcessors() {
    return DeviceContract.of(ops, sizes()).stream()
        .map(one -> DynamicTest.dynamicTest(one.operation() + " " + one.size(), one.check()::run));
  }
}
