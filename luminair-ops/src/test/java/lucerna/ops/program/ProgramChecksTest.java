package lucerna.ops.program;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import lucerna.ops.UserException;
import org.junit.jupiter.api.Test;

final class ProgramChecksTest {
  private static final int[] NONE = {};

  // What a case changes: two rows of a dense layer with a summand, rounded, and a raw copy of it.
  private int bits = 8;
  private int yBits = 14;
  private int[] shift = {16, 16, 16, 16};
  private int batch = 2;
  private int inner = 2;
  private int outer = 2;
  private View operand = new View(0, true, new int[] {0, 1, 2, 3});
  private boolean signed;
  private long sumBound = 1000;
  private View term = new View(0, false, new int[] {3, 2, 1, 0});
  private int termShift = 8;
  private int[] exponents = {20, 20};
  private int[] source = {2, 0};
  private Weights.Layer layer =
      new Weights.Layer(new int[] {600, -900, 400, -100}, new int[] {1, 0}, new int[] {8191, -1});

  private Program program() {
    Affine dense =
        new Affine(
            "dense",
            batch,
            inner,
            outer,
            operand,
            true,
            List.of(new Affine.Term(term, termShift)),
            sumBound,
            signed,
            exponents);
    View copied = new View(1, false, new int[] {0, 1, 2, 3});
    List<Affine.Term> terms = List.of(new Affine.Term(copied, 0));
    Affine copy = new Affine("copy", 1, 0, 4, null, false, terms, 0, false, filled(4, 4));
    return new Program(
        "",
        List.of(new Program.Input("x", new int[] {2, 2})),
        List.of(
            new TensorSpec("x", 4, bits, 12, -1, 0, NONE),
            new TensorSpec("y", shift.length, yBits, 4, 0, -1, shift)),
        List.of(dense, copy),
        List.of(new Output("out", new int[] {2}, 1, source, null, new int[] {4, 4})));
  }

  private static int[] filled(int length, int value) {
    int[] array = new int[length];
    Arrays.fill(array, value);
    return array;
  }

  private Weights weights() {
    return new Weights(List.of(layer, new Weights.Layer(NONE, NONE, NONE)));
  }

  private void accepts() {
    assertDoesNotThrow(() -> ProgramChecks.check(program(), weights()));
  }

  private void rejects(String message) {
    Program program = program();
    UserException refusal =
        assertThrows(UserException.class, () -> ProgramChecks.check(program, weights()));
    assertEquals(message, refusal.getMessage());
  }

  @Test
  void acceptsTheExample() {
    accepts();
  }

  @Test
  void rejectAccumulatorsThatMayReachTheBound() {
    // 255 B + bias + 255 2^8 + 2^15 < 2^30
    long room = (1 << 30) - 1 - ((1 << 26) - 1) - (255 << 8) - (1 << 15);
    sumBound = room / 255;
    accepts();
    sumBound++;
    long bound = sumBound * 255 + ((1 << 26) - 1) + (255 << 8) + (1 << 15);
    rejects("Node dense: bound on accumulators is " + bound + ", allowed is 0 to 1073741823.");
  }

  @Test
  void rejectBoundOnWeightsThatIsNoBound() {
    sumBound = Long.MAX_VALUE / 3;
    rejects("Node dense: bound on weights is " + sumBound + ", allowed is 0 to 1073741823.");
    sumBound = -1;
    rejects("Node dense: bound on weights is -1, allowed is 0 to 1073741823.");
  }

  @Test
  void rejectValueAndRemainderThatSpanTheField() {
    yBits = 15;
    rejects("Tensor y of 15 bits: shift is 16, allowed is 0 to 15.");
  }

  @Test
  void rejectShiftsOutOfRange() {
    shift = new int[] {16, 16, 16, 17};
    rejects("Tensor y of 14 bits: shift is 17, allowed is 0 to 16.");
    shift = new int[] {16, -1, 16, 16};
    rejects("Tensor y of 14 bits: shift is -1, allowed is 0 to 16.");
    shift = filled(4, 16);
    termShift = 17;
    rejects("Node dense: shift of a term is 17, allowed is 0 to 16.");
  }

