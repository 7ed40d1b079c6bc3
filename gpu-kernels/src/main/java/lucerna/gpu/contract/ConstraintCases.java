package lucerna.gpu.contract;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import lucerna.air.AirProgram;
import lucerna.air.PointEvaluator;
import lucerna.air.Scalars;
import lucerna.air.Tree;
import lucerna.field.QM31;
import lucerna.field.SecureColumn;
import lucerna.gpu.ColumnOps;
import lucerna.gpu.ConstraintKernels;
import lucerna.gpu.DeviceColumns;
import lucerna.gpu.DeviceSlice;

/** Constraint kernels give what the verifier's evaluator gives. */
final class ConstraintCases extends Cases {
  ConstraintCases(ColumnOps ops) {
    super(ops);
  }

  @Override
  void add(DeviceContract.Sizes sizes, List<DeviceContract.Case> cases) {
    for (long seed : new long[] {1, 2}) {
      cases.add(
          new DeviceContract.Case(
              "constraints", "program " + seed, () -> constraintsAreThePointEvaluators(seed)));
    }
  }

  /** Programs of all kinds of operands, in one kernel and in several. */
  private void constraintsAreThePointEvaluators(long seed) {
    int length = 150;
    AirProgram program = AirProgram.of(air -> RandomAir.define(air, seed));
    Map<Tree, DeviceColumns> on = new EnumMap<>(Tree.class);
    Map<Tree, int[][]> held = new EnumMap<>(Tree.class);
    for (Tree tree : Tree.values()) {
      int width = program.columnsOf(tree).size() * (tree.isSecure() ? 4 : 1);
      if (width > 0) {
        int[][] columns = random.columns(width, length);
        held.put(tree, columns);
        on.put(tree, columns(columns));
      }
    }
    int[] next = IntStream.range(0, length).map(i -> (i * 31 + 7) % length).toArray();
    var scalars =
        new Scalars(
            program.challenges().stream().map(name -> random.secure()).toList(),
            program.publicScalars().stream().map(name -> random.secure()).toList());
    QM31 alpha = random.secure();
    SecureColumn expected = SecureColumn.zeros(length);
    var evaluator = new PointEvaluator(program);
    for (int i = 0; i < length; i++) {
      int row = i;
      PointEvaluator.Mask mask =
          (id, offset) ->
              RandomAir.at(
                  held.getOrDefault(program.columns().get(id).tree(), new int[0][]),
                  program.columns().get(id),
                  offset == 0 ? row : next[row]);
      expected.set(i, evaluator.combine(mask, scalars, alpha));
    }
    for (int maxOperations : new int[] {1000, 250}) {
      var kernels = new ConstraintKernels("random", program, maxOperations);
      same(maxOperations == 1000, kernels.kernels().size() == 1);
      try (var positions = ops.device().allocate(length);
          var sum = empty(4, length)) {
        positions.write(0, next);
        kernels.combine(
            ops.device(),
            on,
            DeviceSlice.of(positions),
            scalars,
            program.combinationCoefficients(alpha),
            sum);
        same(expected, sum);
      }
    }
    on.values().forEach(DeviceColumns::close);
  }
}
