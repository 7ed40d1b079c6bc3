package lucerna.field.kat;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.function.IntFunction;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import lucerna.field.circle.BitReversal;
import lucerna.field.circle.CanonicCoset;
import lucerna.field.circle.CircleDomain;
import lucerna.field.circle.CirclePoint;
import lucerna.field.circle.Coset;
import lucerna.field.circle.LineDomain;
import lucerna.field.circle.RowOrder;
import org.junit.jupiter.api.Test;

/** Checks every value of {@code domains.json}. */
class DomainsKatTest {
  private static final JsonNode FILE = Kat.read("domains.json");

  private static CirclePoint point(JsonNode node) {
    return new CirclePoint(node.get(0).intValue(), node.get(1).intValue());
  }

  private static void assertPoints(JsonNode expected, IntFunction<CirclePoint> actual) {
    assertFalse(expected.isEmpty());
    for (int i = 0; i < expected.size(); i++) {
      assertEquals(point(expected.get(i)), actual.apply(i));
    }
  }

  private static void assertInts(JsonNode expected, IntUnaryOperator actual) {
    assertFalse(expected.isEmpty());
    assertArrayEquals(
        Kat.ints(expected), IntStream.range(0, expected.size()).map(actual).toArray());
  }

  @Test
  void groupAgrees() {
    assertEquals(point(FILE.get("m31_circle_generator")), CirclePoint.GENERATOR);
    assertEquals(FILE.get("m31_circle_log_order").intValue(), CirclePoint.LOG_ORDER);
    assertEquals(32, FILE.get("subgroup_generators").size());
    for (JsonNode generator : FILE.get("subgroup_generators")) {
      int logOrder = generator.get("log_order").intValue();
      long index = generator.get("index").longValue();
      CirclePoint point = point(generator.get("point"));
      assertEquals(1L << (31 - logOrder), index);
      assertEquals(point, CirclePoint.ofIndex((int) index));
      assertEquals(point, CirclePoint.GENERATOR.mul(index));
      if (logOrder > 0 && logOrder < 31) {
        assertEquals(point, new CanonicCoset(logOrder).step());
      }
    }
  }

  @Test
  void canonicCosetsAgree() {
    for (JsonNode size : FILE.get("sizes")) {
      CanonicCoset coset = new CanonicCoset(size.get("log_size").intValue());
      JsonNode expected = size.get("canonic_coset");
      assertEquals(expected.get("initial_index").intValue(), coset.initialIndex());
      assertEquals(expected.get("step_index").intValue(), coset.stepIndex());
      assertInts(expected.get("first8_indices"), coset.coset()::indexAt);
      assertPoints(expected.get("first8"), coset::at);
    }
  }

  @Test
  void circleDomainsAgree() {
    for (JsonNode size : FILE.get("sizes")) {
      CircleDomain domain = new CanonicCoset(size.get("log_size").intValue()).domain();
      JsonNode expected = size.get("circle_domain");
      Coset half = domain.halfCoset();
      int last = domain.size() - 1;
      assertEquals(expected.get("half_coset_initial_index").intValue(), half.initialIndex());
      assertEquals(expected.get("half_coset_step_index").intValue(), half.stepIndex());
      assertEquals(expected.get("half_coset_log_size").intValue(), half.logSize());
      assertInts(expected.get("natural_first8_indices"), domain::indexAt);
      assertPoints(expected.get("natural_first8"), domain::at);
      assertEquals(point(expected.get("natural_at_half")), domain.at(domain.size() / 2));
      assertEquals(point(expected.get("natural_last")), domain.at(last));
      assertInts(
          expected.get("bit_reversed_first8_indices"),
          i -> domain.indexAt(BitReversal.reverse(i, domain.logSize())));
      assertPoints(expected.get("bit_reversed_first8"), domain::atStorage);
      assertEquals(point(expected.get("bit_reversed_last")), domain.atStorage(last));
    }
  }

  @Test
  void lineDomainsAgree() {
    for (JsonNode size : FILE.get("sizes")) {
      LineDomain domain = new LineDomain(size.get("log_size").intValue());
      JsonNode expected = size.get("line_domain");
      assertEquals(expected.get("coset_initial_index").intValue(), domain.coset().initialIndex());
      assertEquals(expected.get("coset_step_index").intValue(), domain.coset().stepIndex());
      assertInts(expected.get("natural_first8"), domain::at);
      assertInts(expected.get("bit_reversed_first8"), domain::atStorage);
    }
  }

  @Test
  void rowOrderAgrees() {
    for (JsonNode order : FILE.get("row_order")) {
      int size = 1 << order.get("log_size").intValue();
      int[] rows = IntStream.range(0, size).toArray();
      assertArrayEquals(
          Kat.ints(order.get("coset_row_of_storage_position")), RowOrder.toStorage(rows));
    }
  }

  @Test
  void rowOffsetsAgree() {
    assertFalse(FILE.get("row_offsets").isEmpty());
    for (JsonNode offset : FILE.get("row_offsets")) {
      int evalLogSize = offset.get("eval_log_size").intValue();
      int traceLogSize = offset.get("trace_log_size").intValue();
      int[] next = RowOrder.nextPositions(evalLogSize, traceLogSize);
      // One row back is all rows but one forward.
      int steps = Math.floorMod(offset.get("row_offset").intValue(), 1 << traceLogSize);
      assertInts(
          offset.get("storage_position_of_offset_row"),
          i -> IntStream.range(0, steps).reduce(i, (position, step) -> next[position]));
    }
  }

  @Test
  void domainSplitsAgree() {
    for (JsonNode split : FILE.get("domain_split")) {
      int logSize = split.get("log_size").intValue();
      int logParts = split.get("log_parts").intValue();
      CircleDomain whole = new CanonicCoset(logSize).domain();
      Coset half =
          new Coset(
              split.get("subdomain_half_coset_initial_index").intValue(),
              split.get("subdomain_half_coset_step_index").intValue(),
              split.get("subdomain_log_size").intValue() - 1);
      CircleDomain part = new CircleDomain(half);
      assertEquals(logSize - logParts, part.logSize());
      int[] shifts = Kat.ints(split.get("shift_indices"));
      assertEquals(1 << logParts, shifts.length);
      for (int p = 0; p < shifts.length; p++) {
        // Part p is the domain of the half coset shifted by shift_indices[rev(p)].
        int shift = shifts[BitReversal.reverse(p, logParts)];
        CircleDomain shifted =
            new CircleDomain(
                new Coset(half.initialIndex() + shift, half.stepIndex(), half.logSize()));
        for (int i = 0; i < part.size(); i++) {
          assertEquals(shifted.atStorage(i), whole.atStorage(p * part.size() + i));
        }
      }
    }
  }
}
