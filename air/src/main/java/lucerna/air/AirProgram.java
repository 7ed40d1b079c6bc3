package lucerna.air;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import lucerna.field.M31;
import lucerna.field.QM31;
import org.jspecify.annotations.Nullable;

/** An {@link Air} after it was run: immutable, and the only thing that evaluators read. */
public final class AirProgram {
  private final Parts parts;
  private final List<ColumnInfo> columns;

  record Parts(
      ExprGraph graph,
      List<ColumnInfo> columns,
      List<String> challenges,
      int firstRoundChallenges,
      List<String> publicScalars,
      List<Constraint> constraints,
      int authored,
      List<Fraction> fractions,
      List<FractionColumn> fractionColumns,
      @Nullable Fraction closingFraction,
      List<SumTerm> sumTerms,
      @Nullable RunningSum runningSum) {
    Parts {
      columns = List.copyOf(columns);
      challenges = List.copyOf(challenges);
      publicScalars = List.copyOf(publicScalars);
      constraints = List.copyOf(constraints);
      fractions = List.copyOf(fractions);
      fractionColumns = List.copyOf(fractionColumns);
      sumTerms = List.copyOf(sumTerms);
    }
  }

  AirProgram(Parts parts) {
    this.parts = parts;
    this.columns = withOffsets(parts);
  }

  /**
   * Runs an AIR.
   *
   * @param air the AIR
   * @return its program
   * @throws IllegalArgumentException if the AIR declares something inconsistent
   */
  public static AirProgram of(Air air) {
    AirBuilder builder = new AirBuilder();
    air.define(builder);
    return builder.build();
  }

  /**
   * Returns the columns of all trees, in order of declaration; derived ones come last.
   *
   * @return the columns; a column's id is its index
   */
  public List<ColumnInfo> columns() {
    return columns;
  }

  /**
   * Returns the columns of one tree.
   *
   * @param tree the tree
   * @return its columns, in order of declaration
   */
  public List<ColumnInfo> columnsOf(Tree tree) {
    return columns.stream().filter(column -> column.tree() == tree).toList();
  }

