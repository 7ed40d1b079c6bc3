package lucerna.ops.lowering;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import lucerna.ops.program.Affine;
import lucerna.ops.program.Output;
import lucerna.ops.program.Program;
import lucerna.ops.program.TensorSpec;
import lucerna.ops.program.View;
import lucerna.ops.program.Weights;

/** Builds small programs with random weights and inputs, and executes them exactly on the way. */
final class TinyModel {
  private final Random random;
  private final List<Program.Input> inputs = new ArrayList<>();
  private final List<TensorSpec> tensors = new ArrayList<>();
  private final List<Affine> affines = new ArrayList<>();
  private final List<Output> outputs = new ArrayList<>();
  private final List<Weights.Layer> layers = new ArrayList<>();
  private final List<long[]> accumulators = new ArrayList<>();
  private final List<int[]> values = new ArrayList<>();
  private final List<int[]> remainders = new ArrayList<>();
  private final List<long[]> inputValues = new ArrayList<>();
  private final List<long[]> outputValues = new ArrayList<>();

  TinyModel(long seed) {
    random = new Random(seed);
  }

  Program program() {
    return new Program("tiny", inputs, tensors, affines, outputs);
  }

  Weights weights() {
    return new Weights(layers);
  }

  int[][] values() {
    return values.toArray(int[][]::new);
  }

  int[][] remainders() {
    return remainders.toArray(int[][]::new);
  }

  PublicValues publicValues(InputPrivacy privacy) {
    return new PublicValues(
        outputValues.toArray(long[][]::new),
        privacy == InputPrivacy.PUBLIC ? inputValues.toArray(long[][]::new) : new long[0][]);
  }

  int input(int length, int bits, int exponent) {
    inputs.add(new Program.Input("in" + inputs.size(), new int[] {length}));
    int limit = 1 << bits;
    int[] drawn = random.ints(length, 1 - limit, limit).toArray();
    inputValues.add(Arrays.stream(drawn).asLongStream().toArray());
    values.add(drawn);
    remainders.add(new int[0]);
    tensors.add(
        new TensorSpec(
            "x" + tensors.size(), length, bits, exponent, -1, inputs.size() - 1, new int[0]));
    return tensors.size() - 1;
  }

  /** Reads a whole tensor. */
  View view(int tensor, boolean relu) {
    return new View(tensor, relu, IntStream.range(0, tensors.get(tensor).length()).toArray());
  }

  /** Weights of at most 3 in absolute value, bound as tight as it can be, small biases. */
  int dense(View operand, int batch, int outer, boolean biased) {
    int inner = operand.source().length / batch;
    int[] w = random.ints((long) inner * outer, -3, 4).toArray();
    long bound = 0;
    for (int n = 0; n < outer; n++) {
      int positive = 0;
      int negative = 0;
      for (int k = 0; k < inner; k++) {
        positive += Math.max(w[k * outer + n], 0);
        negative += Math.max(-w[k * outer + n], 0);
      }
      bound = Math.max(bound, operand.relu() ? Math.max(positive, negative) : positive + negative);
    }
    return affine(operand, new int[] {batch, inner, outer}, biased, List.of(), w, bound);
  }

  int sum(int batch, int outer, boolean biased, List<Affine.Term> terms) {
    return affine(null, new int[] {batch, 0, outer}, biased, terms, new int[0], 0);
  }

  private int affine(
      @org.jspecify.annotations.Nullable View operand,
      int[] size,
      boolean biased,
      List<Affine.Term> terms,
      int[] w,
      long bound) {
    int outer = size[2];
    int[] hi = biased ? random.ints(outer, 0, 1).toArray() : new int[0];
    int[] lo = biased ? random.ints(outer, -20, 20).toArray() : new int[0];
    layers.add(new Weights.Layer(w, hi, lo));
    int[] exponents = new int[outer];
    for (Affine.Term term : terms) {
      Arrays.fill(exponents, tensors.get(term.view().tensor()).exponent() + term.shift());
    }
    affines.add(
        new Affine(
            "affine" + affines.size(),
            size[0],
            size[1],
            outer,
            operand,
            biased,
            terms,
            bound,
            operand != null && !operand.relu(),
            exponents));
    long[] sums = new long[size[0] * outer];
    for (int i = 0; i < sums.length; i++) {
      int m = i / outer;
      int n = i % outer;
      sums[i] = biased ? ((long) hi[n] << Program.BIAS_LIMB_BITS) + lo[n] : 0;
      for (int k = 0; operand != null && k < size[1]; k++) {
        sums[i] += (long) read(operand, m * size[1] + k) * w[k * outer + n];
      }
      for (Affine.Term term : terms) {
        sums[i] += (long) read(term.view(), i) << term.shift();
      }
    }
    accumulators.add(sums);
    return affines.size() - 1;
  }

