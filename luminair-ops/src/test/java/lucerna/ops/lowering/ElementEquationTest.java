package lucerna.ops.lowering;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HashSet;
import java.util.Set;
import lucerna.field.M31;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Searches all cells in range for a second value that an accumulator rounds to. */
final class ElementEquationTest {
  @ParameterizedTest
  @CsvSource({"1, 0", "1, 1", "2, 2", "3, 2", "2, 3", "4, 1"})
  void hasOneSolution(int bits, int shift) {
    int half = (1 << shift) >> 1;
    int limit = 1 << (bits + shift + 1);
    for (int acc = -limit; acc <= limit; acc++) {
      Set<Integer> found = new HashSet<>();
      for (int g = 0; g < 2; g++) {
        for (int t = 0; t < 1 << bits; t++) {
          for (int rem = 0; rem < 1 << shift; rem++) {
            int signed = M31.mul(M31.of(1 - 2 * g), t);
            int left = M31.add(M31.mul(signed, 1 << shift), rem);
            if (left == M31.of((long) acc + half)) {
              found.add(M31.centered(signed));
            }
          }
        }
      }
      int rounded = Math.floorDiv(acc + half, 1 << shift);
      boolean fits = Math.abs(rounded) < 1 << bits;
      assertEquals(fits ? Set.of(rounded) : Set.of(), found);
    }
  }
}
