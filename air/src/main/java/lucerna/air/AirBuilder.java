package lucerna.air;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import lucerna.field.M31;
import org.jspecify.annotations.Nullable;

/**
 * What an {@link Air} declares itself to.
 *
 * <p>Rows that are not active hold random values, so that a proof reveals nothing; a constraint
 * that reads committed columns must therefore be multiplied by a selector that is zero there.
 */
public final class AirBuilder {
  private final GraphBuilder graph = new GraphBuilder();
  private final Names names = new Names();
  private final List<ColumnInfo> columns = new ArrayList<>();
  private final Map<Tree, Integer> columnsOf = new EnumMap<>(Tree.class);
  private final ChallengeRounds challenges = new ChallengeRounds();
  private final List<String> publicScalars = new ArrayList<>();
  private final List<Constraint> constraints = new ArrayList<>();
  private final List<SumTerm> sumTerms = new ArrayList<>();
  private final Set<String> labelsWithoutConstraint = new HashSet<>();
  private final FractionBuilder fractions;
  private @Nullable Selectors selectors;
  private boolean oneByOne;

  /** What the author said about the running sum. */
  record Selectors(Expr active, Expr first, Expr last, Expr total) {}

  AirBuilder() {
    fractions = new FractionBuilder(this, graph, names);
  }

  /**
   * Declares a column of the witness.
   *
   * @param name unique in the program
   * @return its value on the current row
   * @throws IllegalArgumentException if the name is taken or blank
   */
  public Expr column(String name) {
    return column(Tree.WITNESS, name);
  }

  /**
   * Declares a committed column.
   *
   * @param tree the commitment it belongs to, of columns of M31: neither {@link Tree#FACTORS} nor
   *     {@link Tree#INTERACTION}, whose columns are derived, nor {@link Tree#PUBLIC}
   * @param name unique in the program
   * @return its value on the current row
   * @throws IllegalArgumentException if the tree holds no such columns, or the name is taken or
   *     blank
   */
  public Expr column(Tree tree, String name) {
    if (tree.isSecure()) {
      throw new IllegalArgumentException("column " + name + " cannot be declared in " + tree);
    }
    return declare(tree, name);
  }

  /**
   * Declares a column of QM31 that the prover fills from the challenges of the first round, and
   * commits to before the late challenges are drawn.
   *
   * <p>Nothing is known of its values but what constraints and terms with late challenges say.
   *
   * @param name unique in the program
   * @return its value on the current row
   * @throws IllegalArgumentException if the name is taken or blank
   */
  public Expr factor(String name) {
    return declare(Tree.FACTORS, name);
  }

  /**
   * Declares a column of QM31 that prover and verifier both compute.
   *
   * @param name unique in the program
   * @return its value on the current row
   * @throws IllegalArgumentException if the name is taken or blank
   */
  public Expr publicColumn(String name) {
    return declare(Tree.PUBLIC, name);
  }

  /**
   * Declares an element of QM31 that is drawn after the witness and before the factors are
   * committed, and after every such challenge declared before.
   *
   * @param name unique among challenges and public scalars
   * @return the challenge
   * @throws IllegalArgumentException if the name is taken or blank
   */
  public Expr challenge(String name) {
    return challenge(name, ChallengeRounds.Round.FIRST);
  }

  /**
   * Declares an element of QM31 that is drawn after the factors are committed, and after every late
   * challenge declared before; only for a program that has factor columns.
   *
   * @param name unique among challenges and public scalars
   * @return the challenge
   * @throws IllegalArgumentException if the name is taken or blank
   */
  public Expr lateChallenge(String name) {
    return challenge(name, ChallengeRounds.Round.LATE);
  }

  Expr challenge(String name, ChallengeRounds.Round round) {
    names.scalar(name);
    return new Expr(graph, graph.challenge(challenges.add(name, round)));
  }

  /**
   * Declares an element of QM31 that both sides know.
   *
   * @param name unique among challenges and public scalars
   * @return the scalar
   * @throws IllegalArgumentException if the name is taken or blank
   */
  public Expr publicScalar(String name) {
    names.scalar(name);
    publicScalars.add(name);
    return new Expr(graph, graph.publicScalar(publicScalars.size() - 1));
  }

  /**
   * Makes a constant.
   *
   * @param value any integer, taken modulo the field's order
   * @return the constant
   */
  public Expr constant(int value) {
    return new Expr(graph, graph.constant(M31.of(value)));
  }

  /**
   * Starts a constraint.
   *
   * @param label says what it states, in the notation of the specification; unique in the program
   * @return the constraint, yet without its expression
   * @throws IllegalArgumentException if the label is taken or blank
   */
  public LabelledConstraint label(String label) {
    names.label(label);
    labelsWithoutConstraint.add(label);
    return new LabelledConstraint(this, label, constant(1));
  }

  /**
   * Declares a relation; declaring it again alike gives the same one.
   *
   * @param name what messages call it
   * @param arity the length of its tuples
   * @param busId in {@code [0, P)}
   * @return the relation
   * @throws IllegalArgumentException if another relation has the name or the bus id
   */
  public Relation relation(String name, int arity, int busId) {
    Relation relation = new Relation(name, arity, busId);
    fractions.register(relation);
    return relation;
  }

