package lucerna.cairo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import lucerna.field.M31;
import lucerna.field.QM31;
import lucerna.field.circle.CanonicCoset;
import lucerna.field.circle.CirclePoint;
import lucerna.field.circle.LagrangeWeights;
import lucerna.field.circle.SecureCirclePoint;
import lucerna.fri.channel.Channel;
import lucerna.fri.channel.ProofOfWork;
import lucerna.fri.hash.Blake2s;
import lucerna.fri.hash.Digest;
import lucerna.fri.hash.HashSuite;
import lucerna.fri.merkle.LeafHasher;
import lucerna.ops.layout.InputPrivacy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The kernels in Cairo give the values that those in Java give. */
final class KernelTest {
  private static final int LOG_ROWS = 6;
  private static final int ROWS = 11;

  @TempDir Path folder;

  private final StringBuilder body = new StringBuilder();
  private final List<Long> expected = new ArrayList<>();
  private final Random random = new Random(3);

  @Test
  void sameValuesAsInJava() throws Exception {
    assumeTrue(CairoCheck.installed(), "cairo-check is not installed");
    SmallModel model = SmallModel.of("1l_linear", InputPrivacy.HIDDEN, false);
    field();
    points(model);
    rowWeights();
    channel();
    merkle();
    lastLayers();
    Path target = folder.resolve("package");
    CairoPackage.of(model.key()).write(target);
    Path lib = target.resolve("src/lib.cairo");
    Files.writeString(lib, Files.readString(lib) + "\nmod kernels;\n");
    Files.writeString(target.resolve("src/kernels.cairo"), source());
    JsonNode out =
        CairoCheck.run(folder, "run", target.toString(), "--fn", "kernels::all", "--array-result");
    assertTrue(out.path("ok").asBoolean(), out::toString);
    JsonNode values = out.path("runs").path(0).path("value");
    assertEquals(expected.size(), values.size());
    for (int i = 0; i < expected.size(); i++) {
      String hex = values.get(i).asText().substring(2);
      assertEquals(expected.get(i), Long.parseUnsignedLong(hex, 16), "value " + i);
    }
  }

  private String source() {
    return """
    use crate::blake::{Digest, same};
    use crate::channel::{Channel, draw_many, draw_positions, mix_words, work};
    use crate::circle::{SecurePoint, vanishing};
    use crate::field::{M31, QM31};

    fn put(ref out: Array<felt252>, x: QM31) {
        out.append(x.a.into());
        out.append(x.b.into());
        out.append(x.c.into());
        out.append(x.d.into());
    }

    fn put_digest(ref out: Array<felt252>, digest: Digest) {
        let mut words: Array<u32> = array![];
        crate::blake::append_digest(ref words, digest);
        let mut words = words.span();
        while let Some(word) = words.pop_front() {
            out.append((*word).into());
        }
    }

    pub fn all() -> Array<felt252> {
        let mut out: Array<felt252> = array![];
    """
        + body
        + "    out\n}\n";
  }

  private QM31 element() {
    return new QM31(
        random.nextInt(M31.P), random.nextInt(M31.P), random.nextInt(M31.P), random.nextInt(M31.P));
  }

  private static String code(QM31 x) {
    return "QM31 { a: %d, b: %d, c: %d, d: %d }".formatted(x.a(), x.b(), x.c(), x.d());
  }

  private void expect(QM31 value) {
    for (int k = 0; k < QM31.DEGREE; k++) {
      expected.add((long) value.coordinate(k));
    }
  }

  private void expect(Digest digest) {
    for (int word : digest.toWords()) {
      expected.add(word & 0xffff_ffffL);
    }
  }

  private void field() {
    QM31 top = new QM31(M31.P - 1, M31.P - 1, M31.P - 1, M31.P - 1);
    for (QM31[] pair : new QM31[][] {{element(), element()}, {top, top}, {top, element()}}) {
      QM31 x = pair[0];
      QM31 y = pair[1];
      body.append("    let x = %s;\n    let y = %s;\n".formatted(code(x), code(y)));
      body.append("    put(ref out, x + y);\n    put(ref out, x - y);\n    put(ref out, x * y);\n");
      body.append("    put(ref out, crate::field::multiply_add(x, y, x));\n");
      body.append("    put(ref out, crate::field::mul_m31(x, y.c));\n");
      body.append("    put(ref out, crate::field::inverse(x));\n");
      body.append(
          "    put(ref out, crate::field::lazy_product(crate::field::lazy(x),"
              + " crate::field::lazy(y)));\n");
      expect(x.add(y));
      expect(x.sub(y));
      expect(x.mul(y));
      expect(x.mul(y).add(x));
      expect(x.mul(y.c()));
      expect(x.inverse());
      expect(x.mul(y));
    }
  }

  private void points(SmallModel model) {
    int log = model.key().shape().logRows() + 2 + model.key().config().fri().logBlowupFactor();
    for (int i = 0; i < 8; i++) {
      int position = i < 2 ? i : random.nextInt(1 << log);
      CirclePoint point = new CanonicCoset(log).domain().atStorage(position);
      body.append(
          """
              let line = *crate::domain::points(array![%1$d].span())[0];
              let point = crate::queries::actual(%1$d, line);
              out.append(point.x.into());
              out.append(point.y.into());
          """
              .formatted(position));
      expected.add((long) point.x());
      expected.add((long) point.y());
    }
  }

