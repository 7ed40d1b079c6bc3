package lucerna.gpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import lucerna.air.AirBuilder;
import lucerna.air.AirProgram;
import lucerna.air.Expr;
import lucerna.air.Scalars;
import lucerna.air.Tree;
import lucerna.field.QM31;
import org.junit.jupiter.api.Test;

/** The text of interaction kernels; what they compute is part of {@link ColumnOpsContract}. */
final class InteractionKernelsTest {
  private static void table(AirBuilder air, int step) {
    Expr value = air.column("value");
    Expr uses = air.column("uses");
    Expr active = air.column(Tree.PREPROCESSED, "active");
    Expr open = air.publicColumn("open");
    air.runningSum(active, uses, value, air.publicScalar("total"));
    var range = air.relation("range", 2, 9);
    air.consume(range, active, value, value.next().plus(step));
    air.produce(range, uses, value, air.constant(4));
    air.consume(range, active, uses, value);
    air.addToSum("open value", open.times(value));
  }

  private static AirProgram table(int step) {
    return AirProgram.of(air -> table(air, step));
  }

  @Test
  void textIsGolden() throws Exception {
    List<Kernel> kernels = new InteractionKernels("table", table(3)).kernels();
    assertEquals(1, kernels.size());
    KernelModule module = kernels.getFirst().module();
    String headers = KernelModule.headers();
    assertTrue(module.openCl().startsWith(headers));
    ConstraintKernelsTest.golden("table.cl.txt", module.openCl().substring(headers.length()));
    ConstraintKernelsTest.golden("table.ptx.txt", module.ptx());
  }

  @Test
  void namesTellProgramsAndKindsApart() {
    AirProgram one = table(1);
    Kernel kernel = new InteractionKernels("air", one).kernels().getFirst();
    assertTrue(kernel.name().matches("air_[0-9a-f]{12}_i0"), kernel.name());
    assertNotEquals(
        kernel.name(), new InteractionKernels("air", table(2)).kernels().getFirst().name());
    assertNotEquals(kernel.name(), new ConstraintKernels("air", one).kernels().getFirst().name());
  }

  /** 60 fractions, one of which looks up a sum of 300 products: many kernels, no spills. */
  @Test
  void largeProgramsAreSplitAndAssembleWithoutSpills() {
    var program =
        AirProgram.of(
            air -> {
              List<Expr> columns = new ArrayList<>();
              for (int i = 0; i < 40; i++) {
                columns.add(air.column("x" + i));
              }
              Expr first = columns.getFirst();
              air.runningSum(first, first, first, air.publicScalar("total"));
              var triples = air.relation("triples", 3, 1);
              for (int i = 0; i < 60; i++) {
                Expr sum = columns.get(i % 40);
                for (int j = 0; i == 7 && j < 300; j++) {
                  sum = sum.plus(columns.get(j % 40).times(j + 5));
                }
                air.consume(triples, first, columns.get((i + 3) % 40).next(), sum, first);
              }
            });
    List<Kernel> kernels = new InteractionKernels("large", program).kernels();
    assertTrue(kernels.size() > 10, kernels.size() + " kernels");
    for (Kernel kernel : kernels) {
      for (String architecture : new String[] {"sm_80", "sm_90"}) {
        Assembler.Result result = Assembler.assemble(kernel.module().ptx(), architecture);
        assertEquals(1, result.kernels(), result.log());
        assertEquals(0, result.spilledBytes(), result.log());
      }
    }
  }

  @Test
  void whatDoesNotFitIsRefused() {
    AirProgram program = table(3);
    assertThrows(IllegalArgumentException.class, () -> new InteractionKernels("a b", program));
    var nothing = AirProgram.of(air -> air.label("x").zero(air.column("x")));
    assertThrows(IllegalArgumentException.class, () -> new InteractionKernels("air", nothing));
    var kernels = new InteractionKernels("table", program);
    assertEquals(List.of(Tree.PREPROCESSED, Tree.WITNESS, Tree.PUBLIC), kernels.trees());
    var scalars = new Scalars(List.of(QM31.ONE, QM31.of(5)), List.of(QM31.ZERO));
    var none = new Scalars(List.of(), List.of());
    try (Device device = new InterpretedDevice();
        var ops = new ColumnOps(device);
        var columns = DeviceColumns.allocate(device, 4, 8);
        var out = DeviceColumns.allocate(device, 12, 8);
        var longer = DeviceColumns.allocate(device, 12, 16);
        var few = DeviceColumns.allocate(device, 11, 8)) {
      Map<Tree, DeviceColumns> all = new EnumMap<>(Tree.class);
      kernels.trees().forEach(tree -> all.put(tree, columns));
      var missing = new EnumMap<>(all);
      missing.remove(Tree.PUBLIC);
      long before = device.meter().launches();
      assertThrows(
          IllegalArgumentException.class, () -> kernels.fill(ops, missing, scalars, 7, out));
      assertThrows(IllegalArgumentException.class, () -> kernels.fill(ops, all, none, 7, out));
      assertThrows(IllegalArgumentException.class, () -> kernels.fill(ops, all, scalars, 8, out));
      assertThrows(IllegalArgumentException.class, () -> kernels.fill(ops, all, scalars, -1, out));
      assertThrows(IllegalArgumentException.class, () -> kernels.fill(ops, all, scalars, 7, few));
      assertThrows(
          IllegalArgumentException.class, () -> kernels.fill(ops, all, scalars, 7, longer));
      assertEquals(before, device.meter().launches());
    }
  }
}
