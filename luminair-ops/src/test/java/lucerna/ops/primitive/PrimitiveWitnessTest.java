package lucerna.ops.primitive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Every assignment of a primitive's cells over a small prime: with all constraints exactly one
 * result is left for each operand, that of the specification; without any one of them some operand
 * has a second. The limit 2^30 on operands is scaled down with the prime.
 */
final class PrimitiveWitnessTest {
  private static final int P = 127;

  /** Constraints by name; a cell is any element of the field. */
  private interface Rules {
    Map<String, Boolean> of(long[] cells, long... operands);
  }

  /** The result that some cells stand for, modulo p. */
  private interface Reading {
    long of(long... cells);
  }

  private record Toy(Primitive primitive, int cells, Rules rules, Reading result) {}

  private static boolean same(long a, long b) {
    return Math.floorMod(a - b, P) == 0;
  }

  private static boolean in(long value, int bits) {
    return Math.floorMod(value, P) < 1 << bits;
  }

  private static Map<String, Boolean> rules(Object... named) {
    Map<String, Boolean> rules = new TreeMap<>();
    for (int i = 0; i < named.length; i += 2) {
      rules.put((String) named[i], (Boolean) named[i + 1]);
    }
    return rules;
  }

  private static Toy add() {
    return new Toy(
        new Add(2, -3),
        1,
        (c, x) -> rules("y = 2 a - 3 b", same(c[0], 2 * x[0] - 3 * x[1])),
        c -> c[0]);
  }

  private static Toy sum() {
    return new Toy(
        new SumReduce(3),
        1,
        (c, x) -> rules("y = sum x", same(c[0], x[0] + x[1] + x[2])),
        c -> c[0]);
  }

  private static Toy contiguous() {
    return new Toy(new Contiguous(), 1, (c, x) -> rules("y = x", same(c[0], x[0])), c -> c[0]);
  }

  /** Cells t, g, rem. */
  private static Toy mul() {
    return new Toy(
        new Mul(4, 2),
        3,
        (c, x) ->
            rules(
                "(1 - 2 g) t 4 + rem - 2 = a b",
                same((1 - 2 * c[1]) * c[0] * 4 + c[2] - 2, x[0] * x[1]),
                "t in range",
                in(c[0], 4),
                "g is a bit",
                same(c[1] * (c[1] - 1), 0),
                "rem in range",
                in(c[2], 2)),
        c -> (1 - 2 * c[1]) * c[0]);
  }

  /** Cells y, r. */
  private static Toy sqrt() {
    return new Toy(
        new Sqrt(3),
        2,
        (c, x) ->
            rules(
                "y^2 + r = x",
                same(c[0] * c[0] + c[1], x[0]),
                "y in range",
                in(c[0], 3),
                "r in range",
                in(c[1], 4),
                "2 y - r in range",
                in(2 * c[0] - c[1], 4)),
        c -> c[0]);
  }

  /** Cells q, r. */
  private static Toy mod() {
    return new Toy(
        new Mod(3, 2),
        2,
        (c, x) ->
            rules(
                "b q + r = a",
                same(x[1] * c[0] + c[1], x[0]),
                "q in range",
                in(c[0] + 8, 4),
                "r in range",
                in(c[1], 2),
                "b - 1 - r in range",
                in(x[1] - 1 - c[1], 2)),
        c -> c[1]);
  }

  /** Cells o, u. */
  private static Toy less() {
    return new Toy(
        new LessThan(5),
        2,
        (c, x) ->
            rules(
                "(1 - o) u - o (u + 1) = a - b",
                same((1 - c[0]) * c[1] - c[0] * (c[1] + 1), x[0] - x[1]),
                "o is a bit",
                same(c[0] * (c[0] - 1), 0),
                "u in range",
                in(c[1], 5)),
        c -> c[0]);
  }

  /** Cells m, o0, o1; the distances follow. */
  private static Toy max() {
    return new Toy(
        new MaxReduce(3, 4, 2, false),
        3,
        (c, x) ->
            rules(
                "m - x0 in range",
                in(c[0] - x[0], 4),
                "m - x1 in range",
                in(c[0] - x[1], 4),
                "o0 (m - x0) = 0",
                same(c[1] * (c[0] - x[0]), 0),
                "o1 (m - x1) = 0",
                same(c[2] * (c[0] - x[1]), 0),
                "o0 + o1 = 1",
                same(c[1] + c[2], 1)),
        c -> c[0]);
  }

  /** Cell y; the tuple is looked up. */
  private static Toy function(Tabulated primitive) {
    int[] entries = primitive.table().entries();
    return new Toy(
        primitive,
        1,
        (c, x) ->
            rules("(x, y) in the table", same(c[0], entries[(int) x[0] - primitive.table().low()])),
        c -> c[0]);
  }