  /**
   * Takes a tuple from a relation on every row that a selector marks.
   *
   * @param relation the relation
   * @param selector 1 on the rows that consume, 0 on the others
   * @param tuple as long as the relation's arity
   * @throws IllegalArgumentException if the arity differs, the relation clashes with another one,
   *     or an expression is not in M31
   */
  public void consume(Relation relation, Expr selector, Expr... tuple) {
    fractions.add(relation, false, selector, tuple);
  }

  /**
   * Puts a tuple into a relation.
   *
   * @param relation the relation
   * @param multiplicity how often, on each row; 0 on rows that are not active
   * @param tuple as long as the relation's arity
   * @throws IllegalArgumentException if the arity differs, the relation clashes with another one,
   *     or an expression is not in M31
   */
  public void produce(Relation relation, Expr multiplicity, Expr... tuple) {
    fractions.add(relation, true, multiplicity, tuple);
  }

  /**
   * Adds a term to the running sum.
   *
   * @param label unique in the program
   * @param term of degree at most 3, and zero on every row that is not active
   * @throws IllegalArgumentException if the degree is greater, or the label is taken or blank
   */
  public void addToSum(String label, Expr term) {
    names.label(label);
    int node = term.idIn(graph);
    if (term.degree() > 3) {
      throw new IllegalArgumentException(label + " has degree " + term.degree() + ", above 3");
    }
    sumTerms.add(new SumTerm(label, node));
  }

  /**
   * Says which rows the running sum goes over and what it must give; needed as soon as there is a
   * relation or a term to sum.
   *
   * @param active 1 on rows 0 to a - 1, 0 on the others; a is less than the number of rows
   * @param first 1 on row 0, 0 on the others
   * @param last 1 on row a, 0 on the others
   * @param publicTotal what fractions and terms add up to, the same on every row
   * @throws IllegalArgumentException if it was said before, a selector is not in M31, or the total
   *     involves a column
   */
  public void runningSum(Expr active, Expr first, Expr last, Expr publicTotal) {
    if (selectors != null) {
      throw new IllegalArgumentException("the running sum is declared twice");
    }
    if (publicTotal.degree() > 0) {
      throw new IllegalArgumentException("the running sum's total involves a column");
    }
    publicTotal.idIn(graph);
    for (Expr selector : List.of(active, first, last)) {
      selector.idIn(graph);
      if (selector.isSecure()) {
        throw new IllegalArgumentException("the running sum's selectors are over M31");
      }
    }
    selectors = new Selectors(active, first, last, publicTotal);
  }

  /**
   * Makes the constraints of relations of degree 3, where two fractions in a column have degree 4:
   * each fraction has a column of its own, but the last one none, where the terms of the running
   * sum leave it the degree. For programs of few fractions whose other constraints have degree 3,
   * too: two fractions then take as many columns as a pair, more take nearly twice as many.
   *
   * <p>Multiplicities then have degree 2 at most, elements of tuples 1, terms of the running sum 2.
   * Without relations it changes nothing.
   */
  public void fractionsOneByOne() {
    oneByOne = true;
  }

  AirProgram build() {
    if (!labelsWithoutConstraint.isEmpty()) {
      throw new IllegalArgumentException("labels without constraint: " + labelsWithoutConstraint);
    }
    int authored = constraints.size();
    InteractionDerivation derivation =
        new InteractionDerivation(this, fractions.list(), sumTerms, oneByOne);
    if (!fractions.list().isEmpty() || !sumTerms.isEmpty()) {
      if (selectors == null) {
        throw new IllegalArgumentException("relations and sum terms need a running sum");
      }
      derivation.derive(selectors);
    }
    if (oneByOne && !fractions.list().isEmpty()) {
      requireLowDegree(constraints.subList(authored, constraints.size()));
    }
    boolean factors = columns.stream().anyMatch(column -> column.tree() == Tree.FACTORS);
    ChallengeRounds.Order order = challenges.order(factors);
    return new AirProgram(
        new AirProgram.Parts(
            graph.graph(order.places()),
            columns,
            order.names(),
            order.first(),
            publicScalars,
            constraints,
            authored,
            fractions.list(),
            derivation.fractionColumns(),
            derivation.closingFraction(),
            sumTerms,
            derivation.runningSum()));
  }

  private static void requireLowDegree(List<Constraint> derived) {
    for (Constraint constraint : derived) {
      if (constraint.degree() > InteractionDerivation.LOW_DEGREE) {
        throw new IllegalArgumentException(
            "fractions one by one make constraints of degree %d, but %s has degree %d"
                .formatted(
                    InteractionDerivation.LOW_DEGREE, constraint.label(), constraint.degree()));
      }
    }
  }

  Expr declare(Tree tree, String name) {
    names.column(name);
    int indexInTree = columnsOf.merge(tree, 1, Integer::sum) - 1;
    int id = columns.size();
    columns.add(new ColumnInfo(id, tree, name, indexInTree, tree.isSecure(), List.of()));
    return new Expr(graph, graph.column(id, 0, tree.isSecure()));
  }

  String columnName(int id) {
    return columns.get(id).name();
  }

  Expr expr(int node) {
    return new Expr(graph, node);
  }

  void addConstraint(String label, Expr expr) {
    int node = expr.idIn(graph);
    if (!labelsWithoutConstraint.remove(label)) {
      throw new IllegalArgumentException(label + " has a constraint already");
    }
    constraints.add(new Constraint(label, node, expr.degree(), expr.isSecure()));
  }
}
