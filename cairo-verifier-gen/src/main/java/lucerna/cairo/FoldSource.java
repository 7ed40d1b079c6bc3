package lucerna.cairo;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import lucerna.field.M31;
import lucerna.field.circle.CirclePoint;

/**
 * Writes {@code folds.cairo}: for each way of folding that occurs, its twiddles and the fold.
 *
 * <p>Positions of a coset that differ in bit b of their number on the line differ by the point of
 * index 2^(30-b), whatever the size of the layer.
 */
final class FoldSource {
  private static final BigInteger LIMIT = BigInteger.TWO.pow(249);

  private FoldSource() {}

  static String text(int[] steps, int logLast) {
    var text = new StringBuilder();
    text.append(
        """
        //! Folds of single cosets: docs/protocol.md, section 9.6.

        use crate::circle::{Point, double, subtract};
        use crate::field::{
            Lazy, M31, QM31, batch_inverse, cross, dot, lazy, lazy_add, lazy_mul, lazy_reduce_wide,
            lazy_scale, lazy_sub, m31_neg,
        };
        use crate::fri::{Known, Opened, value};

        """);
    text.append(twiddles("circle", steps[0], true));
    var line = new TreeSet<Integer>();
    for (int i = 1; i < steps.length; i++) {
      line.add(steps[i]);
    }
    line.forEach(k -> text.append(twiddles("line", k, false)));
    var all = new TreeSet<>(line);
    all.add(steps[0]);
    all.forEach(k -> text.append(fold(k)));
    text.append(folded("circle", steps[0]));
    line.forEach(k -> text.append(folded("line", k)));
    return text.toString();
  }

  private static CirclePoint offset(int position) {
    int index = 0;
    for (int bit = 0; position >> bit > 0; bit++) {
      index += ((position >> bit) & 1) << (30 - bit);
    }
    return CirclePoint.ofIndex(index & Integer.MAX_VALUE);
  }

  private static String coordinate(boolean x, CirclePoint q) {
    // x (P + Q) = P.x Q.x - P.y Q.y; y (P + Q) = P.x Q.y + P.y Q.x
    int byX = x ? q.x() : q.y();
    int byY = x ? M31.neg(q.y()) : q.x();
    if (byY == 0) {
      return signed("p.x", byX, q);
    }
    if (byX == 0) {
      return signed("p.y", byY, q);
    }
    return "dot(p.x, %d, p.y, %d)".formatted(byX, byY);
  }

  private static String signed(String name, int factor, CirclePoint q) {
    if (factor == 1) {
      return name;
    }
    if (factor != M31.P - 1) {
      throw new IllegalStateException("no point of small order: " + q);
    }
    return "m31_neg(" + name + ")";
  }

  private static String twiddles(String name, int k, boolean circle) {
    int logLine = circle ? k - 1 : k;
    var text = new StringBuilder();
    int lines = 1 << logLine;
    text.append(
        "/// Points of a coset less its first one, x and y of each.\nconst %s_%d_OFFSETS: [M31; %d] = ["
            .formatted(name.toUpperCase(Locale.ROOT), k, 2 * lines));
    text.append(
            IntStream.range(0, lines)
                .mapToObj(j -> offset(j).x() + ", " + offset(j).y())
                .collect(Collectors.joining(", ")))
        .append("];\n\n");
    text.append(
        "/// Appends the twiddles of a coset, fold by fold, and returns the folded value's"
            + " point.\n");
    text.append(
        "fn %s_twiddles_%d(ref twiddles: Array<M31>, first: u32, point: Point) -> Point {\n"
            .formatted(name, k));
    text.append(
        "    let span = %s_%d_OFFSETS.span();\n".formatted(name.toUpperCase(Locale.ROOT), k));
    text.append(
        """
            let mut p = point;
        @HALF@    if first != 0 {
                p = subtract(p, Point { x: *span[2 * first], y: *span[2 * first + 1] });
            }
        """
            .replace("@HALF@", circle ? "    let (first, _) = DivRem::div_rem(first, 2);\n" : ""));
    if (circle) {
      for (int j = 0; j < lines; j++) {
        text.append("    twiddles.append(%s);\n".formatted(coordinate(false, offset(j))));
      }
    }
    for (int left = logLine; left > 0; left--) {
      for (int j = 0; j < 1 << (left - 1); j++) {
        text.append("    twiddles.append(%s);\n".formatted(coordinate(true, offset(2 * j))));
      }
      text.append("    p = double(p);\n");
    }
    return text.append("    p\n}\n\n").toString();
  }