  private void check(Toy toy, long[]... operands) {
    Set<String> needed = new HashSet<>();
    Set<String> names = new HashSet<>();
    for (long[] operand : operands) {
      long[][] vectors = new long[operand.length][];
      boolean folded = toy.primitive instanceof SumReduce || toy.primitive instanceof MaxReduce;
      for (int i = 0; i < operand.length; i++) {
        vectors[i] = new long[] {operand[i]};
      }
      long expected =
          Math.floorMod(
              toy.primitive.evaluate(folded ? new long[][] {operand} : vectors).getFirst()[0], P);
      Set<Long> found = new HashSet<>();
      Map<String, Set<Long>> without = new TreeMap<>();
      long[] cells = new long[toy.cells];
      for (int code = 0; code < Math.pow(P, toy.cells); code++) {
        for (int i = 0, rest = code; i < cells.length; i++, rest /= P) {
          cells[i] = rest % P;
        }
        Map<String, Boolean> rules = toy.rules.of(cells, operand);
        names.addAll(rules.keySet());
        List<String> broken = new ArrayList<>();
        rules.forEach(
            (name, holds) -> {
              if (!holds) {
                broken.add(name);
              }
            });
        long result = Math.floorMod(toy.result.of(cells), P);
        if (broken.isEmpty()) {
          found.add(result);
        } else if (broken.size() == 1) {
          without.computeIfAbsent(broken.getFirst(), _ -> new HashSet<>()).add(result);
        }
      }
      assertEquals(Set.of(expected), found, toy.primitive + " of " + Arrays.toString(operand));
      without.forEach(
          (name, others) -> {
            if (others.stream().anyMatch(other -> other != expected)) {
              needed.add(name);
            }
          });
    }
    assertEquals(names, needed, "constraints whose absence lets another result pass");
  }

  @Test
  void sumsAndCopies() {
    check(add(), new long[] {3, 4}, new long[] {-7, 9}, new long[] {0, 0});
    check(sum(), new long[] {3, 4, -9}, new long[] {0, 0, 0});
    check(contiguous(), new long[] {63}, new long[] {-63}, new long[] {0});
  }

  @Test
  void products() {
    check(mul(), new long[] {5, 7}, new long[] {-1, 2});
  }

  @Test
  void roots() {
    long[][] all = new long[63][];
    Arrays.setAll(all, x -> new long[] {x});
    check(sqrt(), all);
  }

  @Test
  void remainders() {
    List<long[]> all = new ArrayList<>();
    for (long b = 1; b < 4; b++) {
      for (long a = -8 * b; a < 8 * b; a++) {
        all.add(new long[] {a, b});
      }
    }
    check(mod(), all.toArray(long[][]::new));
  }

  @Test
  void comparisons() {
    List<long[]> all = new ArrayList<>();
    for (long a = -15; a < 16; a += 3) {
      for (long b = -15; b < 16; b += 5) {
        all.add(new long[] {a, b});
      }
    }
    check(less(), all.toArray(long[][]::new));
  }

  @Test
  void maxima() {
    check(max(), new long[] {3, 5}, new long[] {5, 3}, new long[] {-2, -2});
  }

  @Test
  void functions() {
    check(function(new Sin(-4, 4, 1, 4)), new long[] {-4}, new long[] {3});
    check(function(new Exp2(-4, 4, 1, 3)), new long[] {-4}, new long[] {3});
    check(function(new Log2(1, 9, 1, 3)), new long[] {1}, new long[] {9});
  }

  /**
   * Recip: cells y, c, l, h over limbs of 2 bits; x1 and x0 follow from x. The prime is as large as
   * {@code SecondWitnessTest} has it, which searches all limbs, divisors and numerators.
   */
  @Test
  void inverses() {
    int low = 2;
    int f = 5;
    for (int x = 1; x < 16; x++) {
      int x0 = x % 4;
      int x1 = x / 4;
      Set<Integer> found = new HashSet<>();
      Set<Integer> withoutRest = new HashSet<>();
      Set<Integer> withoutRemainder = new HashSet<>();
      for (int y = 0; y < 16; y++) {
        for (int c = 0; c < 16; c++) {
          for (int l = 0; l < 1 << low; l++) {
            if (same((long) y * x0, 4L * c + l)) {
              long h = Math.floorMod((long) y * x1 + c, P);
              long r = (1L << f) - l - 4 * h;
              boolean product = h < 1L << (f + 1 - low);
              if (product && in(r, 4) && in(x - 1 - r, 4)) {
                found.add(y);
              }
              if (product && in(r, 4)) {
                withoutRest.add(y);
              }
              if (product && in(x - 1 - r, 4)) {
                withoutRemainder.add(y);
              }
            }
          }
        }
      }
      boolean fits = 32 / x < 16;
      assertEquals(fits ? Set.of(32 / x) : Set.of(), found, "1/" + x);
      assertTrue(x > 15 || withoutRest.size() >= found.size());
      assertTrue(x != 3 || (withoutRest.size() > 1 && withoutRemainder.size() > 1));
    }
  }
}
