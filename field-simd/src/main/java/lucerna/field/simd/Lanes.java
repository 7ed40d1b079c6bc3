package lucerna.field.simd;

import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;
import org.jspecify.annotations.Nullable;

/**
 * The vectors' shape: the widest that the machine has between 128 and 512 bits, or that of the
 * system property {@code lucerna.lanes} (128, 256 or 512 bits).
 */
final class Lanes {
  private static final String PROPERTY = "lucerna.lanes";
  private static final VectorShape SHAPE = shape(Integer.getInteger(PROPERTY));

  static final VectorSpecies<Integer> INTS = VectorSpecies.of(int.class, SHAPE);
  static final VectorSpecies<Long> LONGS = VectorSpecies.of(long.class, SHAPE);

  /** Number of 32-bit lanes. */
  static final int COUNT = INTS.length();

  static final int LOG = Integer.numberOfTrailingZeros(COUNT);

  /** Selects the even entries of two vectors. */
  static final IntVector EVEN = lanes(j -> 2 * j);

  /** Selects the odd entries of two vectors. */
  static final IntVector ODD = lanes(j -> 2 * j + 1);

  /** Selects in turns from the first halves of two vectors. */
  static final IntVector FRONT = lanes(j -> (j >> 1) + (j & 1) * COUNT);

  /** Selects in turns from the second halves of two vectors. */
  static final IntVector BACK = lanes(j -> (j >> 1) + (j & 1) * COUNT + COUNT / 2);

  /** Selects the high words of two vectors of longs in turns. */
  static final IntVector HIGHS = lanes(j -> (j | 1) + (j & 1) * COUNT);

  /** Selects the low words of two vectors of longs in turns. */
  static final IntVector LOWS = lanes(j -> (j & ~1) + (j & 1) * COUNT);

  private Lanes() {}

  static IntVector lanes(IntUnaryOperator value) {
    return IntVector.fromArray(INTS, IntStream.range(0, COUNT).map(value).toArray(), 0);
  }

  private static VectorShape shape(@Nullable Integer bits) {
    int wanted =
        bits != null ? bits : Math.clamp(IntVector.SPECIES_PREFERRED.vectorBitSize(), 128, 512);
    if (wanted != 128 && wanted != 256 && wanted != 512) {
      throw new IllegalArgumentException(PROPERTY + "=" + wanted);
    }
    return VectorShape.forBitSize(wanted);
  }
}
