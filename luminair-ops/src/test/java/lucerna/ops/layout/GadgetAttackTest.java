package lucerna.ops.layout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Set;
import lucerna.field.M31;
import lucerna.ops.circuit.Block;
import org.junit.jupiter.api.Test;

/** Each forgery of a gadget breaks one constraint, one lookup, or the sum that ties all cells. */
final class GadgetAttackTest extends GadgetAttacks {
  @Test
  void everyCellOfEveryGadget() {
    for (int b = 0; b < gadgets.tiny.circuit().blocks().size(); b++) {
      Block block = gadgets.tiny.circuit().blocks().get(b);
      for (String cell : lowering.layout().kind(b).signature().cells()) {
        for (int e = 0; e < block.length(); e++) {
          trace.add(b, e, cell, 1);
          if (isFree(b, e, cell)) {
            assertEquals(Set.of(), trace.violations());
          } else {
            assertNotEquals(Set.of(), trace.violations(), block.name() + " " + cell + " " + e);
          }
          trace.add(b, e, cell, -1);
        }
      }
    }
  }

  /* No output depends on the sign of 0, nor on a boolean's; 0 needs no inverse. */
  private boolean isFree(int block, int element, String cell) {
    if (cell.equals("i")) {
      return trace.get(block, element, "d") == 0;
    }
    return cell.equals("g")
        && trace.get(block, element, "g") == 1
        && (trace.get(block, element, "t") == 0 || block == gadgets.flags);
  }

  @Test
  void signOfZeroIsABit() {
    assertEquals(0, trace.get(gadgets.x, 4, "t"));
    trace.set(gadgets.x, 4, "g", 5);
    assertEquals(local(gadgets.x, 4, "g is a bit, g (g - 1) = 0"), trace.violations());
  }

  @Test
  void remainderTooLarge() {
    int e = 0;
    trace.add(gadgets.round, e, "t", -1);
    trace.add(gadgets.round, e, "t.limb0", -1);
    trace.add(gadgets.round, e, "rem", 4);
    // The output is another one; nothing else is wrong.
    assertEquals(
        with(range(gadgets.round, e, "shift.width0", "rem")),
        violations(changed(output(gadgets.round), e, -1)));
  }

  @Test
  void remainderNegative() {
    trace.add(gadgets.round, 0, "t", 1);
    trace.add(gadgets.round, 0, "t.limb0", 1);
    trace.add(gadgets.round, 0, "rem", -4);
    assertEquals(
        with(range(gadgets.round, 0, "shift.width0", "rem")),
        violations(changed(output(gadgets.round), 0, 1)));
  }

  @Test
  void magnitudeTooWide() {
    // Another remainder in range, and the magnitude that the equation then asks for.
    long change = M31.inverse(4);
    int e = 0;
    boolean odd = trace.get(gadgets.round, e, "rem") % 2 == 1;
    trace.add(gadgets.round, e, "rem", odd ? -1 : 1);
    trace.add(gadgets.round, e, "t", odd ? change : -change);
    trace.settle();
    Set<String> found = trace.violations();
    found.remove(SUM);
    String slot = trace.slot(gadgets.round, e);
    assertEquals(
        Set.of("RANGE.%1$sbits.width2,f(%1$st,%1$st.limb0,%1$st.limb1)".formatted(slot)), found);
  }

  @Test
  void functionValue() {
    trace.add(gadgets.lookup, 1, "y", 1);
    assertEquals(
        with(function(gadgets.lookup, 1)), violations(changed(output(gadgets.lookup), 1, 1)));
  }

  @Test
  void valueOfAnotherTable() {
    // (3, tanh) looked up where (3, square) belongs.
    int y = trace.get(gadgets.lookupRound, 1, "y");
    int x = trace.get(gadgets.lookupRound, 1, "x");
    int e = 1;
    long was = execution.outputs()[output(gadgets.lookup)][e];
    trace.set(gadgets.lookup, e, "x", x);
    trace.set(gadgets.lookup, e, "y", y);
    Set<String> found = violations(changed(output(gadgets.lookup), e, y - was));
    assertEquals(with(function(gadgets.lookup, e)), found);
  }

  @Test
  void argumentOutsideOfTheTable() {
    trace.set(gadgets.lookup, 1, "x", 41);
    trace.settle();
    assertEquals(with(function(gadgets.lookup, 1)), trace.violations());
  }

