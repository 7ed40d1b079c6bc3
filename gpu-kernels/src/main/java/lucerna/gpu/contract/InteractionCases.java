package lucerna.gpu.contract;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import lucerna.air.AirProgram;
import lucerna.air.Assignment;
import lucerna.air.ColumnData;
import lucerna.air.ColumnInfo;
import lucerna.air.InteractionTrace;
import lucerna.air.Scalars;
import lucerna.air.Tree;
import lucerna.air.ZeroDenominatorException;
import lucerna.field.QM31;
import lucerna.field.SecureColumn;
import lucerna.gpu.ColumnOps;
import lucerna.gpu.DeviceColumns;
import lucerna.gpu.InteractionKernels;

/** Interaction columns are those that the processor fills. */
final class InteractionCases extends Cases {
  InteractionCases(ColumnOps ops) {
    super(ops);
  }

  @Override
  void add(DeviceContract.Sizes sizes, List<DeviceContract.Case> cases) {
    each(
        cases,
        "interaction columns",
        "",
        sizes.columnLengths(),
        length -> columnsAreTheProcessors(Kind.BOTH, length, length + 1));
    for (Kind kind : Kind.values()) {
      cases.add(
          new DeviceContract.Case(
              "interaction columns", kind.said, () -> columnsAreTheProcessors(kind, 150, 300)));
    }
    cases.add(
        new DeviceContract.Case(
            "interaction columns", "no row", () -> columnsAreTheProcessors(Kind.BOTH, 0, 2)));
    for (Kind kind : List.of(Kind.FRACTIONS, Kind.CLOSING)) {
      cases.add(
          new DeviceContract.Case(
              "interaction columns",
              "zero denominators of " + kind.said,
              () -> theFirstZeroIsTheProcessors(kind)));
    }
  }

  /** What a program adds up. */
  enum Kind {
    BOTH("fractions and terms"),
    FRACTIONS("an even number of fractions"),
    TERMS("terms alone"),
    ONE_BY_ONE("fractions one by one"),
    CLOSING("a fraction without a column");

    private final String said;

    Kind(String said) {
      this.said = said;
    }
  }

  /** The columns of a program that are not computed, by tree. */
  private record Held(AirProgram program, Map<Tree, int[][]> trees) implements ColumnData {
    int[][] coordinatesOf(Tree tree) {
      return trees.getOrDefault(tree, new int[0][]);
    }

    @Override
    public int[][] coordinatesOfColumn(int id) {
      ColumnInfo column = program.columns().get(id);
      int width = column.secure() ? QM31.DEGREE : 1;
      int first = width * column.indexInTree();
      return Arrays.copyOfRange(coordinatesOf(column.tree()), first, first + width);
    }
  }

  private Held held(AirProgram program, int rows) {
    Map<Tree, int[][]> trees = new EnumMap<>(Tree.class);
    for (Tree tree : Tree.values()) {
      int width = program.columnsOf(tree).size() * (tree.isSecure() ? QM31.DEGREE : 1);
      if (width > 0 && tree != Tree.INTERACTION) {
        trees.put(tree, random.columns(width, rows));
      }
    }
    return new Held(program, trees);
  }

  private Scalars scalars(AirProgram program) {
    List<QM31> challenges = program.challenges().stream().map(name -> random.secure()).toList();
    return new Scalars(
        challenges, program.publicScalars().stream().map(name -> random.secure()).toList());
  }

  private static SecureColumn[] zeros(AirProgram program, int rows) {
    var columns = new SecureColumn[program.columnsOf(Tree.INTERACTION).size()];
    Arrays.setAll(columns, i -> SecureColumn.zeros(rows));
    return columns;
  }

  /** In kernels of many operations and of few, which cut expressions. */
  private void columnsAreTheProcessors(Kind kind, int active, int rows) {
    AirProgram program = AirProgram.of(air -> RandomAir.defineInteraction(air, kind));
    Held held = held(program, rows);
    Scalars scalars = scalars(program);
    SecureColumn[] expected = zeros(program, rows);
    try {
      new InteractionTrace(program)
          .fill(Assignment.inRowOrder(held, rows, scalars), active, List.of(expected));
    } catch (ZeroDenominatorException e) {
      throw new AssertionError("unlikely", e);
    }
    for (int maxOperations : new int[] {1000, 60}) {
      var kernels = new InteractionKernels("random", program, maxOperations);
      same(maxOperations == 1000, kernels.kernels().size() == 1);
      try (var out = empty(QM31.DEGREE * expected.length + 1, rows)) {
        int[] mark = random.column(rows);
        out.write(out.count() - 1, mark);
        fill(kernels, held, scalars, active, out);
        for (int i = 0; i < expected.length; i++) {
          same(expected[i], out.columns(QM31.DEGREE * i, QM31.DEGREE));
        }
        same(mark, out.read(out.count() - 1));
      } catch (ZeroDenominatorException e) {
        throw new AssertionError("no denominator is zero", e);
      }
    }
  }

  private void fill(
      InteractionKernels kernels, Held held, Scalars scalars, int active, DeviceColumns out)
      throws ZeroDenominatorException {
    Map<Tree, DeviceColumns> on = new EnumMap<>(Tree.class);
    try {
      kernels.trees().forEach(tree -> on.put(tree, columns(held.coordinatesOf(tree))));
      kernels.fill(ops, on, scalars, active, out);
    } finally {
      on.values().forEach(DeviceColumns::close);
    }
  }

  /** Zeros in several columns and rows, one of them in a row that is not active. */
  private void theFirstZeroIsTheProcessors(Kind kind) {
    AirProgram program = AirProgram.of(air -> RandomAir.defineInteraction(air, kind));
    int rows = 1200;
    for (int active : new int[] {1, 1100}) {
      Held held = held(program, rows);
      Scalars some = scalars(program);
      int[] looked = held.coordinatesOfColumn(program.column("looked up").id())[0];
      // A value of its own, where the others have many rows alike.
      looked[active] = 123_456_789;
      for (int zero : new int[] {0, active / 2, active - 1, active}) {
        // The first tuple is of that column alone, so that one challenge makes a 0.
        var challenges = new ArrayList<>(some.challenges());
        QM31 alpha = challenges.get(program.challenges().indexOf("logup.alpha"));
        challenges.set(
            program.challenges().indexOf("logup.z"),
            alpha.mul(looked[zero]).add(QM31.of(RandomAir.BUS)));
        var scalars = new Scalars(List.copyOf(challenges), some.publicScalars());
        SecureColumn[] columns = zeros(program, rows);
        String expected = "none";
        try {
          new InteractionTrace(program)
              .fill(Assignment.inRowOrder(held, rows, scalars), active, List.of(columns));
        } catch (ZeroDenominatorException e) {
          expected = String.valueOf(e.getMessage());
        }
        same(zero < active, !expected.equals("none"));
        String actual = "none";
        try (var out = empty(QM31.DEGREE * columns.length, rows)) {
          fill(new InteractionKernels("random", program), held, scalars, active, out);
        } catch (ZeroDenominatorException e) {
          actual = String.valueOf(e.getMessage());
        }
        same((Object) expected, actual);
      }
    }
  }
}
