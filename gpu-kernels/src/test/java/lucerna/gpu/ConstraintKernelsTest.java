package lucerna.gpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import lucerna.air.AirBuilder;
import lucerna.air.AirProgram;
import lucerna.air.Expr;
import lucerna.air.Scalars;
import lucerna.field.QM31;
import org.junit.jupiter.api.Test;

/** The text of constraint kernels; what they compute is part of {@link ColumnOpsContract}. */
final class ConstraintKernelsTest {
  private static final Path GOLDEN = Path.of("src/test/resources/lucerna/gpu");

  private static void fibonacci(AirBuilder air) {
    Expr a = air.column("a");
    Expr b = air.column("b");
    Expr weight = air.publicColumn("weight");
    air.label("a' = b").zero(a.next().minus(b));
    air.label("b' = a + b^2 r").zero(b.next().minus(a).minus(b.times(b).times(air.challenge("r"))));
    air.label("weight").zero(weight.times(weight.next()).plus(a.times(5)));
  }

  static void golden(String file, String text) throws Exception {
    Path path = GOLDEN.resolve(file);
    if ("write".equals(System.getProperty("kernels"))) {
      Files.createDirectories(GOLDEN);
      Files.writeString(path, text);
    }
    assertEquals(Files.readString(path), text);
  }

  @Test
  void textIsGolden() throws Exception {
    var program = AirProgram.of(ConstraintKernelsTest::fibonacci);
    List<Kernel> kernels = new ConstraintKernels("fibonacci", program).kernels();
    assertEquals(1, kernels.size());
    KernelModule module = kernels.getFirst().module();
    String headers = KernelModule.headers();
    assertTrue(module.openCl().startsWith(headers));
    golden("fibonacci.cl.txt", module.openCl().substring(headers.length()));
    golden("fibonacci.ptx.txt", module.ptx());
  }

  @Test
  void namesTellProgramsApart() {
    var one = AirProgram.of(air -> air.label("x").zero(air.column("x")));
    var other = AirProgram.of(air -> air.label("x").zero(air.column("x").times(2)));
    assertNotEquals(
        new ConstraintKernels("air", one).kernels().getFirst().name(),
        new ConstraintKernels("air", other).kernels().getFirst().name());
  }

  /** 400 constraints of five secure products each: many kernels, none of which spills. */
  @Test
  void largeProgramsAreSplitAndAssembleWithoutSpills() {
    var program =
        AirProgram.of(
            air -> {
              Expr[] columns = new Expr[40];
              for (int i = 0; i < columns.length; i++) {
                columns[i] = i % 2 == 0 ? air.column("x" + i) : air.publicColumn("y" + i);
              }
              for (int i = 0; i < 400; i++) {
                Expr sum = air.constant(i);
                for (int j = 0; j < 5; j++) {
                  Expr factor = columns[(i + 7 * j) % 40];
                  sum = sum.plus(factor.times(columns[(3 * i + 11 * j + 1) % 40]));
                }
                air.label("sum " + i).zero(sum);
              }
            });
    List<Kernel> kernels = new ConstraintKernels("large", program).kernels();
    assertTrue(kernels.size() > 10, kernels.size() + " kernels");
    for (Kernel kernel : List.of(kernels.getFirst(), kernels.getLast())) {
      for (String architecture : new String[] {"sm_80", "sm_90"}) {
        Assembler.Result result = Assembler.assemble(kernel.module().ptx(), architecture);
        assertEquals(1, result.kernels(), result.log());
        assertEquals(0, result.spilledBytes(), result.log());
      }
    }
  }

  @Test
  void columnsAndScalarsThatDoNotFitAreRefused() {
    var program = AirProgram.of(ConstraintKernelsTest::fibonacci);
    assertThrows(IllegalArgumentException.class, () -> new ConstraintKernels("a b", program));
    var kernels = new ConstraintKernels("fibonacci", program);
    try (Device device = new InterpretedDevice();
        var sum = DeviceColumns.allocate(device, 4, 8);
        var next = device.allocate(8)) {
      var none = new Scalars(List.of(), List.of());
      assertThrows(
          IllegalArgumentException.class,
          () -> kernels.combine(device, Map.of(), DeviceSlice.of(next), none, new QM31[3], sum));
    }
  }
}
