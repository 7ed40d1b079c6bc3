package lucerna.air;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import lucerna.field.M31;
import lucerna.field.QM31;

/** Compares relations as multisets: for each tuple, consumed minus produced, over active rows. */
final class RelationCheck {
  private final AirProgram program;
  private final Map<Entry, Balance> balances = new LinkedHashMap<>();

  private record Entry(Relation relation, List<Integer> tuple) {}

  private static final class Balance {
    private final String label;
    private final int row;
    private int sum;

    Balance(String label, int row) {
      this.label = label;
      this.row = row;
    }
  }

  RelationCheck(AirProgram program) {
    this.program = program;
  }

  List<Violation> check(Assignment assignment, int limit) {
    if (program.fractions().isEmpty()) {
      return List.of();
    }
    int[] active = column(assignment, program.runningSum().orElseThrow().active());
    for (Fraction fraction : program.fractions()) {
      add(fraction, active, assignment);
    }
    List<Violation> violations = new ArrayList<>();
    balances.forEach(
        (entry, balance) -> {
          if (balance.sum != 0 && violations.size() < limit) {
            violations.add(new Violation(balance.label, balance.row, byIndex(entry.tuple)));
          }
        });
    return List.copyOf(violations);
  }

  private void add(Fraction fraction, int[] active, Assignment assignment) {
    int[] numerators = column(assignment, fraction.numerator());
    int[][] tuple =
        fraction.tuple().stream().map(node -> column(assignment, node)).toArray(int[][]::new);
    for (int i = 0; i < active.length; i++) {
      int row = i;
      if (active[row] != 0 && numerators[row] != 0) {
        List<Integer> values = Arrays.stream(tuple).map(element -> element[row]).toList();
        Balance balance =
            balances.computeIfAbsent(
                new Entry(fraction.relation(), values),
                entry -> new Balance(fraction.label(), row));
        balance.sum = M31.add(balance.sum, numerators[row]);
      }
    }
  }

  private int[] column(Assignment assignment, int node) {
    int[] values = new int[assignment.nextPosition().length];
    new BlockEvaluator(program, node)
        .evaluate(
            withoutScalars(assignment),
            0,
            values.length,
            (root, from, count, coordinates) ->
                System.arraycopy(coordinates[0], 0, values, from, count));
    return values;
  }

  /* Multiplicities and tuples are in M31, so challenges cannot occur in them: any will do. */
  private Assignment withoutScalars(Assignment assignment) {
    List<QM31> challenges = program.challenges().stream().map(name -> QM31.ZERO).toList();
    List<QM31> publicScalars = program.publicScalars().stream().map(name -> QM31.ZERO).toList();
    return new Assignment(
        assignment.columns(), assignment.nextPosition(), new Scalars(challenges, publicScalars));
  }

  private static Map<String, QM31> byIndex(List<Integer> tuple) {
    Map<String, QM31> values = new LinkedHashMap<>();
    IntStream.range(0, tuple.size())
        .forEach(index -> values.put("t" + index, QM31.of(tuple.get(index))));
    return values;
  }
}
