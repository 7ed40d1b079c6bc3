package lucerna.cairo;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import lucerna.air.ColumnInfo;
import lucerna.air.Tree;
import lucerna.field.M31;
import lucerna.field.QM31;
import lucerna.field.circle.CanonicCoset;
import lucerna.field.circle.CirclePoint;
import lucerna.fri.FriConfig;
import lucerna.fri.PcsConfig;
import lucerna.fri.hash.Digest;
import lucerna.fri.hash.HashSuite;
import lucerna.fri.hash.TreeHash;
import lucerna.stark.CommitmentLayout;
import lucerna.stark.Statement;
import org.jspecify.annotations.Nullable;

/**
 * Writes the files that follow from a statement's shape and parameters: {@code verifier.cairo},
 * {@code parameters.cairo} and {@code domain.cairo}.
 */
final class VerifierSource {
  private static final int WINDOW = 5;

  /** Stands beside the offsets of samples for the pins' point. */
  private static final int PINNED = 2;

  private static final List<String> NAMES = List.of("at", "after", "pinned");

  private final Statement statement;
  private final CommitmentLayout layout;
  private final PcsConfig config;
  private final List<Digest> weightRoots;
  private final Digest key;
  private final @Nullable PinSource pins;
  private final int[] steps;

  /**
   * Prepares writing.
   *
   * @param statement some statement of the kind that is to be verified; its context and weight root
   *     do not matter
   * @param weightRoots the roots of the weight trees, of which a proof opens one; empty if there
   *     are none
   * @param key what names the key
   * @param pins the pins of all weight trees, or null if there are none
   */
  VerifierSource(
      Statement statement, List<Digest> weightRoots, Digest key, @Nullable PinSource pins) {
    this.statement = statement;
    this.weightRoots = weightRoots;
    this.key = key;
    this.pins = pins;
    config = statement.config();
    layout = CommitmentLayout.of(statement.air(), config, statement.zeroKnowledge());
    steps = config.fri().foldSteps(layout.logFriDegree());
  }

  /** Writes the verifier of whole proofs. */
  String verifier() {
    return filled(
        Resources.text("verifier.cairo")
            .replace(
                "@TRANSCRIPT@",
                transcript(
                    "    check_constraints(statement, samples, challenges, alpha, point);\n"))
            .replace("@BATCHES@", Resources.text("batches.cairo"))
            .replace("@TREES@", trees())
            .replace("@QUOTIENTS@", Resources.text("quotients.cairo"))
            .replace("@COMPOSITION_CHECK@", Resources.text("composition_check.cairo"))
            .replace("@FOLDS@", folds())
            .replace("@LAST_LAYER@", Resources.text("last_layer.cairo")));
  }

  /** Returns the transcript, with what is to be checked once the samples are known. */
  static String transcript(String check) {
    return Resources.text("transcript.cairo").replace("@CHECK_CONSTRAINTS@", check);
  }

