package lucerna.cairo;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import lucerna.air.Tree;
import lucerna.field.QM31;
import lucerna.ops.key.ModelKey;
import lucerna.ops.layout.PublicTerms;
import lucerna.stark.CommitmentLayout;

/** The stages of a key's verification in order, and what they hand on: docs/on-chain.md. */
final class Stages {
  private final CommitmentLayout layout;
  private final boolean pinned;
  private final int slices;
  private final List<Integer> memos;
  private final int layers;
  private final List<StateField> fields = new ArrayList<>();
  private final List<Stage> stages = new ArrayList<>();

  /**
   * Lists the stages.
   *
   * @param key the key
   * @param layout its layout
   * @param slices how many slices the public columns are cut into, at least 1
   * @param memos how many values the constraints' slices hand on, each but the last
   */
  Stages(ModelKey key, CommitmentLayout layout, int slices, List<Integer> memos) {
    this.layout = layout;
    this.slices = slices;
    this.memos = List.copyOf(memos);
    pinned = key.content().pinned() && !key.content().weightRoots().isEmpty();
    layers = key.config().fri().foldSteps(layout.logFriDegree()).length;
    int integers = 0;
    for (PublicTerms.Range range : PublicTerms.ranges(key.layout())) {
      integers += range.count();
    }
    fields(key, integers);
    stages();
  }

  /** Returns the names of the sums of rows, a batch each. */
  List<String> sums() {
    return pinned
        ? List.of("sums_at", "sums_after", "sums_pinned")
        : List.of("sums_at", "sums_after");
  }

  /** Returns the names of the batches of the trees of trace height. */
  List<String> batches() {
    return pinned ? List.of("at", "after", "pinned") : List.of("at", "after");
  }

  boolean pinned() {
    return pinned;
  }

  int slices() {
    return slices;
  }

  /** Returns how many slices the constraints are cut into. */
  int constraintSlices() {
    return memos.size() + 1;
  }

  int layers() {
    return layers;
  }

  List<Stage> all() {
    return List.copyOf(stages);
  }

  private void fields(ModelKey key, int integers) {
    for (int i = 0; i < layout.trees().size(); i++) {
      fields.add(StateField.of("root_" + i, StateField.Kind.DIGEST));
    }
    fields.add(StateField.of("composition_root", StateField.Kind.DIGEST));
    for (int i = 0; i < layers; i++) {
      fields.add(StateField.of("fri_root_" + i, StateField.Kind.DIGEST));
    }
    int logLast = key.config().fri().logLastLayerSize(layout.logFriDegree());
    fields.add(new StateField("elements", StateField.Kind.ELEMENTS, integers));
    fields.add(new StateField("sampled", StateField.Kind.VALUES, layout.sampleCount()));
    fields.add(
        new StateField("challenges", StateField.Kind.VALUES, layout.program().challenges().size()));
    fields.add(StateField.of("alpha", StateField.Kind.VALUE));
    fields.add(StateField.of("point", StateField.Kind.POINT));
    int publics = layout.program().columnsOf(Tree.PUBLIC).size() + 1;
    fields.add(new StateField("publics", StateField.Kind.VALUES, publics));
    for (int i = 0; i < memos.size(); i++) {
      fields.add(new StateField("memo_" + i, StateField.Kind.VALUES, memos.get(i)));
    }
    fields.add(StateField.of("lambda", StateField.Kind.VALUE));
    batches().forEach(name -> fields.add(StateField.of(name, StateField.Kind.BATCH)));
    fields.add(StateField.of("composition", StateField.Kind.BATCH));
    for (int i = 0; i < layers; i++) {
      fields.add(StateField.of("fri_challenge_" + i, StateField.Kind.VALUE));
    }
    fields.add(new StateField("last", StateField.Kind.ELEMENTS, QM31.DEGREE << logLast));
    fields.add(StateField.of("positions", StateField.Kind.POSITIONS));
    sums().forEach(name -> fields.add(StateField.of(name, StateField.Kind.SUMS)));
    fields.add(StateField.of("known", StateField.Kind.KNOWN));
  }