  @Test
  void rejectWidthsOutOfRange() {
    bits = 17;
    rejects("Tensor x: bits is 17, allowed is 1 to 16.");
    bits = 0;
    rejects("Tensor x: bits is 0, allowed is 1 to 16.");
  }

  @Test
  void rejectInnerLengthThatIsTooLong() {
    inner = 1 << 17;
    rejects("Node dense: inner length is 131072, allowed is 0 to 131071.");
  }

  @Test
  void rejectSizesThatOverflow() {
    batch = 1 << 26;
    outer = 1 << 26;
    rejects("Node dense: accumulators is 4503599627370496, allowed is 0 to 67108864.");
  }

  @Test
  void rejectOperandThatMayBeNegative() {
    operand = new View(0, false, operand.source());
    rejects("Node dense: its operand can be negative.");
    signed = true;
    sumBound = 1000;
    accepts();
  }

  @Test
  void rejectElementsThatAreNotThere() {
    operand = new View(0, true, new int[] {0, 1, 2, 4});
    rejects("Node dense: operand: element is 4, allowed is 0 to 3.");
    operand = new View(2, true, operand.source());
    rejects("Node dense: operand: tensor is 2, allowed is 0 to 1.");
    operand = new View(0, true, new int[] {0, 1, 2});
    rejects("Node dense: operand: number of elements is 3, expected 4.");
  }

  @Test
  void rejectReadingWhatIsNotDefinedYet() {
    operand = new View(1, true, operand.source());
    rejects("Node dense reads what a later node defines.");
  }

  @Test
  void rejectExponentsThatDoNotAgree() {
    termShift = 9;
    rejects("Node dense: exponent is 21, expected 20.");
    exponents = new int[] {21, 21};
    rejects("Node dense: exponent is 5, expected 4.");
    exponents = new int[] {21, 600};
    rejects("Node dense: exponent is 600, allowed is -512 to 512.");
  }

  @Test
  void rejectWeightsBeyondTheSumBound() {
    layer = new Weights.Layer(new int[] {601, 0, 400, 0}, layer.biasHi(), layer.biasLo());
    rejects("Node dense: the weights of channel 0 add up to 1001, the bound is 1000.");
    layer = new Weights.Layer(new int[] {600, -901, -700, -100}, layer.biasHi(), layer.biasLo());
    rejects("Node dense: the weights of channel 1 add up to 1001, the bound is 1000.");
    signed = true;
    rejects("Node dense: the weights of channel 0 add up to 1300, the bound is 1000.");
  }

  @Test
  void rejectWeightsAndBiasLimbsThatAreTooLarge() {
    Weights.Layer good = layer;
    sumBound = 10_000;
    layer = new Weights.Layer(new int[] {-8192, 0, 0, 0}, good.biasHi(), good.biasLo());
    rejects("Node dense: weight is -8192, allowed is -8191 to 8191.");
    layer = new Weights.Layer(good.w(), new int[] {0, 8192}, good.biasLo());
    rejects("Node dense: high limb of a bias is 8192, allowed is -8191 to 8191.");
    layer = new Weights.Layer(good.w(), good.biasHi(), new int[] {-8192, 0});
    rejects("Node dense: low limb of a bias is -8192, allowed is -8191 to 8191.");
    layer = new Weights.Layer(new int[3], good.biasHi(), good.biasLo());
    rejects("Node dense: weights: number is 3, allowed is 4 to 4.");
  }

  @Test
  void rejectOutputsThatAreNotThere() {
    source = new int[] {0, 4};
    rejects("Output out: element is 4, allowed is 0 to 3.");
    source = new int[] {0};
    rejects("Output out: number of elements is 1, expected 2.");
  }

  @Test
  void rejectShapesThatOverflow() {
    Program good = program();
    int[] shape = filled(8, 1 << 20);
    Program bad =
        new Program(
            "",
            List.of(new Program.Input("x", shape)),
            good.tensors(),
            good.affines(),
            good.outputs());
    UserException refusal = assertThrows(UserException.class, () -> ProgramChecks.check(bad));
    assertTrue(String.valueOf(refusal.getMessage()).contains("number of elements"));
  }
}
