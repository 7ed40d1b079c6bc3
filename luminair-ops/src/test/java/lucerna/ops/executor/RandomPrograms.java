package lucerna.ops.executor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import lucerna.ops.program.Affine;
import lucerna.ops.program.Output;
import lucerna.ops.program.Program;
import lucerna.ops.program.Ranges;
import lucerna.ops.program.TensorSpec;
import lucerna.ops.program.View;
import lucerna.ops.program.Weights;

/** Small valid programs of random shape: a product and a sum, rounded or raw. */
public final class RandomPrograms {
  private final Random random;
  private final List<TensorSpec> tensors = new ArrayList<>();
  private final List<Affine> affines = new ArrayList<>();
  private final List<Weights.Layer> layers = new ArrayList<>();

  private RandomPrograms(Random random) {
    this.random = random;
  }

  /**
   * A program and weights that fit it.
   *
   * @param program the program
   * @param weights its weights
   */
  public record Sample(Program program, Weights weights) {}

  /**
   * Makes the program that belongs to a seed.
   *
   * @param seed any number
   * @return the program and its weights
   */
  public static Sample make(long seed) {
    return new RandomPrograms(new Random(seed)).make();
  }

  private Sample make() {
    int rows = 1 + random.nextInt(3);
    int inner = 1 + random.nextInt(5);
    int outer = 1 + random.nextInt(4);
    int length = 1 + random.nextInt(8);
    tensors.add(new TensorSpec("x", length, 8, 4, -1, 0, new int[0]));
    product(0, rows, inner, outer, true);
    product(1, rows, inner, outer, false);
    sum(rows * outer);
    Affine last = affines.getLast();
    int[] table = new int[last.outer()];
    Arrays.setAll(table, i -> last.outer() - 1 - i);
    int[] exponents = new int[table.length];
    Arrays.setAll(exponents, i -> last.exponents()[table[i]]);
    View view = view(1, 3, true);
    int[] rounded = new int[3];
    Arrays.fill(rounded, tensors.get(1).exponent());
    List<Output> outputs =
        List.of(
            new Output("raw", new int[] {table.length}, 2, table, null, exponents),
            new Output("rounded", new int[] {1, 3}, -1, new int[0], view, rounded));
    Program.Input input = new Program.Input("x", new int[] {1, length});
    Program program = new Program("random", List.of(input), tensors, affines, outputs);
    return new Sample(program, new Weights(layers));
  }

  private View view(int tensor, int length, boolean relu) {
    int[] source = new int[length];
    Arrays.setAll(source, i -> random.nextInt(tensors.get(tensor).length()));
    return new View(tensor, relu, source);
  }

  private void product(int from, int rows, int inner, int outer, boolean signed) {
    boolean biased = random.nextBoolean();
    int[] w = random.ints((long) inner * outer, -300, 300).toArray();
    int[] exponents = random.ints(outer, 22, 25).toArray();
    int limbs = biased ? outer : 0;
    layers.add(new Weights.Layer(w, limbs(limbs), limbs(limbs)));
    affines.add(
        new Affine(
            "product" + from,
            rows,
            inner,
            outer,
            view(from, rows * inner, !signed),
            biased,
            List.of(),
            5L * 300,
            signed,
            exponents));
    int[] shift = new int[rows * outer];
    Arrays.setAll(shift, i -> exponents[i % outer] - 10);
    // The bias alone may need 26 bits, of which at least 12 are dropped.
    tensors.add(new TensorSpec("y" + from, shift.length, 16, 10, affines.size() - 1, -1, shift));
  }

  private void sum(int length) {
    int[] exponents = new int[length];
    Arrays.fill(exponents, 12);
    List<Affine.Term> terms =
        List.of(
            new Affine.Term(view(1, length, false), 2), new Affine.Term(view(2, length, true), 2));
    layers.add(new Weights.Layer(new int[0], limbs(length), limbs(length)));
    affines.add(new Affine("sum", 1, 0, length, null, true, terms, 0, false, exponents));
  }

  private int[] limbs(int count) {
    return random.ints(count, -Ranges.limit(), Ranges.limit() + 1).toArray();
  }
}