  private void stages() {
    int trees = layout.trees().size();
    var head = new LinkedHashSet<String>();
    fields.forEach(field -> head.add(field.name()));
    head.removeAll(sums());
    head.removeAll(List.of("publics", "known"));
    head.removeIf(name -> name.startsWith("memo_"));
    stages.add(new Stage(Stage.Kind.HEAD, 0, List.of(), List.copyOf(head)));
    for (int j = 0; j < slices; j++) {
      var uses = new ArrayList<>(List.of("elements", "challenges", "point"));
      if (j > 0) {
        uses.add("publics");
      }
      stages.add(new Stage(Stage.Kind.PUBLIC, j, List.copyOf(uses), List.of("publics")));
    }
    for (int j = 0; j <= memos.size(); j++) {
      var uses = new ArrayList<>(List.of("sampled", "publics", "challenges", "alpha", "point"));
      if (j > 0) {
        uses.add("memo_" + (j - 1));
      }
      List<String> defines = j < memos.size() ? List.of("memo_" + j) : List.of();
      stages.add(new Stage(Stage.Kind.CONSTRAINTS, j, List.copyOf(uses), defines));
    }
    for (int i = 0; i < trees; i++) {
      var uses = new ArrayList<>(List.of("root_" + i, "lambda", "positions"));
      if (i > 0) {
        uses.addAll(sums());
      }
      stages.add(new Stage(Stage.Kind.TREE, i, List.copyOf(uses), sums()));
    }
    var quotients = new ArrayList<>(batches());
    quotients.addAll(List.of("composition", "composition_root", "lambda", "positions"));
    quotients.addAll(sums());
    stages.add(new Stage(Stage.Kind.QUOTIENTS, 0, List.copyOf(quotients), List.of("known")));
    for (int i = 0; i < layers; i++) {
      stages.add(
          new Stage(
              Stage.Kind.LAYER,
              i,
              List.of("fri_root_" + i, "fri_challenge_" + i, "known"),
              List.of("known")));
    }
    stages.add(new Stage(Stage.Kind.LAST, 0, List.of("known", "last"), List.of()));
  }

  /**
   * Returns what a state holds, in its order.
   *
   * @param stage how many stages are done
   */
  List<StateField> live(int stage) {
    Set<String> made = new LinkedHashSet<>();
    stages.subList(0, stage).forEach(done -> made.addAll(done.defines()));
    Set<String> needed = new LinkedHashSet<>();
    for (Stage later : stages.subList(stage, stages.size()).reversed()) {
      needed.removeAll(later.defines());
      needed.addAll(later.uses());
    }
    return fields.stream()
        .filter(field -> made.contains(field.name()) && needed.contains(field.name()))
        .toList();
  }

  /** Returns the lists whose lengths a state must say, in order. */
  static List<StateField.Count> counts(List<StateField> live) {
    return Arrays.stream(StateField.Count.values())
        .filter(count -> count != StateField.Count.NONE)
        .filter(count -> live.stream().anyMatch(field -> field.kind().list() == count))
        .toList();
  }

  /**
   * Says whether a part may end behind some stages: everywhere but between slices of the
   * constraints, whose state nobody but the code knows.
   *
   * @param done how many stages are done
   */
  boolean partMayEnd(int done) {
    return done == stages.size()
        || stages.get(done).kind() != Stage.Kind.CONSTRAINTS
        || stages.get(done).index() == 0;
  }

  /** Names a stage for people. */
  String label(Stage stage) {
    if (stage.kind() == Stage.Kind.CONSTRAINTS && !memos.isEmpty()) {
      return "slice " + (stage.index() + 1) + " of the constraints";
    }
    return stage.label(i -> layout.trees().get(i).name());
  }
}
