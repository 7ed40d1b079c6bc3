package lucerna.ops.quantise;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import lucerna.ops.circuit.Block;
import lucerna.ops.circuit.Circuit;
import lucerna.ops.circuit.Gadget;
import lucerna.ops.function.Kind;
import lucerna.ops.graph.Node;
import lucerna.ops.quantise.StepsTest.Steps;
import org.junit.jupiter.api.Test;

/** What a softmax reads of scores that a mask was put on, and functions that share a table. */
final class MaskedScoresTest {
  private static final int HEADS = 2;
  private static final int TOKENS = 32;
  private static final int INNER = 2;
  private static final double FAR = -1000;

  /* Scores of every two tokens, a mask, their softmax, and the mean of values that it weighs. */
  private static Circuit attention(double constant, IntPredicate masked) {
    return StepsTest.check("masked", s -> attend(s, constant, masked), 1).circuit();
  }

  private static void attend(Steps s, double constant, IntPredicate masked) {
    int length = HEADS * TOKENS * TOKENS;
    String queries = s.between(HEADS * TOKENS * INNER, -0.7, 0.7);
    String keys = s.between(HEADS * INNER * TOKENS, -0.7, 0.7);
    Node.MatMul product = new Node.MatMul(s.next(), queries, keys, s.next(), HEADS, INNER, TOKENS);
    String scores = s.add(product, length);
    int[] which = new int[length];
    int[] source = new int[length];
    for (int i = 0; i < length; i++) {
      which[i] = masked.test(i) ? -1 : 0;
      source[i] = masked.test(i) ? 0 : i;
    }
    String left =
        s.add(
            new Node.Rearrange(
                s.next(), List.of(scores), s.next(), which, source, new double[] {constant}),
            length);
    String shares = s.softmax(left, TOKENS, false);
    String values = s.real(HEADS * TOKENS);
    s.out(
        s.add(
            new Node.MatMul(s.next(), shares, values, s.next(), HEADS, TOKENS, 1), HEADS * TOKENS));
  }

  private static int gadgets(Circuit circuit, Predicate<Gadget> which) {
    return circuit.blocks().stream()
        .filter(block -> which.test(block.gadget()))
        .mapToInt(Block::length)
        .sum();
  }

  private static int exponentials(Circuit circuit) {
    return gadgets(circuit, gadget -> gadget instanceof Gadget.Lookup);
  }

  private static boolean roundsScores(Circuit circuit) {
    return circuit.blocks().stream()
        .anyMatch(
            block ->
                block.gadget() instanceof Gadget.Round
                    && block.length() >= HEADS * TOKENS * TOKENS / 2);
  }

  @Test
  void nothingIsSpentBehindACausalMask() {
    Circuit circuit = attention(FAR, i -> i % TOKENS > i / TOKENS % TOKENS);
    assertTrue(!roundsScores(circuit), "scores are rounded");
    int all = HEADS * TOKENS * TOKENS;
    assertTrue(exponentials(circuit) < all * 0.65, exponentials(circuit) + " of " + all);
    assertEquals(1, circuit.tables().size());
  }

  @Test
  void scatteredMasksLowerWhatTheyHide() {
    Circuit circuit = attention(FAR, i -> i % 3 == 1);
    assertTrue(!roundsScores(circuit), "scores are rounded");
    assertEquals(HEADS * TOKENS * TOKENS, exponentials(circuit));
  }

  @Test
  void aConstantIsNoMaskUnlessNothingIsLeftOfIt() {
    // Scores are above -1: e^-11 of them is nothing at 13 bits, e^-4 is not.
    assertTrue(!roundsScores(attention(-12, i -> i % TOKENS > i / TOKENS % TOKENS)));
    assertTrue(roundsScores(attention(-4, i -> i % TOKENS > i / TOKENS % TOKENS)));
  }

  @Test
  void groupsThatAreMaskedAsAWholeStay() {
    assertTrue(roundsScores(attention(FAR, i -> i / TOKENS % 5 == 2)));
  }

  @Test
  void likeFunctionsShareATable() {
    Circuit alike = sigmoids(3.1, 3.6);
    assertEquals(1, alike.tables().size());
    assertEquals(2, sigmoids(3.1, 30).tables().size());
  }

  private static Circuit sigmoids(double one, double other) {
    return StepsTest.check(
            "sigmoids",
            s ->
                s.out(
                    s.apply(s.between(40, -one, one), Kind.SIGMOID),
                    s.apply(s.between(40, -other, other), Kind.SIGMOID)),
            1)
        .circuit();
  }
}