  private static String fold(int k) {
    int size = 1 << k;
    var text = new StringBuilder();
    text.append(
        "/// Folds 2^%d values: the inverses of the twiddles, the powers g, g^2, g^4, ...\n"
            .formatted(k));
    text.append("#[inline(never)]\n");
    text.append(
        "fn fold_%d(ref words: Span<u32>, ref inverses: Span<M31>%s) -> QM31 {\n"
            .formatted(
                k,
                IntStream.range(0, k)
                    .mapToObj(i -> ", g" + i + ": Lazy")
                    .collect(Collectors.joining())));
    text.append("    core::internal::revoke_ap_tracking();\n");
    text.append(
        "    let [%s] = (*inverses.multi_pop_front::<%d>().unwrap()).unbox();\n"
            .formatted(names("t", size - 1), size - 1));
    List<String> values = new ArrayList<>();
    for (int from = 0; from < size; from += 8) {
      int n = Math.min(8, size - from);
      text.append(
          "    let [%s] = (*words.multi_pop_front::<%d>().unwrap()).unbox();\n"
              .formatted(names("w", 4 * n), 4 * n));
      for (int i = 0; i < n; i++) {
        String name = "v0_" + (from + i);
        text.append(
            "    let %s = value(w%d, w%d, w%d, w%d);\n"
                .formatted(name, 4 * i, 4 * i + 1, 4 * i + 2, 4 * i + 3));
        values.add(name);
      }
    }
    BigInteger bound = BoundedExpression.P;
    BigInteger scaled = BoundedExpression.P.pow(2);
    int twiddle = 0;
    for (int level = 0; level < k; level++) {
      if (grown(bound, scaled).compareTo(LIMIT) >= 0) {
        List<String> reduced = new ArrayList<>();
        for (String value : values) {
          text.append("    let r_%s = lazy(lazy_reduce_wide(%s));\n".formatted(value, value));
          reduced.add("r_" + value);
        }
        values = reduced;
        bound = BoundedExpression.P;
      }
      List<String> next = new ArrayList<>();
      for (int j = 0; j < values.size() / 2; j++) {
        String f = values.get(2 * j);
        String h = values.get(2 * j + 1);
        String name = "v%d_%d".formatted(level + 1, j);
        text.append(
            """
                let %1$s = lazy_add(
                    lazy_add(%2$s, %3$s),
                    lazy_mul(lazy_sub(%2$s, %3$s), lazy_scale(g%4$d, t%5$d.into())),
                );
            """
                .formatted(name, f, h, level, twiddle++));
        next.add(name);
      }
      values = next;
      bound = grown(bound, scaled);
    }
    return text.append("    lazy_reduce_wide(%s)\n}\n\n".formatted(values.getFirst())).toString();
  }

  private static BigInteger grown(BigInteger bound, BigInteger scaled) {
    BigInteger twice = bound.shiftLeft(1);
    return twice.add(twice.multiply(scaled).shiftLeft(3));
  }

  private static String folded(String name, int k) {
    String powers = IntStream.range(0, k).mapToObj(i -> ", g" + i).collect(Collectors.joining());
    var text = new StringBuilder();
    text.append("/// Folds the opened cosets of a layer by a challenge.\n");
    text.append(
        "pub fn %s_folded_%d(opened: Opened, challenge: QM31) -> Known {\n".formatted(name, k));
    text.append("    let power = challenge;\n    let g0 = lazy(power);\n");
    for (int i = 1; i < k; i++) {
      text.append("    let power = power * power;\n    let g%d = lazy(power);\n".formatted(i));
    }
    text.append(
        """
            let mut twiddles: Array<M31> = array![];
            let mut points: Array<Point> = array![];
            let mut firsts = opened.firsts;
            while let Some(entry) = firsts.pop_front() {
                let (first, point) = *entry;
                points.append(%1$s_twiddles_%2$d(ref twiddles, first, point));
            }
            let mut inverses = batch_inverse(twiddles.span()).span();
            let mut words = opened.words;
            let mut values: Array<QM31> = array![];
            while !words.is_empty() {
                values.append(fold_%2$d(ref words, ref inverses%3$s));
            }
            Known { positions: opened.cosets, points: points.span(), values: values.span() }
        }

        """
            .formatted(name, k, powers));
    return text.toString();
  }

  private static String names(String prefix, int count) {
    return IntStream.range(0, count).mapToObj(i -> prefix + i).collect(Collectors.joining(", "));
  }
}
