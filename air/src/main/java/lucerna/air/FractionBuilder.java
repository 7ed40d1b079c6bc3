package lucerna.air;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Turns uses of relations into fractions, and refuses relations that could be confused. */
final class FractionBuilder {
  private final AirBuilder air;
  private final GraphBuilder graph;
  private final Names names;
  private final Set<Relation> relations = new LinkedHashSet<>();
  private final List<Fraction> fractions = new ArrayList<>();
  private @Nullable Challenges challenges;

  private record Challenges(Expr z, Expr alpha) {}

  FractionBuilder(AirBuilder air, GraphBuilder graph, Names names) {
    this.air = air;
    this.graph = graph;
    this.names = names;
  }

  List<Fraction> list() {
    return Collections.unmodifiableList(fractions);
  }

  void register(Relation relation) {
    for (Relation other : relations) {
      if (other.equals(relation)) {
        return;
      }
      if (other.name().equals(relation.name()) || other.busId() == relation.busId()) {
        throw new IllegalArgumentException(relation + " clashes with " + other);
      }
    }
    relations.add(relation);
  }

  void add(Relation relation, boolean produced, Expr multiplicity, Expr... tuple) {
    if (tuple.length != relation.arity()) {
      throw new IllegalArgumentException(
          "relation %s has arity %d, not %d"
              .formatted(relation.name(), relation.arity(), tuple.length));
    }
    requireBase(relation, multiplicity);
    for (Expr element : tuple) {
      requireBase(relation, element);
    }
    register(relation);
    if (challenges == null) {
      // In the last round: until then a prover may still choose what is looked up.
      challenges =
          new Challenges(
              air.challenge("logup.z", ChallengeRounds.Round.LAST),
              air.challenge("logup.alpha", ChallengeRounds.Round.LAST));
    }
    fractions.add(
        new Fraction(
            names.numberedLabel(labelOf(relation, tuple)),
            relation,
            produced,
            multiplicity.id(),
            Arrays.stream(tuple).map(Expr::id).toList(),
            (produced ? multiplicity.negate() : multiplicity).id(),
            denominator(challenges, relation, tuple).id()));
  }

  /* Scalars first: an evaluator then computes z - busId, and constant elements, once for all rows. */
  private static Expr denominator(Challenges challenges, Relation relation, Expr... tuple) {
    Expr scalars = challenges.z.minus(relation.busId());
    Expr power = challenges.alpha;
    List<Expr> varying = new ArrayList<>();
    for (Expr element : tuple) {
      Expr term = power.times(element);
      if (term.degree() == 0) {
        scalars = scalars.minus(term);
      } else {
        varying.add(term);
      }
      power = power.times(challenges.alpha);
    }
    Expr denominator = scalars;
    for (Expr term : varying) {
      denominator = denominator.minus(term);
    }
    return denominator;
  }

  private void requireBase(Relation relation, Expr expr) {
    expr.idIn(graph);
    if (expr.isSecure()) {
      throw new IllegalArgumentException("relation " + relation.name() + " is over M31");
    }
  }

  private String labelOf(Relation relation, Expr... tuple) {
    String elements = Arrays.stream(tuple).map(this::describe).collect(Collectors.joining(","));
    return relation.name() + "." + elements;
  }

  private String describe(Expr element) {
    ExprNode node = element.node();
    return switch (node.op()) {
      case CONSTANT -> Integer.toString(node.left());
      case COLUMN -> air.columnName(node.left()) + (node.right() == 0 ? "" : "'");
      default ->
          graph.graph().columnsOf(element.id()).stream()
              .map(air::columnName)
              .collect(Collectors.joining(",", "f(", ")"));
    };
  }
}