  @Test
  void argumentRoundedWrongly() {
    int e = 0;
    trace.add(gadgets.lookupRound, e, "x", -1);
    trace.add(gadgets.lookupRound, e, "rem", 2);
    int y = trace.get(gadgets.lookupRound, e, "y");
    int x = trace.get(gadgets.lookupRound, e, "x");
    int other = gadgets.tiny.circuit().tables().get(1).entries()[x];
    trace.set(gadgets.lookupRound, e, "y", other);
    String slot = trace.slot(gadgets.lookupRound, e);
    assertEquals(
        with("RANGE.1," + slot + "rem"),
        violations(changed(output(gadgets.lookupRound), e, other - (long) y)));
  }

  @Test
  void markOfANonMaximum() {
    int[] blocks = {gadgets.lookupMark, gadgets.lookupRoundMark, gadgets.mark};
    for (int block : blocks) {
      String cell = block == gadgets.mark ? "u" : "x";
      int e = trace.get(block, 0, cell) == 0 ? 1 : 0;
      assertNotEquals(0, trace.get(block, e, cell));
      for (int i = 0; i < 3; i++) {
        trace.set(block, i, "o", i == e ? 1 : 0);
      }
      assertEquals(local(block, e, "o " + cell + " = 0"), trace.violations());
      trace = fresh();
    }
  }

  @Test
  void marksOfAGroupThatAreNotOne() {
    int[] blocks = {gadgets.lookupMark, gadgets.lookupRoundMark, gadgets.mark};
    for (int block : blocks) {
      for (int i = 0; i < 3; i++) {
        trace.set(block, i, "o", 0);
      }
      assertEquals(ONLY_SUM, trace.violations());
      trace = fresh();
    }
  }

  @Test
  void firstMarksThatAreNotBits() {
    // Values 3, 2, 3: marks 1, -1, 1 sum to 1 and leave every accumulator of the group 0.
    assertEquals(0, trace.get(gadgets.first, 0, "u"));
    assertEquals(1, trace.get(gadgets.first, 1, "u"));
    int[] marks = {1, -1, 1};
    for (int i = 0; i < 3; i++) {
      trace.set(gadgets.first, i, "o", marks[i]);
      trace.set(gadgets.first, i, "u", 0);
      trace.set(gadgets.first, i, "u.limb0", 0);
    }
    // Published are o0, 2 o1, 3 o2.
    assertEquals(
        local(gadgets.first, 1, "o is a bit, o (o - 1) = 0"),
        violations(changed(outputs() - 1, 0, 0, -2, 3)));
  }

  @Test
  void laterMaximum() {
    // Values 3, 2, 3: the mark on the second 3 makes the first accumulator -1.
    trace.set(gadgets.first, 0, "o", 0);
    trace.set(gadgets.first, 2, "o", 1);
    trace.set(gadgets.first, 0, "u", -1);
    trace.set(gadgets.first, 0, "u.limb0", 15);
    trace.set(gadgets.first, 1, "u", 0);
    trace.set(gadgets.first, 1, "u.limb0", 0);
    Set<String> found = violations(changed(outputs() - 1, 0, -1, 0, 3));
    assertEquals(with(topRange(gadgets.first, 0, "u", "f(%1$su,%1$su.limb0)")), found);
  }

  @Test
  void maximumTooHigh() {
    // All of the group one lower: no mark is possible.
    int maximum = gadgets.maximum;
    trace.add(maximum, 0, "t", 1);
    for (int i = 0; i < 3; i++) {
      trace.add(gadgets.lookupMark, i, "x", 1);
    }
    assertTrue(
        trace.violations().stream().anyMatch(label -> label.endsWith("o x = 0")),
        () -> trace.violations().toString());
  }

  @Test
  void multiplicities() {
    for (String column : new String[] {"range0.uses", "function0.uses"}) {
      trace.column(column)[1]++;
      assertEquals(2, trace.violations().size(), () -> trace.violations().toString());
      assertTrue(trace.violations().contains(SUM));
      trace.column(column)[1]--;
    }
    trace.add(gadgets.entry, 3, "uses", 1);
    Set<String> found = trace.violations();
    assertTrue(found.stream().anyMatch(label -> label.startsWith("MEMORY.")), found::toString);
  }

  @Test
  void everyPublicOutput() {
    for (int o = 0; o < outputs(); o++) {
      for (int e = 0; e < execution.outputs()[o].length; e++) {
        int change =
            execution.outputs()[o][e] == 0 ? 1 : -Integer.signum(execution.outputs()[o][e]);
        assertEquals(ONLY_SUM, trace.violations(stated(changed(o, e, change))));
      }
    }
  }
}