  /** Rounds an affine's accumulators, by the shifts given for its channels in turn. */
  int rounded(int affine, int bits, int exponent, int... shifts) {
    Affine spec = affines.get(affine);
    if (spec.terms().isEmpty()) {
      Arrays.setAll(spec.exponents(), n -> exponent + shifts[n % shifts.length]);
    }
    long[] sums = accumulators.get(affine);
    int[] shift = new int[sums.length];
    int[] value = new int[sums.length];
    int[] remainder = new int[sums.length];
    for (int i = 0; i < sums.length; i++) {
      shift[i] = shifts[i % spec.outer() % shifts.length];
      long half = (1L << shift[i]) >> 1;
      value[i] = (int) ((sums[i] + half) >> shift[i]);
      remainder[i] = (int) (sums[i] + half - ((long) value[i] << shift[i]));
    }
    tensors.add(
        new TensorSpec("t" + tensors.size(), sums.length, bits, exponent, affine, -1, shift));
    values.add(value);
    remainders.add(remainder);
    return tensors.size() - 1;
  }

  void publish(View view) {
    int n = view.source().length;
    int[] exponents = new int[n];
    Arrays.fill(exponents, tensors.get(view.tensor()).exponent());
    outputs.add(new Output("out" + outputs.size(), new int[] {n}, -1, new int[0], view, exponents));
    outputValues.add(IntStream.range(0, n).mapToLong(i -> read(view, i)).toArray());
  }

  void publishAccumulators(int affine, int... source) {
    int n = source.length;
    int[] all = affines.get(affine).exponents();
    int[] exponents = Arrays.stream(source).map(i -> all[i % all.length]).toArray();
    outputs.add(new Output("out" + outputs.size(), new int[] {n}, affine, source, null, exponents));
    long[] sums = accumulators.get(affine);
    outputValues.add(Arrays.stream(source).mapToLong(i -> sums[i]).toArray());
  }

  private int read(View view, int index) {
    int value = values.get(view.tensor())[view.source()[index]];
    return view.relu() ? Math.max(0, value) : value;
  }

  /** Dense and ReLU; what the ReLU cuts off is committed but nowhere published. */
  static TinyModel dense(long seed) {
    TinyModel model = new TinyModel(seed);
    int x = model.input(4, 4, 0);
    int y = model.rounded(model.dense(model.view(x, false), 1, 5, true), 7, 0, 2);
    model.publish(model.view(y, true));
    return model;
  }

  /** Dense, ReLU, dense with raw accumulators as output. */
  static TinyModel denseReluDense(long seed) {
    TinyModel model = new TinyModel(seed);
    int x = model.input(4, 4, 0);
    int hidden = model.rounded(model.dense(model.view(x, false), 1, 3, true), 8, 5, 2, 1, 0);
    int last = model.dense(model.view(hidden, true), 1, 2, true);
    model.publishAccumulators(last, 0, 1);
    return model;
  }

  /** The ReLU of the input, backwards. */
  static TinyModel reluOutput(long seed) {
    TinyModel model = new TinyModel(seed);
    int x = model.input(6, 3, 0);
    model.publish(new View(x, true, new int[] {5, 4, 3, 2, 1, 0}));
    return model;
  }

  /** The sum of two tensors of different exponents. */
  static TinyModel addition(long seed) {
    TinyModel model = new TinyModel(seed);
    Affine.Term a = new Affine.Term(model.view(model.input(5, 4, 1), false), 2);
    Affine.Term b = new Affine.Term(model.view(model.input(5, 3, 3), true), 0);
    int y = model.rounded(model.sum(1, 5, false, List.of(a, b)), 7, 2, 1);
    model.publish(model.view(y, false));
    return model;
  }

  /** A constant added to a batch of rows, all published both rounded and raw. */
  static TinyModel constantAddition(long seed) {
    TinyModel model = new TinyModel(seed);
    int x = model.input(6, 5, 0);
    int sum = model.sum(2, 3, true, List.of(new Affine.Term(model.view(x, false), 1)));
    model.publish(model.view(model.rounded(sum, 7, -2, 3), false));
    model.publishAccumulators(sum, 5, 0, 0, 3);
    return model;
  }

  /** Three rows that share weights, several outputs, a residual addition. */
  static TinyModel batch(long seed) {
    TinyModel model = new TinyModel(seed);
    int x = model.input(12, 4, 0);
    int y = model.rounded(model.dense(model.view(x, false), 3, 5, false), 9, 0, 2);
    int z = model.rounded(model.dense(model.view(y, true), 3, 4, true), 10, 3, 1);
    Affine.Term a = new Affine.Term(model.view(x, false), 3);
    Affine.Term b = new Affine.Term(model.view(z, false), 0);
    int residual = model.sum(3, 4, false, List.of(a, b));
    model.publishAccumulators(residual, IntStream.range(0, 12).toArray());
    model.publishAccumulators(residual, 3, 2);
    model.publish(model.view(y, true));
    return model;
  }

  /** A constant added to two rows, then one row that is the product of all. */
  static TinyModel mixedBatches(long seed) {
    TinyModel model = new TinyModel(seed);
    int x = model.input(6, 5, 0);
    int sum = model.sum(2, 3, true, List.of(new Affine.Term(model.view(x, false), 1)));
    int y = model.rounded(sum, 7, 0, 1);
    model.publishAccumulators(model.dense(model.view(y, true), 1, 3, true), 2, 1, 0);
    return model;
  }
}
