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
import lucerna.stark.prover.Backend;
import lucerna.stark.prover.DegenerateChallengeException;
import lucerna.stark.prover.InteractionInput;
import lucerna.stark.prover.ProofColumns;
import lucerna.stark.prover.ProofSetup;
import lucerna.testkit.SmallProof;
import org.junit.jupiter.api.Test;

/** The steps of a proof that make columns on a device. */
final class InteractionStepTest {
  private static final long PLENTY = 1L << 40;

  /* What a tree takes: the key of its salts, and the number of the root, which is read. */
  private static final long TREE = AesPlanes.WORDS + 1;

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

  /** Measures a step of every proof that a backend makes. */
  private static Backend measuring(DeviceBackend backend, String step, Check check) {
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
                if (method.getName().equals(step)) {
                  check.step(
                      assertInstanceOf(ProofSetup.class, setup[0]),
                      arguments[1],
                      (backend.meter().bytesUp() - up) / Integer.BYTES,
                      (backend.meter().bytesDown() - down) / Integer.BYTES);
                }
                return result;
              });
        });
  }

  private interface Check {
    void step(ProofSetup setup, Object input, long up, long down);
  }

  private static void measure(String step, Check check) {
    int[] steps = {0};
    var backend = new DeviceBackend("faulty", new FaultyDevice(Integer.MAX_VALUE, PLENTY));
    Check counted =
        (setup, input, up, down) -> {
          steps[0]++;
          check.step(setup, input, up, down);
        };
    try (Backend measured = measuring(backend, step, counted)) {
      SmallProof.make(measured);
    }
    assertEquals(1, steps[0]);
  }

  /** Neither rows nor the columns themselves cross; a root and flags come back. */
  @Test
  void onlyPublicColumnsAndKeysAreSentForTheInteraction() {
    measure(
        "commitInteraction",
        (setup, given, up, down) -> {
          var input = assertInstanceOf(InteractionInput.class, given);
          AirProgram program = setup.program();
          long fractions = program.fractionColumns().size();
          assertTrue(fractions > 0);
          // Free rows of the fractions and of the running sum, and the composition's mask.
          long streams = QM31.DEGREE * (fractions + 2);
          long open = (long) QM31.DEGREE * program.columnsOf(Tree.PUBLIC).size();
          long scalars = new ScalarWords(program, 0).of(input.scalars()).length;
          assertEquals(
              streams * (AesPlanes.WORDS + 1) + (open << setup.layout().logRows()) + scalars + TREE,
              up);
          assertEquals(1 + streams + DeviceTrees.DIGEST_WORDS, down);
        });
  }

  @Test
  void onlyKeysAreSentForTheMask() {
    measure(
        "commitComposition",
        (setup, mask, up, down) -> {
          // And the numbers of the rows in the order of leaves.
          long rows = 1L << setup.layout().logFriDomain();
          assertEquals(QM31.DEGREE * (AesPlanes.WORDS + 1) + rows + TREE, up);
          assertEquals(QM31.DEGREE + DeviceTrees.DIGEST_WORDS, down);
        });
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