  /** Fills the places of a text that follow from the key. */
  String filled(String text) {
    FriConfig fri = config.fri();
    int samples = layout.sampleCount();
    CirclePoint step = new CanonicCoset(layout.logRows()).step();
    int challenges = layout.program().challenges().size();
    int first = layout.program().firstRoundChallenges();
    boolean factors = layout.program().hasFactors();
    int zk = layout.zeroKnowledge() ? 1 : 0;
    int roots = (factors ? 4 : 3) + steps.length;
    int mask = ConstraintSource.masks(layout);
    String secondRound =
        """
            let root = *given.pop_front().unwrap();
            mix_digest(ref channel, root);
            roots.append(root);
            let (low, high) = reader::nonce(ref nonces);
            work(ref channel, @INTERACTION_WORK@, low, high);
            let late = draw_many(ref channel, @LATE@);
            challenges.append_span(late.span());
        """
            .replace("@LATE@", String.valueOf(challenges - first));
    return (pins == null ? PinSource.without(text) : pins.with(text))
        .replace("@ROOTS@", String.valueOf(roots))
        .replace("@NONCE_WORDS@", String.valueOf(2 * (roots + 1)))
        .replace("@SAMPLE_COORDINATES@", String.valueOf(QM31.DEGREE * samples))
        .replace("@WEIGHTS@", String.valueOf(samples + (pins == null ? 0 : pins.width())))
        .replace("@LAST_COORDINATES@", String.valueOf(QM31.DEGREE << logLast()))
        .replace(
            "@WEIGHT_ROOT@",
            weightRoots.isEmpty()
                ? ""
                : "    roots.append(parameters::weight_root(statement.instance));\n")
        .replace(
            "@INPUT_ROOT@",
            statement.inputRoot() == null ? "" : "    roots.append(statement.input_root);\n")
        .replace("@SECOND_ROUND@", factors ? secondRound : "")
        .replace("@FIRST_CHALLENGES@", String.valueOf(first))
        .replace("@INTERACTION_WORK@", work(config.interactionPowBits()))
        .replace("@OOD_WORK@", work(config.oodPowBits()))
        .replace("@BATCH_WORK@", work(config.batchPowBits()))
        .replace("@FOLD_WORK@", work(config.foldPowBits()))
        .replace("@QUERY_WORK@", work(config.queryPowBits()))
        .replace("@FRI_LAYERS@", String.valueOf(steps.length))
        .replace("@QUERIES@", String.valueOf(fri.nQueries()))
        .replace("@FRI_DOMAIN@", String.valueOf(1L << layout.logFriDomain()))
        .replace("@LOG_TRACE_DOMAIN@", String.valueOf(layout.logTraceDomain()))
        .replace("@STEP_X@", String.valueOf(step.x()))
        .replace("@STEP_Y@", String.valueOf(step.y()))
        .replace("@LOG_ROWS@", String.valueOf(layout.logRows()))
        .replace("@INVERSE_ROWS@", String.valueOf(M31.inverse(1 << layout.logRows())))
        .replace("@ACTIVE_ROWS@", String.valueOf(statement.air().activeRows()))
        .replace("@COMPOSITION@", String.valueOf(samples - QM31.DEGREE))
        .replace(
            "@MASK@",
            mask < 0
                ? ""
                : "    let composition = composition - joined(samples, %d);\n".formatted(mask))
        .replace("@COMPOSITION_WIDTH@", String.valueOf(layout.compositionWidth()))
        .replace("@COMPOSITION_SALT@", String.valueOf(zk * CommitmentLayout.SALT_WORDS))
        .replace(
            "@R@",
            zk == 0
                ? ""
                : """
                        let mask = Lazy {
                            a: (*row[4]).into(),
                            b: (*row[5]).into(),
                            c: (*row[6]).into(),
                            d: (*row[7]).into(),
                        };
                        let sum = lazy_add(sum, mask);
                """)
        .replace("@LOG_LAST@", String.valueOf(logLast()));
  }

  private int logLast() {
    return config.fri().logLastLayerSize(layout.logFriDegree());
  }

  private static String work(int bits) {
    return bits + ", " + (1L << bits);
  }

  private String trees() {
    var text = new StringBuilder();
    for (int i = 0; i < layout.trees().size(); i++) {
      text.append("    // ").append(layout.trees().get(i).name()).append('\n');
      text.append(tree(i, "*roots[" + i + "]"));
    }
    return text.toString();
  }

  /** Opens a tree of trace height and adds its rows to the sums. */
  String tree(int i, String root) {
    var text = new StringBuilder();
    CommitmentLayout.TreeInfo tree = layout.trees().get(i);
    text.append(
        """
            let opened = deep::open(
                ref data,
                parameters::leaf_state_%d(),
                %s,
                %d,
                positions,
                %d,
                %d,
            );
        """
            .formatted(
                i,
                root,
                layout.logTraceDomain(),
                tree.width(),
                layout.salted(i) ? CommitmentLayout.SALT_WORDS : 0));
    for (int offset = 0; offset < (pins == null ? PINNED : PINNED + 1); offset++) {
      int[] numbers = offset == PINNED ? pinNumbers(i) : numbers(i, offset);
      int from = 0;
      int to = numbers.length;
      while (from < to && numbers[from] == 0) {
        from++;
      }
      while (to > from && numbers[to - 1] == 0) {
        to--;
      }
      if (from == to) {
        continue;
      }
      String name = NAMES.get(offset);
      text.append(
          """
              let packed = packed_weights(weights, array![%s].span());
              sums_%s = accumulate(opened, %d, %d, %d, packed, sums_%s);
          """
              .formatted(
                  IntStream.range(from, to)
                      .mapToObj(c -> String.valueOf(numbers[c]))
                      .collect(Collectors.joining(", ")),
                  name,
                  tree.width(),
                  from,
                  to - from,
                  name));
    }
    return text.toString();
  }

  /** The samples' numbers, from 1, of a tree's base-field columns at an offset; 0 where none. */
  private int[] numbers(int tree, int offset) {
    int sample = 0;
    for (CommitmentLayout.TreeInfo before : layout.trees().subList(0, tree)) {
      sample += before.samples();
    }
    CommitmentLayout.TreeInfo info = layout.trees().get(tree);
    int[] numbers = new int[info.width()];
    int flat = 0;
    for (int id : info.columnIds()) {
      ColumnInfo column = layout.program().columns().get(id);
      for (int k = column.secure() ? QM31.DEGREE : 1; k > 0; k--, flat++) {
        for (int at : column.offsets()) {
          sample++;
          if (at == offset) {
            numbers[flat] = sample;
          }
        }
      }
    }
    for (; flat < info.width(); flat++) {
      sample++;
      if (offset == 0) {
        numbers[flat] = sample;
      }
    }
    return numbers;
  }

