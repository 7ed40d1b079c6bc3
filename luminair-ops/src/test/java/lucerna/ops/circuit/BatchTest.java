package lucerna.ops.circuit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Objects;
import lucerna.ops.UserException;
import lucerna.ops.circuit.Gadget.Round;
import lucerna.ops.circuit.Gadget.Round.Given;
import org.junit.jupiter.api.Test;

/** What a batch looks like, and what cannot be one. */
final class BatchTest {
  private static final int INPUT = 0;

  /** Two groups of two rows: [2, 2, 3] times weights [2, 3, 5]. */
  private static CircuitBuilder grouped(int length) {
    var builder = new CircuitBuilder();
    int x = builder.input(12, 4, 0, Circuit.Kind.REAL);
    View v = View.all(x, Round.VALUE, 12);
    int affine =
        builder.affine(
            4, 5, List.of(new Product(2, 2, 3, 5, v, null, 0, false)), List.of(), new int[30]);
    builder.block(new Round(20, new int[] {0}, false, Given.EQUATION), length, affine);
    return builder;
  }

  @Test
  void rowsOfAGroupStandTogether() {
    Circuit circuit = Batch.of(grouped(20).circuit(), 3);
    assertEquals(3, circuit.entries());
    assertArrayEquals(new int[] {3, 12}, circuit.inputs().getFirst().shape());
    Affine affine = circuit.affines().getFirst();
    assertEquals(12, affine.rows());
    Product product = affine.products().getFirst();
    assertEquals(2, product.groups());
    assertEquals(6, product.batch());
    // Row 0 of group 1 of entry 2: rows of group 0 of all entries, of group 1 of two, then it.
    int row = 6 + 4;
    assertEquals(Wire.of(INPUT, Round.VALUE, 2 * 12 + 6), product.left().wires()[row * 3]);
    assertEquals(60, circuit.blocks().get(1).length());
  }

  @Test
  void oneIsItself() {
    Circuit one = grouped(20).circuit();
    assertSame(one, Batch.of(one, 1));
    assertEquals(1, one.entries());
    assertSame(one, one.one());
  }

  @Test
  void entriesAreStackedAndTakenApart() {
    Batch batch = Objects.requireNonNull(Batch.of(grouped(20).circuit(), 3).batch());
    double[] a = new double[12];
    double[] b = new double[12];
    b[0] = 7;
    double[] stacked = batch.stack(List.of(List.of(a), List.of(b))).getFirst();
    assertEquals(36, stacked.length);
    assertEquals(0, stacked[0]);
    assertEquals(7, stacked[12]);
    // The last one stands for what is missing.
    assertEquals(7, stacked[24]);
    assertThrows(IllegalArgumentException.class, () -> batch.stack(List.of()));
    List<double[]> entry = List.of(a);
    List<List<double[]>> four = List.of(entry, entry, entry, entry);
    assertThrows(IllegalArgumentException.class, () -> batch.stack(four));
    assertArrayEquals(new long[][] {{3, 4}}, batch.entry(new long[][] {{1, 2, 3, 4, 5, 6}}, 1));
  }

  @Test
  void whatDependsOnNoInputIsThereOnce() {
    CircuitBuilder builder = grouped(20);
    View constant = new View(new long[] {Wire.constant(1)});
    int table =
        builder.affine(
            1,
            9,
            List.of(new Product(1, 1, 1, 9, constant, null, 0, false)),
            List.of(),
            new int[9]);
    int entries = builder.block(new Gadget.Entry(5), 9, table);
    int address =
        builder.affine(
            12, 1, List.of(), List.of(new Term(View.all(0, Round.VALUE, 12), 1, new int[] {1})));
    builder.block(new Gadget.Read(5), 12, address);
    Circuit circuit = Batch.of(builder.circuit(), 4);
    assertEquals(9, circuit.blocks().get(entries).length());
    assertEquals(4 * 12, circuit.blocks().get(entries + 1).length());
    assertEquals(9, circuit.affines().get(table).length());
  }

  @Test
  void refusals() {
    Circuit one = grouped(20).circuit();
    refused(one, 0, "A batch has 1 to 1024 inputs, not 0.");
    refused(one, 1025, "A batch has 1 to 1024 inputs, not 1025.");
    refused(Batch.of(one, 2), 2, "is a batch already");
    var constants = new CircuitBuilder();
    int affine =
        constants.affine(
            1,
            1,
            List.of(),
            List.of(new Term(new View(new long[] {Wire.constant(1)}), 1, new int[] {1})));
    constants.block(new Round(4, new int[] {0}, false, Given.EQUATION), 1, affine);
    refused(constants.circuit(), 2, "has no inputs");
  }

  @Test
  void aMemoryThatWeightsFillFromTheInput() {
    var builder = new CircuitBuilder();
    int x = builder.input(4, 4, 0, Circuit.Kind.REAL);
    View v = View.all(x, Round.VALUE, 4);
    int table =
        builder.affine(
            1, 4, List.of(new Product(1, 1, 4, 4, v, null, 0, false)), List.of(), new int[16]);
    builder.block(new Gadget.Entry(0), 4, table);
    refused(builder.circuit(), 2, "it fills a memory by weights");
  }

  /** Rows of 5 and rows of 2 elements over weights of their own in the two sides of a product. */
  @Test
  void copiesThatCannotStandTogether() {
    var builder = new CircuitBuilder();
    int x = builder.input(12, 4, 0, Circuit.Kind.REAL);
    View v = View.all(x, Round.VALUE, 12);
    int left =
        builder.affine(
            2, 5, List.of(new Product(2, 1, 6, 5, v, null, 0, false)), List.of(), new int[60]);
    int right =
        builder.affine(
            5,
            2,
            List.of(
                new Product(
                    5, 1, 2, 2, v.pick(new int[] {0, 1, 2, 3, 4, 5, 6, 7, 8, 9}), null, 0, false)),
            List.of(),
            new int[20]);
    // Both are 10 accumulators, in groups of 5 and of 2.
    builder.block(new Gadget.Divide(5, 20), 10, left, right);
    UserException refusal = assertThrows(UserException.class, () -> Batch.of(builder.circuit(), 2));
    assertTrue(
        String.valueOf(refusal.getMessage()).contains("its copies would not share their weights"),
        refusal.getMessage());
  }

  private static void refused(Circuit circuit, int count, String why) {
    UserException refusal = assertThrows(UserException.class, () -> Batch.of(circuit, count));
    assertTrue(String.valueOf(refusal.getMessage()).contains(why), refusal.getMessage());
  }
}
