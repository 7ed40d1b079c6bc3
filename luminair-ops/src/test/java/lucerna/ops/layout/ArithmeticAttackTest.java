package lucerna.ops.layout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Set;
import lucerna.field.M31;
import org.junit.jupiter.api.Test;

/** Likewise for signs, tests for 0, divisions, roots and memories. */
final class ArithmeticAttackTest extends GadgetAttacks {
  @Test
  void flagThatIsNotABit() {
    // (1 - o) u - o (u + 1) = 1 with u = 0 and o = -1.
    assertEquals(1, trace.get(gadgets.negative, 0, "u"));
    trace.set(gadgets.negative, 0, "u", 0);
    trace.set(gadgets.negative, 0, "u.limb0", 0);
    trace.set(gadgets.negative, 0, "o", -1);
    trace.settle();
    Set<String> found = trace.violations();
    found.remove(SUM);
    assertEquals(local(gadgets.negative, 0, "o is a bit, o (o - 1) = 0"), found);
  }

  @Test
  void flagOfAValueThatIsNotNegative() {
    // -(u + 1) = 1 with u = -2.
    trace.set(gadgets.negative, 0, "u", -2);
    trace.set(gadgets.negative, 0, "u.limb0", 14);
    trace.set(gadgets.negative, 0, "o", 1);
    assertEquals(
        with(topRange(gadgets.negative, 0, "u", "f(%1$su,%1$su.limb0)")),
        violations(changed(output(gadgets.negative), 0, 1)));
  }

  @Test
  void zeroThatIsNone() {
    // d = -1: o = 1 would need d o = 0; o = 0 needs an inverse.
    assertEquals(M31.of(-1), trace.get(gadgets.zero, 1, "d"));
    trace.set(gadgets.zero, 1, "o", 1);
    trace.set(gadgets.zero, 1, "i", 0);
    assertEquals(
        local(gadgets.zero, 1, "d o = 0"), violations(changed(output(gadgets.zero), 1, 1)));
  }

  @Test
  void zeroThatIsDenied() {
    assertEquals(0, trace.get(gadgets.zero, 0, "d"));
    trace.set(gadgets.zero, 0, "o", 0);
    trace.set(gadgets.zero, 0, "i", 12345);
    assertEquals(
        local(gadgets.zero, 0, "d i = 1 - o"), violations(changed(output(gadgets.zero), 0, -1)));
  }

  @Test
  void remainderOfADivisionTooLarge() {
    // b y + r = (b (y - 1)) + (r + b).
    int b = trace.get(gadgets.divide, 5, "b");
    trace.add(gadgets.divide, 5, "q", -1);
    trace.add(gadgets.divide, 5, "q.limb0", -1);
    trace.add(gadgets.divide, 5, "r", b);
    long r = trace.get(gadgets.divide, 5, "r");
    trace.set(gadgets.divide, 5, "r.limb0", r % 16);
    trace.set(gadgets.divide, 5, "b - 1 - r.limb0", M31.of(b - 1L - r) % 16);
    long[][] outputs = changed(output(gadgets.divide), 5, -1);
    outputs[outputs() - 3][5] += b;
    Set<String> found = violations(outputs);
    String slot = trace.slot(gadgets.divide, 5);
    String tuple = "3,f(%1$sb,%1$sr,%1$sb - 1 - r.limb0)".formatted(slot);
    assertEquals(with("RANGE." + tuple), found);
  }

  @Test
  void remainderOfADivisionNegative() {
    int b = trace.get(gadgets.divide, 5, "b");
    trace.add(gadgets.divide, 5, "q", 1);
    trace.add(gadgets.divide, 5, "q.limb0", 1);
    trace.add(gadgets.divide, 5, "r", -b);
    Set<String> found = settled();
    found.remove(SUM);
    String slot = trace.slot(gadgets.divide, 5);
    assertTrue(
        found.contains("RANGE.3,f(%1$sr,%1$sr.limb0)".formatted(slot)), () -> found.toString());
  }

