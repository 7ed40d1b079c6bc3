package lucerna.ops.executor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import org.junit.jupiter.api.Test;

final class RoundingTest {
  @Test
  void roundsEveryAccumulatorOfEightBitTensors() {
    for (int shift = 0; shift <= 8; shift++) {
      for (int acc = -(1 << 16); acc <= 1 << 16; acc++) {
        BigDecimal half = new BigDecimal("0.5");
        BigInteger expected =
            new BigDecimal(acc)
                .divide(new BigDecimal(1 << shift))
                .add(half)
                .setScale(0, RoundingMode.FLOOR)
                .toBigInteger();
        long value = Rounding.shift(acc, shift);
        assertEquals(expected.longValueExact(), value);
        long remainder = Rounding.remainder(acc, shift);
        assertTrue(remainder >= 0 && remainder < 1 << shift);
        long added = shift == 0 ? 0 : 1 << (shift - 1);
        assertEquals(acc + added, (value << shift) + remainder);
      }
    }
  }

  @Test
  void roundsAtTheBoundOfAccumulators() {
    long most = (1 << 30) - 1;
    assertEquals(1 << 14, Rounding.shift(most, 16));
    assertEquals(-(1 << 14), Rounding.shift(-most, 16));
    assertEquals(most, Rounding.shift(most, 0));
    assertEquals(0, Rounding.remainder(-most, 0));
  }

  @Test
  void roundsHalvesUp() {
    assertEquals(1, Rounding.scale(0.5, 0));
    assertEquals(0, Rounding.scale(-0.5, 0));
    assertEquals(3, Rounding.scale(0.3125, 3));
    assertEquals(-2, Rounding.scale(-0.3125, 3));
  }
}
