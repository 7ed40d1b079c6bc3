package lucerna.cairo;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import lucerna.field.QM31;
import lucerna.stark.Pins;

/**
 * Writes what pins add to a verifier: a point and a table in {@code parameters.cairo}, and in
 * {@code verifier.cairo} what the transcript absorbs and the batch of quotients at the point
 * (docs/protocol.md, sections 9.2 and 9.5).
 */
final class PinSource {
  /** What {@code parameters.cairo} needs beside the rest. */
  static final String IMPORTS = "use crate::field::{M31, unpack_elements};\n\n";

  private static final List<String> PLACES =
      List.of(
          "MIX_PINS",
          "PINNED_SAMPLES",
          "PINNED_BATCH",
          "PINNED",
          "PINNED_PARAMETER",
          "PINNED_SUMS",
          "PINNED_DENOMINATORS",
          "PINNED_NORM",
          "PINNED_SPAN",
          "ADD_QUOTIENTS");

  private static final List<String> WITHOUT =
      List.of(
          "",
          "",
          "",
          "",
          "",
          "",
          "",
          "",
          "",
          """
                  quotients.append(lazy_add(quotient_at, quotient_after));
          """);

  private static final List<String> WITH =
      List.of(
          """
              mix_elements(ref channel, parameters::PIN_POINT.span());
              let pins = parameters::pins(statement.instance);
              mix_elements(ref channel, pins);
          """,
          """
              // Pins are samples too, after all others.
              let pins = crate::verifier::samples(pins);
              let mut known: Array<QM31> = array![];
              known.append_span(samples);
              known.append_span(pins);
              let samples = known.span();
          """,
          """
              let coordinates = crate::verifier::samples(parameters::PIN_POINT.span());
              let pin_point = SecurePoint { x: *coordinates[0], y: *coordinates[1] };
              let pinned = batch(pin_point, samples, weights, parameters::BATCHES.span(), 3);
          """,
          ", @pinned",
          "    pinned: @Batch,\n",
          """
              let mut sums_pinned = zeros.span();
          """,
          """
              let mut thirds: Array<(M31, M31)> = array![];
          """,
          """
                  let third = denominator(pinned, *point);
                  norms.append(norm(third));
                  thirds.append(third);
          """,
          """
              let mut thirds = thirds.span();
          """,
          """
                  let (e, f) = *sums_pinned.pop_front().unwrap();
                  let quotient_pinned = quotient(
                      pinned,
                      unpacked(e, f),
                      y,
                      *thirds.pop_front().unwrap(),
                      *inverses.pop_front().unwrap(),
                  );
                  quotients.append(lazy_add(lazy_add(quotient_at, quotient_after), quotient_pinned));
          """);

  private final Pins pins;
  private final int trees;

  /**
   * Prepares writing.
   *
   * @param pins the pins of all weight trees, tree by tree
   * @param trees how many trees there are
   */
  PinSource(Pins pins, int trees) {
    this.pins = pins;
    this.trees = trees;
  }

  /** Returns how many columns a weight tree has. */
  int width() {
    return pins.values().size() / trees;
  }

  /** Returns {@code verifier.cairo} of a key without pins. */
  static String without(String text) {
    return fill(text, WITHOUT);
  }

  /** Returns {@code verifier.cairo} of a key with pins. */
  String with(String text) {
    return fill(text, WITH);
  }

  private static String fill(String text, List<String> parts) {
    String filled = text;
    for (int i = 0; i < parts.size(); i++) {
      filled = filled.replace("@" + PLACES.get(i) + "@", parts.get(i));
    }
    return filled;
  }

  /** Returns the constants. */
  String parameters() {
    var table = new ArrayList<String>();
    int width = width();
    int each = 0;
    for (int tree = 0; tree < trees; tree++) {
      List<String> felts =
          Packing.elements(
              coordinates(pins.values().subList(tree * width, (tree + 1) * width)));
      each = felts.size();
      table.addAll(felts);
    }
    int[] point = coordinates(List.of(pins.point().x(), pins.point().y()));
    return VerifierSource.array(
            "PIN_POINT",
            "M31",
            IntStream.of(point).mapToObj(String::valueOf).collect(Collectors.toList()))
        + """
        /// A weight tree's values at that point, four coordinates each.
        pub fn pins(instance: u32) -> Span<M31> {
            let mut packed = PINS.span().slice(@EACH@ * instance, @EACH@);
            let mut values: Array<M31> = array![];
            while let Some(felt) = packed.pop_front() {
                values.append_span(unpack_elements(*felt).span());
            }
            values.span().slice(0, @COORDINATES@)
        }

        """
            .replace("@EACH@", String.valueOf(each))
            .replace("@COORDINATES@", String.valueOf(QM31.DEGREE * width))
        + VerifierSource.array("PINS", "felt252", table);
  }

  private static int[] coordinates(List<QM31> values) {
    return values.stream()
        .flatMapToInt(value -> Arrays.stream(new int[] {value.a(), value.b(), value.c(), value.d()}))
        .toArray();
  }
}