  @Test
  void quotientTooWide() {
    // Another remainder, and the quotient that the equation then asks for modulo p.
    int e = 5;
    int b = trace.get(gadgets.divide, e, "b");
    int r = trace.get(gadgets.divide, e, "r");
    int other = r == 0 ? 1 : r - 1;
    trace.set(gadgets.divide, e, "r", other);
    trace.add(gadgets.divide, e, "q", M31.mul(M31.of(r - (long) other), M31.inverse(b)));
    trace.set(gadgets.divide, e, "r.limb0", other % 16);
    trace.set(gadgets.divide, e, "b - 1 - r.limb0", (b - 1 - other) % 16);
    Set<String> found = settled();
    found.remove(SUM);
    String slot = trace.slot(gadgets.divide, e);
    assertEquals(Set.of("RANGE.2,f(%1$sq,%1$sq.limb0,%1$sq.limb1)".formatted(slot)), found);
  }

  @Test
  void rootTooSmall() {
    // y^2 + r = (y - 1)^2 + (r + 2 y - 1).
    int e = 0;
    int y = trace.get(gadgets.root, e, "y");
    trace.add(gadgets.root, e, "y", -1);
    trace.add(gadgets.root, e, "y.limb0", -1);
    trace.add(gadgets.root, e, "r", 2L * y - 1);
    int r = trace.get(gadgets.root, e, "r");
    trace.set(gadgets.root, e, "r.limb0", r % 16);
    trace.set(gadgets.root, e, "2 y - r.limb0", M31.of(2L * (y - 1) - r) % 16);
    String slot = trace.slot(gadgets.root, e);
    assertEquals(
        with("RANGE.3,f(%1$sy,%1$sr,%1$s2 y - r.limb0)".formatted(slot)),
        violations(changed(output(gadgets.root), e, -1)));
  }

  @Test
  void rootTooLarge() {
    int e = 0;
    int y = trace.get(gadgets.root, e, "y");
    trace.add(gadgets.root, e, "y", 1);
    trace.add(gadgets.root, e, "y.limb0", 1);
    trace.add(gadgets.root, e, "r", -2L * y - 1);
    long r = M31.centered(trace.get(gadgets.root, e, "r"));
    trace.set(gadgets.root, e, "r.limb0", Math.floorMod(r, 16));
    trace.set(gadgets.root, e, "2 y - r.limb0", Math.floorMod(2L * (y + 1) - r, 16));
    String slot = trace.slot(gadgets.root, e);
    assertEquals(
        with("RANGE.3,f(%1$sr,%1$sr.limb0)".formatted(slot)),
        violations(changed(output(gadgets.root), e, 1)));
  }

  @Test
  void valueOfAnotherIndex() {
    int read = gadgets.read;
    assertNotEquals(trace.get(read, 0, "v"), trace.get(read, 1, "v"));
    long difference = trace.get(read, 1, "v") - (long) trace.get(read, 0, "v");
    trace.set(read, 0, "v", trace.get(read, 1, "v"));
    String slot = trace.slot(read, 0);
    assertEquals(
        with("MEMORY.%1$smemory,%1$sa,%1$sv".formatted(slot)),
        violations(changed(output(read), 0, M31.centered(M31.of(difference)))));
  }

  @Test
  void anotherIndex() {
    int read = gadgets.read;
    trace.set(read, 0, "a", trace.get(read, 1, "a"));
    trace.set(read, 0, "v", trace.get(read, 1, "v"));
    trace.settle();
    assertEquals(ONLY_SUM, trace.violations());
  }

  @Test
  void valueOfAnotherMemory() {
    int v = trace.get(gadgets.otherRead, 0, "v");
    long difference = M31.centered(M31.sub(v, trace.get(gadgets.read, 0, "v")));
    trace.set(gadgets.read, 0, "v", v);
    String slot = trace.slot(gadgets.read, 0);
    assertEquals(
        with("MEMORY.%1$smemory,%1$sa,%1$sv".formatted(slot)),
        violations(changed(output(gadgets.read), 0, difference)));
  }

  @Test
  void valueBelowZero() {
    // Of all accumulators the prover may choose, only those at least 0 have a solution.
    int e = 3;
    trace.add(gadgets.x, e, "t", 60);
    trace.set(gadgets.x, e, "t.limb0", (7 + 60) % 16);
    trace.add(gadgets.nonnegative, e, "u", -60);
    trace.set(gadgets.nonnegative, e, "u.limb0", Math.floorMod(63 - 67, 16));
    Set<String> found = settled();
    String slot = trace.slot(gadgets.nonnegative, e);
    assertTrue(found.contains("RANGE.3,f(%1$su,%1$su.limb0)".formatted(slot)), found::toString);
  }
}
