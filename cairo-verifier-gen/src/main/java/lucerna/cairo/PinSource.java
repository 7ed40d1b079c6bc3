package lucerna.cairo;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import lucerna.field.QM31;
import lucerna.stark.Pins;

/**
 * Writes what pins add to a verifier: a point and a table in {@code pins.cairo}, and in {@code
 * verifier.cairo} what the transcript absorbs and the batch of quotients at the point
 * (docs/protocol.md, sections 9.2 and 9.5).
 */
final class PinSource {
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
              mix_elements(ref channel, crate::pins::POINT.span());
              let pins = crate::pins::tree(statement.instance);
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
              let coordinates = crate::verifier::samples(crate::pins::POINT.span());
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

  /** Returns {@code pins.cairo}. */
  String text() {
    int[] point = coordinates(List.of(pins.point().x(), pins.point().y()));
    return """
    //! The pins of the weight trees: docs/protocol.md, section 8.4.

    use crate::field::{M31, unpack_elements};

    /// Where they are values, four coordinates of x and of y.
    """
        + VerifierSource.array(
            "POINT", "M31", IntStream.of(point).mapToObj(String::valueOf).toList())
        + """
        /// What the columns of a weight tree are there, four coordinates each.
        pub fn tree(instance: u32) -> Span<M31> {
            let mut packed = VALUES.span().slice(@EACH@ * instance, @EACH@);
            let mut values: Array<M31> = array![];
            while let Some(felt) = packed.pop_front() {
                values.append_span(unpack_elements(*felt).span());
            }
            values.span().slice(0, @COORDINATES@)
        }

        """
            .replace("@EACH@", String.valueOf(table().size() / trees))
            .replace("@COORDINATES@", String.valueOf(QM31.DEGREE * width()))
        + "/// Tree by tree, eight coordinates in a felt.\n"
        + VerifierSource.array("VALUES", "felt252", table());
  }

  /** Returns the packed pins; each tree starts at a new felt. */
  List<String> table() {
    var table = new ArrayList<String>();
    for (int tree = 0; tree < trees; tree++) {
      List<QM31> own = pins.values().subList(tree * width(), (tree + 1) * width());
      table.addAll(Packing.elements(coordinates(own)));
    }
    return table;
  }

  private static int[] coordinates(List<QM31> values) {
    return values.stream()
        .flatMapToInt(
            value -> Arrays.stream(new int[] {value.a(), value.b(), value.c(), value.d()}))
        .toArray();
  }
}
