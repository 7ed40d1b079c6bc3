package lucerna.gpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import lucerna.air.AirProgram;
import lucerna.air.Tree;
import lucerna.field.QM31;
import lucerna.stark.CommitmentLayout;
import lucerna.stark.prover.Backend;
import lucerna.stark.prover.DegenerateChallengeException;
import lucerna.stark.prover.InteractionInput;
import lucerna.stark.prover.ProofColumns;
import lucerna.stark.prover.ProofSetup;
import lucerna.testkit.SmallProof;
import org.junit.jupiter.api.Test;

/** The step of a proof that makes the interaction columns on a device. */
final class InteractionStepTest {
  private static final long PLENTY = 1L << 40;

  /** Calls a method, and gives what it throws as it is. */
  private static <T> T watched(Class<T> type, InvocationHandler handler) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> {
              try {
                return handler.invoke(proxy, method, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            }));
  }

  /** Measures the step in every proof that a backend makes. */
  private static Backend measuring(DeviceBackend backend, Check check) {
    return watched(
        Backend.class,
        (self, begin, setup) -> {
          Object made = begin.invoke(backend, setup);
          if (!begin.getName().equals("begin")) {
            return made;
          }
          return watched(
              ProofColumns.class,
              (columns, method, arguments) -> {
                long up = backend.meter().bytesUp();
                long down = backend.meter().bytesDown();
                Object result = method.invoke(made, arguments);
                if (method.getName().equals("commitInteraction")) {
                  var input = assertInstanceOf(InteractionInput.class, arguments[1]);
                  check.step(
                      assertInstanceOf(ProofSetup.class, setup[0]),
                      input,
                      (backend.meter().bytesUp() - up) / Integer.BYTES,
                      (backend.meter().bytesDown() - down) / Integer.BYTES);
                }
                return result;
              });
        });
  }

  private interface Check {
    void step(ProofSetup setup, InteractionInput input, long up, long down);
  }

  /** Neither rows nor the columns themselves cross; a root and a word about zeros come back. */
  @Test
  void onlyPublicColumnsAndRandomnessAreSent() {
    int[] steps = {0};
    var backend = new DeviceBackend("faulty", new FaultyDevice(Integer.MAX_VALUE, PLENTY));
    Check check =
        (setup, input, up, down) -> {
          steps[0]++;
          CommitmentLayout layout = setup.layout();
          AirProgram program = setup.program();
          long rows = 1L << layout.logRows();
          long fractions = program.fractionColumns().size();
          long free =
              QM31.DEGREE
                  * (fractions * (rows - input.activeRows()) + rows - input.activeRows() - 1);
          long mask = QM31.DEGREE * rows;
          long open = QM31.DEGREE * program.columnsOf(Tree.PUBLIC).size() * rows;
          long scalars = new ScalarWords(program, 0).of(input.scalars()).length;
          // The number of the root's node is sent to read it.
          assertEquals(free + mask + open + scalars + AesPlanes.WORDS + 1, up);
          assertEquals(1 + DeviceTrees.DIGEST_WORDS, down);
          assertTrue(fractions > 0);
        };
    try (Backend measured = measuring(backend, check)) {
      SmallProof.make(measured);
    }
    assertEquals(1, steps[0]);
  }

  /** As where the columns are on the host: the prover starts again with other challenges. */
  @Test
  void aZeroDenominatorEndsTheProofAndLeavesNoMemoryTaken() {
    var device = new InterpretedDevice();
    Device poled =
        watched(
            Device.class,
            (self, method, arguments) -> {
              Object result = method.invoke(device, arguments);
              if (method.getName().equals("launch")
                  && arguments[0] instanceof Kernel kernel
                  && kernel.equals(Kernels.FIRST_ZERO)) {
                var values = assertInstanceOf(Arguments.class, arguments[2]).values();
                var out = assertInstanceOf(DeviceBuffer.class, values.get(2));
                int length = assertInstanceOf(Integer.class, values.get(5));
                out.write(0, new int[] {length - 3});
              }
              return result;
            });
    try (var backend = new DeviceBackend("poled", poled)) {
      var made = assertThrows(AssertionError.class, () -> SmallProof.make(backend));
      var cause = assertInstanceOf(DegenerateChallengeException.class, made.getCause());
      String message = String.valueOf(cause.getMessage());
      assertTrue(message.startsWith("a denominator is zero in row 3: digits."), message);
    }
    assertEquals(0, device.meter().heldBytes());
  }
}
