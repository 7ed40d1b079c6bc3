package lucerna.ops.circuit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Over small primes, every assignment of a gadget's cells that its constraints accept: one output
 * for each accumulator as long as its span holds, and for some two once it is exceeded by one. The
 * limit 2^30 on accumulators is scaled down with the prime.
 */
final class SecondWitnessTest {
  /** Outputs that a gadget modulo p accepts for an accumulator. */
  private interface Gadget {
    Set<Long> outputs(long acc, int p);
  }

  private static int most(Gadget gadget, long least, long most, int p) {
    int count = 0;
    for (long acc = least; acc <= most; acc++) {
      count = Math.max(count, gadget.outputs(acc, p).size());
    }
    return count;
  }

  private static boolean same(long a, long b, int p) {
    return Math.floorMod(a - b, p) == 0;
  }

  private static Gadget round(int bits, int shift) {
    long half = shift == 0 ? 0 : 1L << (shift - 1);
    return (acc, p) -> {
      Set<Long> found = new HashSet<>();
      for (int t = 0; t < 1 << bits; t++) {
        for (int g = 0; g < 2; g++) {
          for (int rem = 0; rem < 1 << shift; rem++) {
            if (same((1 - 2L * g) * t * (1L << shift) + rem - half, acc, p)) {
              found.add((1 - 2L * g) * t);
            }
          }
        }
      }
      return found;
    };
  }

  // The real prime is 2^31 - 1: here 127 = 2^7 - 1, with accumulators below 2^6.
  @Test
  void roundIsUnique() {
    for (int shift = 0; shift < 6; shift++) {
      assertEquals(1, most(round(6 - shift, shift), -63, 63, 127));
      assertTrue(most(round(7 - shift, shift), -63, 63, 127) > 1);
    }
  }

  private static Gadget negative(int bits) {
    return (acc, p) -> {
      Set<Long> found = new HashSet<>();
      for (long o = 0; o < 2; o++) {
        for (long u = 0; u < 1 << bits; u++) {
          if (same((1 - o) * u - o * (u + 1), acc, p)) {
            found.add(o);
          }
        }
      }
      return found;
    };
  }

  @Test
  void negativeIsUnique() {
    assertEquals(1, most(negative(5), -32, 63, 127));
    // For the widest u, the greatest accumulator alone has two signs.
    assertEquals(1, most(negative(6), -63, 62, 127));
    assertEquals(Set.of(0L, 1L), negative(6).outputs(63, 127));
  }

  @Test
  void zeroIsUnique() {
    int p = 127;
    for (int acc = -63; acc <= 63; acc++) {
      long d = Math.floorMod(acc, p);
      Set<Long> found = new HashSet<>();
      for (long i = 0; i < p; i++) {
        for (long o = 0; o < p; o++) {
          if (same(d * i, 1 - o, p) && same(d * o, 0, p)) {
            found.add(o);
          }
        }
      }
      assertEquals(Set.of(acc == 0 ? 1L : 0L), found);
    }
  }

  /** Returns the outputs y for a divisor and a dividend. */
  private static Set<Long> divide(
      int quotientBits, int divisorBits, long divisor, long dividend, int p) {
    Set<Long> found = new HashSet<>();
    long b = Math.floorMod(divisor, p);
    for (long y = -(1L << quotientBits); y < 1L << quotientBits; y++) {
      for (long r = 0; r < 1 << divisorBits; r++) {
        if (Math.floorMod(b - 1 - r, p) < 1 << divisorBits && same(b * y + r, dividend, p)) {
          found.add(y);
        }
      }
    }
    return found;
  }

  @Test
  void divisionIsUnique() {
    int p = 1021;
    int bound = 128; // stands for 2^30
    int divisorBits = 4;
    for (int quotientBits = 0; quotientBits < 7; quotientBits++) {
      int most = 0;
      // All that the range checks let pass, not only b < 2^divisorBits.
      for (int b = 1; b < 2 << divisorBits; b++) {
        for (int a = 1 - bound; a < bound; a++) {
          most = Math.max(most, divide(quotientBits, divisorBits, b, a, p).size());
        }
      }
      boolean holds = ((long) ((2 << divisorBits) - 1) << quotientBits) + 16 + bound < p;
      assertEquals(holds, most == 1, "quotient of " + quotientBits + " bits");
    }
  }

  @Test
  void divisionBoundsItsDivisor() {
    for (int b = -127; b < 128; b++) {
      int divisor = b;
      boolean any =
          IntStream.range(-127, 128).anyMatch(a -> !divide(3, 4, divisor, a, 1021).isEmpty());
      assertEquals(1 <= b && b < 32, any, "divisor " + b);
    }
  }

  private static Gadget root(int bits) {
    return (acc, p) -> {
      Set<Long> found = new HashSet<>();
      for (long y = 0; y < 1 << bits; y++) {
        for (long r = 0; r < 2 << bits; r++) {
          if (Math.floorMod(2 * y - r, p) < 2 << bits && same(y * y + r, acc, p)) {
            found.add(y);
          }
        }
      }
      return found;
    };
  }

