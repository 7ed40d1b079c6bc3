package lucerna.cairo;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import lucerna.fri.hash.TreeHash;
import lucerna.ops.key.ChainCost;
import lucerna.ops.layout.InputPrivacy;
import org.junit.jupiter.api.Test;

/**
 * Emitted packages of fixed keys, byte by byte: a change of the generator shows here, and is meant
 * or not.
 */
final class GoldenPackageTest {
  private static final Path GOLDEN = Path.of("src/test/resources/lucerna/cairo/packages.sha256");

  private static final String RENEW =
      "If the change is meant, raise CairoPackage.VERSION and renew the file by: mvn test -pl"
          + " cairo-verifier-gen -am -Dtest=GoldenPackageTest"
          + " -Dsurefire.failIfNoSpecifiedTests=false -Dlucerna.cairo.golden=write";

  @Test
  void packagesOfFixedKeysKeepTheirBytes() throws Exception {
    var models = new TreeMap<String, SmallModel>();
    models.put("P100", SmallModel.of("2l_relu_small", InputPrivacy.COMMITTED, true));
    models.put("P100-chain", SmallModel.chain("2l_relu_small", TreeHash.BLAKE2S_248));
    var plans = new TreeMap<String, SplitPlan>();
    models.forEach((name, model) -> plans.put(name, SplitPlan.of(model.key())));
    // A verifier of several classes, which a small class makes of a small model.
    SmallModel spread = models.firstEntry().getValue();
    models.put("P100, classes of 32,000 felts", spread);
    plans.put(
        "P100, classes of 32,000 felts",
        SplitPlan.of(
            spread.key(),
            PublicColumnSource.PART_GAS,
            ChainCost.MAX_CALLDATA,
            ChainCost.MAX_GAS,
            32_000));
    var lines = new StringBuilder();
    for (var model : models.entrySet()) {
      CairoPackage made =
          CairoPackage.of(
              model.getValue().key(), Objects.requireNonNull(plans.get(model.getKey())));
      lines.append(digest(made.files())).append("  ").append(model.getKey()).append('\n');
    }
    if ("write".equals(System.getProperty("lucerna.cairo.golden"))) {
      Files.writeString(GOLDEN, lines);
    }
    assertEquals(Files.readString(GOLDEN), lines.toString(), RENEW);
  }

  /* Each file as its path and its text, both behind their lengths, in order of paths. */
  private static String digest(Map<String, String> files) throws Exception {
    var sha = MessageDigest.getInstance("SHA-256");
    for (var file : new TreeMap<>(files).entrySet()) {
      for (String text : new String[] {file.getKey(), file.getValue()}) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        sha.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
        sha.update(bytes);
      }
    }
    return HexFormat.of().formatHex(sha.digest());
  }
}
