package lucerna.ops.layout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import lucerna.field.M31;
import lucerna.ops.circuit.Gadget;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Each forgery of an inverse, all else adjusted to it, breaks the checks that exclude it. */
final class InvertAttackTest extends GadgetAttacks {
  private static final int TABLE_BITS = 4;
  private static final List<String> CELLS = List.of("b1", "b0", "y", "c", "l", "h", "r");
  private static final int UNIT = 1 << Gadget.Invert.LOW_BITS;

  private int block;
  private int element;
  private long b1;
  private long b0;
  private long y;
  private long c;
  private long l;
  private long h;
  private long r;

  @BeforeEach
  void widest() {
    // 40 21^2 + 3 of the values published for x = 21
    start(gadgets.invert, 5);
    assertEquals(17_643, b1 * UNIT + b0);
    assertEquals((1 << 20) / 17_643, y);
  }

  private void start(int inBlock, int at) {
    block = inBlock;
    element = at;
    b1 = trace.get(block, at, "b1");
    b0 = trace.get(block, at, "b0");
    y = trace.get(block, at, "y");
    c = trace.get(block, at, "c");
    l = trace.get(block, at, "l");
    h = trace.get(block, at, "h");
    r = trace.get(block, at, "r");
  }

  private long divisor() {
    return b1 * UNIT + b0;
  }

  /* c, l, h and r as they follow from y. */
  private void follow() {
    c = y * b0 / UNIT;
    l = y * b0 % UNIT;
    h = y * b1 + c;
    Gadget.Invert gadget = (Gadget.Invert) gadgets.tiny.circuit().blocks().get(block).gadget();
    r = (1L << gadget.numeratorBits()) - y * divisor();
  }

  /* Puts the cells in, with the low limbs of each check, and names the checks that fail. */
  private Set<String> broken() {
    long[] values = {b1, b0, y, c, l, h, r};
    int[] reduced = new int[values.length];
    long was = execution.outputs()[output(block)][element];
    for (int i = 0; i < values.length; i++) {
      reduced[i] = M31.of(values[i]);
      trace.set(block, element, CELLS.get(i), values[i]);
    }
    KindSizes kind = lowering.layout().kind(block);
    String slot = trace.slot(block, element);
    long rest = M31.of(divisor() - 1 - r);
    for (int i = 0; i < kind.signature().checks().size(); i++) {
      Slot.Check check = kind.signature().checks().get(i);
      long value = i < reduced.length ? reduced[i] : rest;
      int limbs = Limbs.count(kind.greatest(check.parameter()), TABLE_BITS);
      for (int k = 0; k < limbs - 1; k++) {
        trace.column(Slot.limbName(slot, check.name(), k))[trace.row(block, element)] =
            (int) (value >> (k * TABLE_BITS)) & ((1 << TABLE_BITS) - 1);
      }
    }
    boolean stated = M31.of(y) < 1 << 19;
    Set<String> labels =
        stated ? violations(changed(output(block), element, M31.of(y) - was)) : settled();
    Set<String> names = new TreeSet<>();
    for (String label : labels) {
      if (label.startsWith("RANGE.")) {
        for (Slot.Check check : kind.signature().checks()) {
          if (label.contains(slot + check.name() + ".limb")) {
            names.add(check.name());
          }
        }
      } else if (!label.equals(SUM)) {
        names.add(label.substring(slot.length()));
      }
    }
    return names;
  }

  @Test
  void nothing() {
    assertEquals(Set.of(), broken());
    follow();
    assertEquals(Set.of(), broken());
    start(gadgets.wideInvert, 2);
    follow();
    assertEquals(Set.of(), broken());
  }

  @Test
  void inverseTooSmallByOne() {
    y -= 1;
    follow();
    assertTrue(r >= divisor() && r < 1 << 15);
    assertEquals(Set.of("acc - 1 - r"), broken());
  }

  @Test
  void inverseTooLargeByOne() {
    y += 1;
    follow();
    assertTrue(r < 0 && divisor() - 1 - r < 1 << 15);
    assertEquals(Set.of("r"), broken());
  }

  @Test
  void inverseAroundThePrime() {
    // y acc = 2^20 + p - r: only h is too great.
    y = (M31.P + (1L << 20)) / divisor();
    assertTrue(y < 1 << 19);
    follow();
    r += M31.P;
    assertTrue(0 <= r && r < divisor());
    assertEquals(Set.of("h"), broken());
  }

  @Test
  void inverseInTheField() {
    // Another remainder, and the inverse that it asks for.
    r = r == 0 ? 1 : r - 1;
    y = M31.mul(M31.of((1L << 20) - r), M31.inverse(M31.of(divisor())));
    l = 0;
    c = M31.mul(M31.mul(M31.of(y), M31.of(b0)), M31.inverse(UNIT));
    h = M31.of(M31.mul(M31.of(y), M31.of(b1)) + c);
    assertEquals(Set.of("y", "c", "h"), broken());
  }

  @Test
  void limbsOfTheProduct() {
    l -= UNIT;
    c += 1;
    h += 1;
    assertEquals(Set.of("l"), broken());
    l += 2 * UNIT;
    c -= 2;
    h -= 2;
    assertEquals(Set.of("l"), broken());
  }

  @Test
  void limbsOfTheProductInTheField() {
    l = l == 0 ? 1 : l - 1;
    c = M31.mul(M31.of(y * b0 - l), M31.inverse(UNIT));
    h = y * b1 + c;
    // h, too: its upper limb is the same number as that of c.
    assertEquals(Set.of("c"), broken());
  }

  @Test
  void limbsSwapped() {
    long old = c;
    c = l;
    l = old;
    assertTrue(broken().contains("y b0 = 2^L c + l"));
  }

  @Test
  void limbsOfTheDivisor() {
    b1 -= 1;
    b0 += UNIT;
    c += y;
    assertEquals(Set.of("b0"), broken());
    b1 += 2;
    b0 -= 2 * UNIT;
    c -= 2 * y;
    assertEquals(Set.of("b0", "c"), broken());
  }

  @Test
  void highLimbOfTheDivisorInTheField() {
    // The low limb one more, and the high limb that the divisor then asks for.
    assertTrue(b0 < UNIT - 1);
    b0 += 1;
    b1 = M31.mul(M31.of(17_643 - b0), M31.inverse(UNIT));
    c = y * b0 / UNIT;
    l = y * b0 % UNIT;
    h = M31.mul(M31.of((1L << 20) - l - r), M31.inverse(UNIT));
    Set<String> found = broken();
    assertTrue(found.contains("b1"), found::toString);
  }

  @Test
  void singleConstraints() {
    h += 1;
    r -= UNIT;
    assertTrue(broken().contains("h = y b1 + c"));
    h -= 1;
    r += UNIT;
    assertEquals(Set.of(), broken());
    r += r + 1 < divisor() ? 1 : -1;
    assertEquals(Set.of("r = 2^numeratorBits - l - 2^L h"), broken());
    start(gadgets.invert, 5);
    r = (1L << 20) - y * divisor();
    l += l + 1 < UNIT ? 1 : -1;
    r = (1L << 20) - l - h * UNIT;
    assertEquals(Set.of("y b0 = 2^L c + l"), broken());
  }

  @Test
  void divisorThatIsZeroOrNegative() {
    // Divisor 0: r = 2^numeratorBits is not below it.
    long shift = -divisor();
    b1 = 0;
    b0 = 0;
    follow();
    Set<String> found = broken();
    assertTrue(found.contains("acc - 1 - r"), shift + " " + found);
  }
}