  @Test
  void rootIsUnique() {
    assertEquals(1, most(root(3), -63, 63, 127)); // as 15 bits at 2^31 - 1
    assertEquals(1, most(root(4), -255, 255, 511));
    assertTrue(most(root(5), -255, 255, 511) > 1);
    for (long acc = 0; acc < 256; acc++) {
      assertEquals(Set.of((long) Math.sqrt((double) acc)), root(4).outputs(acc, 511));
    }
  }

  /** Gadget.Invert with low limbs of {@code low} bits. */
  private static Gadget invert(int quotientBits, int divisorBits, int numeratorBits, int low) {
    int highBits = Math.max(1, divisorBits - low);
    return (acc, p) -> {
      Set<Long> found = new HashSet<>();
      for (long b = 0; b < 1L << (highBits + low); b++) {
        if (same(b, acc, p)) {
          for (long y = 0; y < 1L << quotientBits; y++) {
            if (inverts(b, y, quotientBits, divisorBits, numeratorBits, low, p)) {
              found.add(y);
            }
          }
        }
      }
      return found;
    };
  }

  /* Whether some c, l, h, r complete a divisor and an inverse. */
  private static boolean inverts(
      long b, long y, int quotientBits, int divisorBits, int numeratorBits, int low, int p) {
    long b0 = b & ((1L << low) - 1);
    long b1 = b >> low;
    for (long c = 0; c < 1L << quotientBits; c++) {
      for (long l = 0; l < 1L << low; l++) {
        if (same(y * b0, (c << low) + l, p)) {
          long h = Math.floorMod(y * b1 + c, p);
          long r = Math.floorMod((1L << numeratorBits) - l - (h << low), p);
          long rest = Math.floorMod(b - 1 - r, p);
          if (h < 1L << (numeratorBits + 1 - low)
              && r < 1L << divisorBits
              && rest < 1L << divisorBits) {
            return true;
          }
        }
      }
    }
    return false;
  }

  // Limits as at 2^31 - 1: there 30 bits of each product and 29 of divisor and numerator.
  @Test
  void inverseIsUnique() {
    for (int low = 1; low <= 3; low++) {
      for (int divisorBits = 1; divisorBits <= 5; divisorBits++) {
        int high = Math.max(1, divisorBits - low);
        for (int quotientBits = 1; quotientBits <= 6 - Math.max(low, high); quotientBits++) {
          for (int numeratorBits = low; numeratorBits <= 5; numeratorBits++) {
            Gadget gadget = invert(quotientBits, divisorBits, numeratorBits, low);
            for (long acc = -63; acc <= 63; acc++) {
              long y = acc < 1 ? -1 : (1L << numeratorBits) / acc;
              long r = acc < 1 ? 0 : (1L << numeratorBits) % acc;
              boolean fits =
                  acc >= 1
                      && acc < 1L << (high + low)
                      && y < 1L << quotientBits
                      && r < 1L << divisorBits
                      && acc - 1 - r < 1L << divisorBits;
              assertEquals(fits ? Set.of(y) : Set.of(), gadget.outputs(acc, 127));
            }
          }
        }
      }
    }
  }

  @Test
  void inverseNeedsItsLimits() {
    assertTrue(most(invert(6, 4, 5, 2), -63, 63, 127) > 1, "quotient and low limb");
    assertTrue(most(invert(5, 5, 5, 1), -63, 63, 127) > 1, "quotient and high limb");
  }

  /** All maxima and marks for a group, o a field element each unless they are bits. */
  private static Set<Long> maxima(int[] x, boolean first, boolean summed, int p) {
    Set<Long> found = new HashSet<>();
    int marks = first ? 2 : p;
    int all = (int) Math.pow(marks, x.length);
    for (long m = -7; m < 8; m++) {
      for (int code = 0; code < all; code++) {
        if (accepts(x, m, code, marks, first, summed, p)) {
          found.add(first ? m * all + code : m);
        }
      }
    }
    return found;
  }

  private static boolean accepts(
      int[] x, long m, int code, int marks, boolean first, boolean summed, int p) {
    long sum = 0;
    long later = 0;
    for (int j = x.length - 1; j >= 0; j--) {
      long o = code / (int) Math.pow(marks, j) % marks;
      long u = Math.floorMod(m - x[j] - (first ? later : 0), p);
      if (u >= 8 || !same(o * u, 0, p)) {
        return false;
      }
      sum += o;
      later += o;
    }
    return !summed || same(sum, 1, p);
  }

  @Test
  void maximumIsUnique() {
    int p = 31;
    int[][] groups = {{0, 0, 0}, {2, -1, 2}, {-3, -2, -1}, {1, 3, 3}, {3}, {-3, -3}};
    for (int[] x : groups) {
      long expected = IntStream.of(x).max().orElseThrow();
      assertEquals(Set.of(expected), maxima(x, false, true, p));
      assertTrue(maxima(x, false, false, p).size() > 1);
      int at = 0;
      while (x[at] != expected) {
        at++;
      }
      long first = expected * (1L << x.length) + (1L << at);
      assertEquals(Set.of(first), maxima(x, true, true, p));
    }
  }
}