  private void rowWeights() {
    SecureCirclePoint point = SecureCirclePoint.fromParameter(element());
    var coset = new CanonicCoset(LOG_ROWS);
    int[] cotangents = new int[ROWS];
    for (int row = 0; row < ROWS; row++) {
      CirclePoint p = coset.at(row);
      cotangents[row] = M31.mul(p.y(), M31.inverse(M31.sub(1, p.x())));
    }
    body.append(
        """
            let point = SecurePoint { x: %s, y: %s };
            let zero = vanishing(%d, point.x);
            let mut weights = crate::rows::weights(point, zero, %d, array![%s].span(), %d);
            while let Some(weight) = weights.pop_front() {
                put(ref out, *weight);
            };
        """
            .formatted(
                code(point.x()),
                code(point.y()),
                LOG_ROWS,
                M31.inverse(1 << LOG_ROWS),
                String.join(", ", Packing.elements(cotangents)),
                ROWS));
    var weights = LagrangeWeights.at(LOG_ROWS, point, ROWS);
    for (int row = 0; row < ROWS; row++) {
      expect(weights.get(row));
    }
  }

  /* The check values of docs/protocol.md, section 13. */
  private void channel() {
    var channel = new Channel();
    channel.mixBytes("lucerna circle stark 2".getBytes(StandardCharsets.US_ASCII));
    assertEquals(31843, ProofOfWork.grind(channel, 14));
    body.append(
        """
            let zero = BoxTrait::new([0, 0, 0, 0, 0, 0, 0, 0]);
            let mut channel = Channel { digest: zero, draws: 0 };
            mix_words(
                ref channel,
                array![22, 0x6375656c, 0x616e7265, 0x72696320, 0x20656c63, 0x72617473, 0x3220].span(),
            );
            put_digest(ref out, channel.digest);
            let mut worked = channel;
            let mut drawn = draw_many(ref channel, 3).span();
            while let Some(element) = drawn.pop_front() {
                put(ref out, *element);
            };
            let mut positions = draw_positions(ref channel, 3, 65536).span();
            while let Some(position) = positions.pop_front() {
                out.append((*position).into());
            };
            work(ref worked, 14, 16384, 31843, 0);
            put_digest(ref out, worked.digest);
        """
            .replace("0x6375656c", word("luce"))
            .replace("0x616e7265", word("rna "))
            .replace("0x72696320", word("circ"))
            .replace("0x20656c63", word("le s"))
            .replace("0x72617473", word("tark"))
            .replace("0x3220", word(" 2")));
    expect(channel.digest());
    Digest before = channel.digest();
    for (QM31 drawn : channel.drawSecureFelts(3)) {
      expect(drawn);
    }
    for (int position : channel.drawQueries(16, 3)) {
      expected.add((long) position);
    }
    expect(
        Digest.fromBytes(new Blake2s().absorb(before).absorb(31843).absorb(0).digest().toBytes()));
  }

  /* Of sizes below, at and above those after which the kernel reduces. */
  private void lastLayers() {
    for (int log : new int[] {0, 2, 3, 6, 7}) {
      int x = random.nextInt(M31.P);
      QM31 sum = QM31.ZERO;
      var words = new StringBuilder();
      for (int i = 0; i < 1 << log; i++) {
        QM31 coefficient = element();
        for (int k = 0; k < QM31.DEGREE; k++) {
          words.append(words.isEmpty() ? "" : ", ").append(coefficient.coordinate(k));
        }
        // Bit k of the natural index is bit log - 1 - k of the place.
        int factor = x;
        for (int k = 0; k < log; k++) {
          coefficient = (i >> (log - 1 - k) & 1) == 1 ? coefficient.mul(factor) : coefficient;
          factor = CirclePoint.doubleX(factor);
        }
        sum = sum.add(coefficient);
      }
      body.append(
          "    put(ref out, crate::fri::last_layer(array![%s].span(), %d, %d));\n"
              .formatted(words, log, x));
      expect(sum);
    }
  }

  private static String word(String text) {
    int word = 0;
    for (int i = 0; i < text.length(); i++) {
      word |= text.charAt(i) << (8 * i);
    }
    return String.valueOf(word);
  }

  private void merkle() {
    HashSuite suite = HashSuite.lucerna("wit");
    int[] values = {1, 2, 3};
    int[] salt = {4, 5, 6, 7};
    Digest leaf = new LeafHasher(suite, values.length, true).hash(values, salt);
    int[] state = suite.leafState();
    var words = new StringBuilder();
    for (int word : state) {
      words.append(words.isEmpty() ? "" : ", ").append(Integer.toUnsignedString(word));
    }
    body.append(
        """
            let state = BoxTrait::new([%s]);
            let leaves = crate::deep::leaves(
                state, array![1, 2, 3].span(), 3, array![4, 5, 6, 7].span(), 4, 1,
            );
            put_digest(ref out, *leaves[0]);
            assert(!same(*leaves[0], zero), 'a digest of zeros');
            put_digest(ref out, crate::blake::pair(crate::parameters::node_state(), zero, zero));
        """
            .formatted(words));
    expect(leaf);
    expect(Digest.fromHex("57ff3bbeea1f607ebf6512eb1a0e061c6ce43256f7f07984b20ed7cf8424e348"));
  }
}