  /** The pins' numbers, which go on after the samples, of a tree's columns; 0 where none. */
  private int[] pinNumbers(int tree) {
    CommitmentLayout.TreeInfo info = layout.trees().get(tree);
    var numbers = new int[info.width()];
    if (info.kind() == Tree.WEIGHTS) {
      Arrays.setAll(numbers, column -> layout.sampleCount() + column + 1);
    }
    return numbers;
  }

  private String folds() {
    return IntStream.range(0, steps.length)
        .mapToObj(i -> fold(i, "state", "*roots[%d]".formatted(i), "*challenges[%d]".formatted(i)))
        .collect(Collectors.joining());
  }

  /** Opens a layer of FRI and folds it. */
  String fold(int i, String state, String root, String challenge) {
    int log = layout.logFriDomain() - Arrays.stream(steps, 0, i + 1).sum();
    return """
        let opened = fri::open(ref data, %s, %s, %d, %d, known);
        let known = folds::%s_folded_%d(opened, %s);
    """
        .formatted(
            state, root, log, 1 << steps[i], i == 0 ? "circle" : "line", steps[i], challenge);
  }

  String folding() {
    return FoldSource.text(steps, logLast());
  }

  String parameters() {
    var text = new StringBuilder();
    text.append(
        """
        //! What the key fixes.

        use crate::blake::Digest;
        use crate::channel::Channel;

        /// The first 31 bytes of the key's digest, the first one lowest.
        pub const KEY: felt252 = %s;

        """
            .formatted(Calldata.keyFelt(key)));
    text.append("/// The channel once tag, parameters, program and shape are mixed.\n");
    text.append("pub fn start() -> Channel {\n    Channel {\n        digest: ");
    text.append(box(start().toWords())).append(",\n        draws: 0,\n    }\n}\n\n");
    text.append(function("preprocessed_root", statement.preprocessedRoot().toWords()));
    HashSuite suite = HashSuite.lucerna("fri", config.treeHash());
    text.append(state("node_state", suite.nodeState(), suite.nodePersonal()));
    for (int i = 0; i < layout.trees().size(); i++) {
      text.append(
          state("leaf_state_" + i, layout.suite(i).leafState(), layout.suite(i).leafPersonal()));
    }
    HashSuite composition = CommitmentLayout.compositionSuite(config.treeHash());
    text.append(
        state("composition_leaf_state", composition.leafState(), composition.leafPersonal()));
    text.append(state("fri_leaf_state", suite.leafState(), suite.leafPersonal()));
    if (!weightRoots.isEmpty()) {
      text.append(
          """
          /// The root of a weight tree.
          pub fn weight_root(instance: u32) -> Digest {
              *WEIGHT_ROOTS.span().slice(8 * instance, 8).multi_pop_front::<8>().unwrap()
          }

          """
              .replace("*WEIGHT", "let mut words = WEIGHT")
              .replace(".multi_pop", ";\n    *words.multi_pop"));
      text.append(
          array(
              "WEIGHT_ROOTS",
              "u32",
              weightRoots.stream()
                  .flatMapToInt(root -> IntStream.of(root.toWords()))
                  .mapToObj(Integer::toUnsignedString)
                  .toList()));
    }
    text.append(array("BATCHES", "u32", batches()));
    int first = layout.sampleCount() - QM31.DEGREE;
    text.append(
        array(
            "COMPOSITION_WEIGHTS",
            "u32",
            IntStream.range(0, QM31.DEGREE).mapToObj(k -> String.valueOf(first + k + 1)).toList()));
    text.append("/// y / (1 - x) of the points of the active rows, eight in a felt.\n");
    text.append(array("COTANGENTS", "felt252", Packing.elements(cotangents())));
    return text.toString();
  }

  /** The channel's digest once tag, parameters, program and shape are mixed. */
  private Digest start() {
    return FixedTranscript.digest(statement);
  }

