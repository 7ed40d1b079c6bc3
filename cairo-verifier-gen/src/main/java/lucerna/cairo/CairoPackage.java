package lucerna.cairo;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import lucerna.fri.hash.Digest;
import lucerna.fri.hash.TreeHash;
import lucerna.ops.UserException;
import lucerna.ops.key.ChainCost;
import lucerna.ops.key.ModelKey;
import lucerna.ops.key.PublicPart;
import lucerna.ops.layout.InputPrivacy;
import lucerna.ops.layout.PublicTerms;
import lucerna.ops.layout.PublicValues;
import lucerna.stark.CommitmentLayout;
import lucerna.stark.Pins;
import lucerna.stark.Statement;

/**
 * A Cairo package that verifies the proofs of one key.
 *
 * <p>It is a function of the key alone: the same key gives the same bytes.
 */
public final class CairoPackage {
  /** The version of the generator, in the header of each file. */
  public static final int VERSION = 4;

  private static final List<String> FIXED =
      List.of(
          "blake",
          "channel",
          "circle",
          "deep",
          "fri",
          "merkle",
          "queries",
          "reader",
          "registry",
          "rows",
          "runs",
          "sort");

  private final Map<String, String> files = new TreeMap<>();

  private final SplitPlan plan;

  private CairoPackage(SplitPlan plan) {
    this.plan = plan;
  }

  /**
   * Generates a package.
   *
   * @param key the key, checked
   * @return the package
   * @throws UserException if the key's parameters are not supported, or the class would be too
   *     large
   */
  public static CairoPackage of(ModelKey key) {
    return of(key, PublicColumnSource.PART_GAS);
  }

  /** Generates a package whose public columns come in parts of so much gas. */
  static CairoPackage of(ModelKey key, double partGas) {
    Limits.requireSupported(key);
    return of(key, SplitPlan.of(key, partGas, ChainCost.MAX_CALLDATA, ChainCost.MAX_GAS));
  }

  /** Generates a package that takes proofs as a plan cuts them. */
  static CairoPackage of(ModelKey key, SplitPlan plan) {
    var made = new CairoPackage(plan);
    Statement statement = statement(key);
    Limits.requireSupported(key);
    var layout =
        CommitmentLayout.of(statement.air(), statement.config(), statement.zeroKnowledge());
    List<Digest> roots =
        statement.air().weightTreeWidths().length > 0 ? key.content().weightRoots() : List.of();
    Pins pins = roots.isEmpty() ? null : key.pins();
    PinSource pinned = pins == null ? null : new PinSource(pins, roots.size());
    var verifier = new VerifierSource(statement, roots, key.digest(), pinned);
    for (String name : FIXED) {
      made.source(key, name, Resources.text(name + ".cairo"));
    }
    made.source(
        key,
        "digests",
        Resources.text("digests_%s.cairo".formatted(suffix(key.config().treeHash()))));
    made.source(key, "field", FieldSource.text());
    made.source(key, "statement", StatementSource.text(key));
    made.source(key, "verifier", verifier.verifier());
    made.source(key, "parameters", verifier.parameters());
    made.source(key, "domain", verifier.domain());
    made.source(key, "folds", verifier.folding());
    int slices = plan.stages().constraintSlices();
    made.source(key, "constraints", ConstraintSource.written(layout, slices).text());
    made.source(key, "public_columns", plan.slices().text());
    if (!plan.whole()) {
      made.source(key, "session", Resources.text("session.cairo"));
      made.source(key, "parts", PartSource.text(plan, layout, verifier));
    }
    int tables = Digest.WORDS * roots.size() + (pinned == null ? 0 : pinned.table().size());
    long bytes = Limits.bytes(made.files.values(), tables);
    if (pinned != null) {
      made.source(key, "pins", pinned.text());
    }
    made.source(key, "contract", ContractSource.text(plan));
    if (plan.classes() > 1) {
      for (int place = 1; place <= plan.classes(); place++) {
        made.source(key, "class_" + place, ContractSource.classText(place));
      }
      String named = Resources.text("classes.cairo").replace("@PACKAGE@", digest(made.files));
      made.source(key, "classes", named);
    }
    var modules = new ArrayList<String>();
    for (String file : made.files.keySet()) {
      String name = file.substring("src/".length(), file.length() - ".cairo".length());
      modules.add("pub mod " + name + ";\n");
    }
    made.source(
        key,
        "lib",
        "//! A verifier for the proofs of one model's key.\n\n"
            + String.join("", modules)
            + "\npub use verifier::verify;\n");
    made.files.put("cairo_project.toml", Resources.text("cairo_project.toml"));
    made.files.put("Scarb.toml", Resources.text("Scarb.toml"));
    made.files.put("README.md", PackageReadme.text(key, plan, bytes));
    return made;
  }

  /* 31 bytes of SHA-256 of all texts, each path and text behind its length. */
  private static String digest(Map<String, String> files) {
    try {
      var sha = MessageDigest.getInstance("SHA-256");
      for (var file : files.entrySet()) {
        for (String text : List.of(file.getKey(), file.getValue())) {
          byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
          sha.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
          sha.update(bytes);
        }
      }
      return "0x" + HexFormat.of().formatHex(sha.digest(), 0, 31);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private static String suffix(TreeHash hash) {
    return switch (hash) {
      case BLAKE2S -> "256";
      case BLAKE2S_248 -> "248";
      case POSEIDON252 -> "poseidon";
    };
  }

  /**
   * Returns how a proof is cut into transactions.
   *
   * @return the plan
   */
  public SplitPlan plan() {
    return plan;
  }

  /**
   * Returns the files.
   *
   * @return texts by their paths in the package, in order of paths
   */
  public Map<String, String> files() {
    return Collections.unmodifiableMap(files);
  }

  /**
   * Writes the package into a folder, all of it or nothing.
   *
   * @param folder a path where nothing is, or an empty folder
   * @throws UserException if something is there already, or it cannot be written
   */
  public void write(Path folder) {
    NewFolder.write(folder, files);
  }

  private void source(ModelKey key, String name, String text) {
    files.put(
        "src/" + name + ".cairo",
        """
        // Generated by lucerna, generator %d, for the key
        // %s.
        // Do not edit.

        """
                .formatted(VERSION, key.digest().toHex())
            + text);
  }

  /** Some statement of the key: what is taken of it is the same in all of them. */
  static Statement statement(ModelKey key) {
    var layout = key.layout();
    var lists = new long[key.circuit().outputs().size()][];
    for (int o = 0; o < lists.length; o++) {
      lists[o] = new long[key.circuit().outputs().get(o).length()];
    }
    boolean open = key.privacy().input() == InputPrivacy.PUBLIC;
    var inputs = new long[open ? key.circuit().inputs().size() : 0][];
    for (int i = 0; i < inputs.length; i++) {
      int block = key.circuit().inputs().get(i).block();
      inputs[i] = new long[key.circuit().blocks().get(block).length()];
    }
    int next = 0;
    for (PublicTerms.Range range : PublicTerms.ranges(layout)) {
      // The least value of each is allowed; equal accumulators have equal ranges.
      long[] list =
          range.list() < lists.length ? lists[range.list()] : inputs[range.list() - lists.length];
      next = next < list.length ? next : 0;
      for (int i = 0; i < range.count(); i++) {
        list[next++] = range.low();
      }
      next = next == list.length ? 0 : next;
    }
    boolean committed = key.privacy().input() == InputPrivacy.COMMITTED;
    return key.inference(
        new PublicPart(0, new PublicValues(lists, inputs), committed ? Digest.ZERO : null, ""));
  }
}