  /**
   * Finds a column.
   *
   * @param name the column's name
   * @return the column
   * @throws IllegalArgumentException if there is none of this name
   */
  public ColumnInfo column(String name) {
    return columns.stream()
        .filter(column -> column.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no column " + name));
  }

  /**
   * Returns the constraints: the author's, then the derived ones.
   *
   * @return the constraints
   */
  public List<Constraint> constraints() {
    return parts.constraints;
  }

  /**
   * Returns how many constraints the author wrote.
   *
   * @return the number of constraints that come before the derived ones
   */
  public int authoredConstraints() {
    return parts.authored;
  }

  /**
   * Returns the uses of relations.
   *
   * @return the fractions, in order of declaration
   */
  public List<Fraction> fractions() {
    return parts.fractions;
  }

  /**
   * Returns the interaction columns that hold fractions.
   *
   * @return the columns, in the order of their fractions
   */
  public List<FractionColumn> fractionColumns() {
    return parts.fractionColumns;
  }

  /**
   * Returns the fraction that has no interaction column, because the constraint of the running sum
   * holds it itself.
   *
   * @return the last of the fractions; empty if all have columns
   */
  public Optional<Fraction> closingFraction() {
    return Optional.ofNullable(parts.closingFraction);
  }

  /**
   * Returns the terms of the running sum besides the fractions.
   *
   * @return the terms, in order of declaration
   */
  public List<SumTerm> sumTerms() {
    return parts.sumTerms;
  }

  /**
   * Returns the running sum.
   *
   * @return the running sum; empty if there is nothing to sum
   */
  public Optional<RunningSum> runningSum() {
    return Optional.ofNullable(parts.runningSum);
  }

  /**
   * Returns the names of the challenges.
   *
   * @return the names, in the order of drawing: those of the first round, then the late ones
   */
  public List<String> challenges() {
    return parts.challenges;
  }

  /**
   * Returns how many challenges are drawn after the witness; the others are drawn after the
   * factors.
   *
   * @return the number; all of them if the program has no factor columns
   */
  public int firstRoundChallenges() {
    return parts.firstRoundChallenges;
  }

  /**
   * Says whether there is a second round.
   *
   * @return whether the program has columns of {@link Tree#FACTORS}
   */
  public boolean hasFactors() {
    return columns.stream().anyMatch(column -> column.tree() == Tree.FACTORS);
  }

  /**
   * Returns the names of the public scalars.
   *
   * @return the names, in order of declaration
   */
  public List<String> publicScalars() {
    return parts.publicScalars;
  }

  /**
   * Returns the expressions.
   *
   * @return the graph that all node ids refer to
   */
  public ExprGraph graph() {
    return parts.graph;
  }

  /**
   * Returns the constraints' greatest degree, where every column counts 1.
   *
   * @return the degree; 0 without constraints
   */
  public int maxDegree() {
    return parts.constraints.stream().mapToInt(Constraint::degree).max().orElse(0);
  }

  /**
   * Refuses traces so long that a relation could be used P times: P copies of a wrong tuple would
   * cancel out.
   *
   * @param rows the number of rows
   * @throws IllegalArgumentException if some relation's uses could reach P
   */
  public void checkUseCounts(int rows) {
    Map<String, Long> uses =
        parts.fractions.stream()
            .collect(
                Collectors.groupingBy(
                    fraction -> fraction.relation().name(), TreeMap::new, Collectors.counting()));
    uses.forEach(
        (relation, count) -> {
          if (Math.multiplyExact(count, rows) >= M31.P) {
            throw new IllegalArgumentException(
                "relation %s has %d uses on %d rows, together not below 2^31 - 1"
                    .formatted(relation, count, rows));
          }
        });
  }

  /**
   * Returns the coefficients that combine the K constraints: {@code alpha^(K - 1 - k)} for
   * constraint k.
   *
   * @param alpha the combination's challenge
   * @return the coefficients, as {@link PointEvaluator#combine} and the prover use them
   */
  public QM31[] combinationCoefficients(QM31 alpha) {
    QM31[] coefficients = new QM31[parts.constraints.size()];
    QM31 power = QM31.ONE;
    for (int k = coefficients.length - 1; k >= 0; k--) {
      coefficients[k] = power;
      power = power.mul(alpha);
    }
    return coefficients;
  }

  /**
   * Returns the program's identity: everything in it, labels included, for hashing.
   *
   * @return bytes that are the same for the same program, and differ for different ones
   */
  public byte[] canonicalBytes() {
    return CanonicalBytes.of(this);
  }

  /**
   * Counts what the program costs.
   *
   * @return the counts
   */
  public AirReport report() {
    return AirReport.of(this);
  }

  /** Returns the same program over other expressions and columns; node ids stay as they are. */
  AirProgram with(ExprGraph graph, List<ColumnInfo> all) {
    return new AirProgram(
        new Parts(
            graph,
            all,
            parts.challenges,
            parts.firstRoundChallenges,
            parts.publicScalars,
            parts.constraints,
            parts.authored,
            parts.fractions,
            parts.fractionColumns,
            parts.closingFraction,
            parts.sumTerms,
            parts.runningSum));
  }

  /** Returns the nodes that some evaluator starts from. */
  int[] roots() {
    IntStream columns =
        parts.fractionColumns.stream()
            .flatMapToInt(column -> IntStream.of(column.numerator(), column.denominator()));
    IntStream closing =
        closingFraction().stream()
            .flatMapToInt(last -> IntStream.of(last.numerator(), last.denominator()));
    IntStream fractions = IntStream.concat(columns, closing);
    IntStream terms = parts.sumTerms.stream().mapToInt(SumTerm::node);
    return IntStream.concat(IntStream.of(constraintNodes()), IntStream.concat(fractions, terms))
        .toArray();
  }

  /** Returns the nodes of all constraints, in order. */
  int[] constraintNodes() {
    return parts.constraints.stream().mapToInt(Constraint::node).toArray();
  }

  private static List<ColumnInfo> withOffsets(Parts parts) {
    List<TreeSet<Integer>> offsets = new ArrayList<>();
    parts.columns.forEach(column -> offsets.add(new TreeSet<>()));
    int[] roots = parts.constraints.stream().mapToInt(Constraint::node).toArray();
    parts.graph.reachableFrom(roots).stream()
        .mapToObj(parts.graph::node)
        .filter(node -> node.op() == NodeOp.COLUMN)
        .forEach(node -> offsets.get(node.left()).add(node.right()));
    return parts.columns.stream()
        .map(
            c ->
                new ColumnInfo(
                    c.id(),
                    c.tree(),
                    c.name(),
                    c.indexInTree(),
                    c.secure(),
                    List.copyOf(offsets.get(c.id()))))
        .toList();
  }
}