  private List<String> batches() {
    var batches = new ArrayList<String>();
    for (int tree = 0; tree < layout.trees().size(); tree++) {
      CommitmentLayout.TreeInfo info = layout.trees().get(tree);
      for (int id : info.columnIds()) {
        ColumnInfo column = layout.program().columns().get(id);
        for (int k = column.secure() ? QM31.DEGREE : 1; k > 0; k--) {
          column.offsets().forEach(offset -> batches.add(String.valueOf(offset)));
        }
      }
      for (int k = 0; k < info.masks(); k++) {
        batches.add("0");
      }
    }
    for (int k = 0; k < QM31.DEGREE; k++) {
      batches.add("2");
    }
    if (pins != null) {
      batches.addAll(Collections.nCopies(pins.width(), "3"));
    }
    return batches;
  }

  private int[] cotangents() {
    var coset = new CanonicCoset(layout.logRows());
    int[] values = new int[statement.air().activeRows()];
    for (int row = 0; row < values.length; row++) {
      CirclePoint p = coset.at(row);
      values[row] = M31.mul(p.y(), M31.inverse(M31.sub(1, p.x())));
    }
    return values;
  }

  /* Point of a place on the line: a sum of one point for each window of bits. */
  String domain() {
    int bits = layout.logFriDomain() - 1;
    int windows = Math.max(1, Math.ceilDiv(bits, WINDOW));
    var text = new StringBuilder();
    text.append(
        """
        //! The points of FRI's first domain: docs/protocol.md, section 2.

        use crate::circle::{Point, add};
        use crate::field::{M31, unpack_elements};

        """);
    for (int w = 0; w < windows; w++) {
      int size = 1 << Math.min(WINDOW, bits - w * WINDOW);
      int[] coordinates = new int[2 * size];
      for (int j = 0; j < size; j++) {
        CirclePoint p = CirclePoint.ofIndex(index(j << (w * WINDOW), bits, w == 0));
        coordinates[2 * j] = p.x();
        coordinates[2 * j + 1] = p.y();
      }
      text.append(
          "/// Points of window %d, x and y of each, eight coordinates in a felt.\n".formatted(w));
      text.append(array("WINDOW_" + w, "felt252", Packing.elements(coordinates)));
    }
    text.append(
        """
        fn unpack(packed: Span<felt252>) -> Span<M31> {
            let mut packed = packed;
            let mut values: Array<M31> = array![];
            while let Some(felt) = packed.pop_front() {
                let mut eight = unpack_elements(*felt).span();
                while let Some(value) = eight.pop_front() {
                    values.append(*value);
                };
            }
            values.span()
        }

        fn entry(window: Span<M31>, number: u32) -> Point {
            Point { x: *window[2 * number], y: *window[2 * number + 1] }
        }

        /// The points of the places on the line of some positions.
        pub fn points(positions: Span<u32>) -> Span<Point> {
            let mut positions = positions;
            let mut points: Array<Point> = array![];
        """);
    for (int w = 0; w < windows; w++) {
      text.append("    let window_%d = unpack(WINDOW_%d.span());\n".formatted(w, w));
    }
    text.append("    while let Some(position) = positions.pop_front() {\n");
    text.append("        let (rest, _) = DivRem::div_rem(*position, 2);\n");
    for (int w = 0; w < windows - 1; w++) {
      text.append(
          "        let (rest, low_%d) = DivRem::div_rem(rest, %d);\n".formatted(w, 1 << WINDOW));
    }
    text.append("        let point = entry(window_%d, rest);\n".formatted(windows - 1));
    for (int w = windows - 2; w >= 0; w--) {
      text.append("        let point = add(entry(window_%d, low_%d), point);\n".formatted(w, w));
    }
    text.append("        points.append(point);\n    }\n    points.span()\n}\n");
    return text.toString();
  }

  /** The index of a place on the line, without the first one's where that stands elsewhere. */
  private int index(int place, int bits, boolean first) {
    int log = layout.logFriDomain();
    int natural = Integer.reverse(place) >>> (Integer.SIZE - bits);
    long index = (first ? 1L << (30 - log) : 0) + ((long) natural << (32 - log));
    return (int) (index & Integer.MAX_VALUE);
  }

  /** What leaves or nodes begin with. */
  private String state(String name, int[] blake, long tag) {
    return config.treeHash() == TreeHash.POSEIDON252
        ? "pub fn %s() -> felt252 {\n    0x%x\n}\n\n".formatted(name, tag)
        : function(name, blake);
  }

  private static String function(String name, int... words) {
    return "pub fn %s() -> Digest {\n    %s\n}\n\n".formatted(name, box(words));
  }

  private static String box(int... words) {
    return "BoxTrait::new(["
        + IntStream.of(words).mapToObj(Integer::toUnsignedString).collect(Collectors.joining(", "))
        + "])";
  }

  static String array(String name, String type, List<String> values) {
    return "pub const %s: [%s; %d] = [\n    %s,\n];\n\n"
        .formatted(name, type, values.size(), String.join(", ", values));
  }
}
