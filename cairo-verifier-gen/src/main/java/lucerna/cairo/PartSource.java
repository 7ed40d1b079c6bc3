package lucerna.cairo;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import lucerna.stark.CommitmentLayout;

/**
 * Writes {@code parts.cairo}: the stages of a verification, cut into parts, or into pieces where
 * parts are spread over classes.
 */
final class PartSource {
  private static final String NO_PIECE =
      "        core::panic_with_felt252('SHAPE: no such part')\n";

  private final SplitPlan plan;
  private final Stages stages;
  private final PublicSlices slices;
  private final int[] ends;
  private final CommitmentLayout layout;
  private final VerifierSource verifier;

  private PartSource(SplitPlan plan, CommitmentLayout layout, VerifierSource verifier) {
    this.plan = plan;
    stages = plan.stages();
    slices = plan.slices();
    ends = plan.pieces();
    this.layout = layout;
    this.verifier = verifier;
  }

  /**
   * Writes the file.
   *
   * @param plan where the parts end
   * @param layout trees and samples
   * @param verifier fills in what follows from the key
   */
  static String text(SplitPlan plan, CommitmentLayout layout, VerifierSource verifier) {
    return new PartSource(plan, layout, verifier).write();
  }

  private String write() {
    boolean pinned = stages.pinned();
    String text =
        Resources.text("parts.cairo")
            .replace("@RUN@", plan.classes() > 1 ? classes() : Resources.text("parts_run.cairo"))
            .replace("@PARTS@", String.valueOf(plan.parts()))
            .replace("@DISPATCH@", plan.classes() > 1 ? "" : dispatch(1, ends.length))
            .replace("@BODIES@\n", bodies())
            .replace("@CHECK_CONSTRAINTS@", checkConstraints())
            .replace("@TREE_FUNCTIONS@", treeFunctions())
            .replace("@PINNED_SUM@", pinned ? "    sums_pinned: Sums,\n" : "")
            .replace("@PINNED_MUTABLE@", pinned ? "    let mut sums_pinned = sums_pinned;\n" : "")
            .replace("@QUOTIENTS@", Resources.text("quotients.cairo"))
            .replace("@LAST_LAYER@", Resources.text("last_layer.cairo"));
    return verifier.filled(text);
  }

  /* The pieces from one to before another, by how many are done. */
  private static String dispatch(int from, int to) {
    var text = new StringBuilder("        let next = ");
    for (int part = from; part < to; part++) {
      text.append("if done == %d {\n".formatted(part));
      text.append("            part_%d(number, ref state, ref data)\n".formatted(part + 1));
      text.append("        } else ");
    }
    return text.append(
            "{\n            core::panic_with_felt252('SHAPE: no such part')\n        };\n")
        .toString();
  }

  /* For each class a function that finds its piece. */
  private String classes() {
    int[] classOf = plan.classOf();
    var text = new StringBuilder(Resources.text("parts_classes.cairo"));
    for (int place = 0, piece = 0; place < plan.classes(); place++) {
      int from = piece;
      while (piece < classOf.length && classOf[piece] == place) {
        piece++;
      }
      String found =
          place > 0
              ? dispatch(from, piece).indent(-4)
              : piece > 1 ? Resources.text("parts_later.cairo") : NO_PIECE;
      text.append(
          Resources.text(place == 0 ? "parts_first_class.cairo" : "parts_class.cairo")
              .replace("@CLASS@", String.valueOf(place + 1))
              .replace("@LATER@", found)
              .replace("@DISPATCH@", dispatch(1, piece)));
    }
    return text.toString()
        .replace("@PIECES@", String.valueOf(ends.length))
        .replace("@ENDS@", list(IntStream.rangeClosed(1, plan.parts()).map(plan::piecesAfter)))
        .replace("@CLASS_OF@", list(IntStream.of(classOf).map(place -> place + 1)));
  }

  private static String list(IntStream numbers) {
    return numbers.mapToObj(String::valueOf).collect(Collectors.joining(", "));
  }

  private String checkConstraints() {
    int slices = stages.constraintSlices();
    String check = Resources.text("composition_check.cairo");
    if (slices == 1) {
      return Resources.text("check_constraints.cairo").replace("@COMPOSITION_CHECK@", check);
    }
    // The slices before have made what the last one goes on from.
    return Resources.text("check_slices.cairo")
        .replace("@COMPOSITION_CHECK@", check)
        .replace(
            "constraints::combined(\n        samples,",
            "constraints::slice_%d(\n        ref memo, samples,".formatted(slices - 1));
  }

  private String bodies() {
    var text = new StringBuilder();
    int from = 0;
    for (int part = 0; part < ends.length; part++) {
      text.append(body(part, from, ends[part]));
      from = ends[part];
    }
    return text.toString();
  }

  private String body(int part, int from, int to) {
    var text = new StringBuilder();
    List<Stage> own = stages.all().subList(from, to);
    text.append("/// ").append(own.stream().map(stages::label).collect(Collectors.joining(", ")));
    text.append(".\n#[inline(never)]\n");
    if (part == 0) {
      text.append("fn part_1(ref data: Span<felt252>) -> (felt252, Span<felt252>) {\n");
    } else {
      text.append("fn part_").append(part + 1);
      text.append("(\n    number: felt252, ref state: Span<felt252>, ref data: Span<felt252>,\n)");
      text.append(" -> Span<felt252> {\n");
      text.append(taken(stages.live(from)));
    }
    boolean rows = false;
    boolean queries = false;
    boolean weights = part == 0;
    boolean summed = false;
    boolean constrained = false;
    for (Stage stage : own) {
      if (stage.kind() == Stage.Kind.PUBLIC && !rows) {
        text.append("    let row_weights = row_weights(point);\n");
        rows = true;
      }
      if (stage.uses("positions") && !queries) {
        text.append("    let queries = lift(positions, domain::points(positions));\n");
        queries = true;
      }
      if (stage.uses("lambda") && !weights) {
        text.append("    let weights = powers(lambda, @WEIGHTS@);\n");
        weights = true;
      }
      if (stage.kind() == Stage.Kind.CONSTRAINTS && stages.constraintSlices() > 1) {
        text.append(constraints(stage.index(), !constrained, stage.equals(own.getLast())));
        constrained = true;
      } else if (stage.kind() != Stage.Kind.PUBLIC) {
        text.append(code(stage));
      } else if (!summed) {
        int first = stage.index();
        long count = own.stream().filter(other -> other.kind() == Stage.Kind.PUBLIC).count();
        text.append(publics(first, first + (int) count));
        summed = true;
      }
    }
    String next = part == ends.length - 1 ? "    array![].span()\n" : put(part, stages.live(to));
    if (part == 0) {
      next = "    let next = {\n" + next.indent(4) + "    };\n    (number, next)\n";
    }
    return text.append(next).append("}\n\n").toString();
  }

  private String code(Stage stage) {
    int i = stage.index();
    String sums = String.join(", ", stages.sums());
    return switch (stage.kind()) {
      case HEAD -> head();
      case PUBLIC -> throw new IllegalArgumentException("slices are summed together");
      case CONSTRAINTS -> "    check_constraints(sampled, publics, challenges, alpha, point);\n";
      case TREE ->
          (i == 0
                  ? stages.sums().stream()
                      .map("    let %s = session::zeros(queries.lifted.len());\n"::formatted)
                      .collect(Collectors.joining())
                  : "")
              + """
                  let (%s) = tree_%d(
                      ref data, queries.lifted, root_%d, weights, %s,
                  );
              """
                  .formatted(sums, i, i, sums);
      case QUOTIENTS ->
          """
              let traces = quotients(queries, %s, %s);
              let values = first_layer(
                  ref data, queries, composition_root, weights, @composition, traces,
              );
              let known = Known { positions, points: queries.lines, values };
          """
              .formatted(
                  stages.batches().stream().map("@"::concat).collect(Collectors.joining(", ")),
                  sums);
      case LAYER ->
          verifier.fold(i, "parameters::fri_leaf_state()", "fri_root_" + i, "fri_challenge_" + i);
      case LAST -> "    check_last_layer(known, last);\n";
    };
  }

  /* Slices of a part follow one another. */
  private String publics(int from, int to) {
    String values = slices.values(from, to);
    return from == 0
        ? "    let publics = %s;\n".formatted(values)
        : "    let publics = session::added(\n        publics, %s,\n    )\n        .span();\n"
            .formatted(values);
  }

  /* Slices of the constraints, which share what they have made. */
  private String constraints(int slice, boolean first, boolean handsOn) {
    var text = new StringBuilder();
    if (first) {
      text.append("    let mut memo: Array<QM31> = array![];\n");
      text.append(slice == 0 ? "" : "    memo.append_span(memo_%d);\n".formatted(slice - 1));
    }
    if (slice == stages.constraintSlices() - 1) {
      return text.append(
              "    check_constraints(ref memo, sampled, publics, challenges, alpha, point);\n")
          .toString();
    }
    text.append(
        "    constraints::slice_%d(\n        ref memo, sampled, columns(publics), total(publics), challenges, alpha,\n    );\n"
            .formatted(slice));
    text.append(handsOn ? "    let memo_%d = memo.span();\n".formatted(slice) : "");
    return text.toString();
  }

  private String head() {
    var text = new StringBuilder();
    text.append(VerifierSource.transcript("    let sampled = samples;\n"));
    text.append(Resources.text("batches.cairo"));
    text.append("    let number = registry::statement(statement);\n");
    text.append("    let elements = statement.elements;\n");
    for (int i = 0; i < layout.trees().size(); i++) {
      text.append("    let root_%d = *roots[%d];\n".formatted(i, i));
    }
    for (int i = 0; i < stages.layers(); i++) {
      text.append("    let fri_root_%d = *fri_roots[%d];\n".formatted(i, i));
      text.append("    let fri_challenge_%d = *fri_challenges[%d];\n".formatted(i, i));
    }
    return text.toString();
  }

  private static long fixed(List<StateField> live) {
    return live.stream().mapToLong(StateField::elements).sum();
  }

  private static long digests(List<StateField> live) {
    return live.stream().filter(field -> field.kind() == StateField.Kind.DIGEST).count();
  }

  private static String taken(List<StateField> live) {
    var text = new StringBuilder();
    var length = new StringBuilder(String.valueOf(fixed(live)));
    for (StateField.Count count : Stages.counts(live)) {
      text.append(
          "    let %s = reader::number(ref state, @QUERIES@);\n".formatted(count.variable()));
      int each =
          live.stream()
              .filter(field -> field.kind().list() == count)
              .mapToInt(field -> field.kind().each())
              .sum();
      length.append(" + %d * %s".formatted(each, count.variable()));
    }
    if (digests(live) > 0) {
      text.append(
          "    let mut words = reader::words(ref state, %d).span();\n"
              .formatted(8 * digests(live)));
    }
    text.append("    let mut list = reader::elements(ref state, %s).span();\n".formatted(length));
    for (StateField field : live) {
      StateField.Kind kind = field.kind();
      String source =
          switch (kind) {
            case DIGEST -> "reader::digest(ref words)";
            case ELEMENTS, VALUES ->
                "session::take_%s(ref list, %d)".formatted(kind.kernel(), field.count());
            case VALUE, POINT, BATCH -> "session::take_%s(ref list)".formatted(kind.kernel());
            case POSITIONS, SUMS, KNOWN ->
                "session::take_%s(ref list, %s)".formatted(kind.kernel(), kind.list().variable());
          };
      text.append("    let %s = %s;\n".formatted(field.name(), source));
    }
    return text.toString();
  }

  private static String put(int part, List<StateField> live) {
    var text = new StringBuilder();
    String counts =
        Stages.counts(live).stream()
            .map(count -> ", " + length(count, live) + ".len().into()")
            .collect(Collectors.joining());
    text.append("    let mut words: Array<u32> = array![];\n");
    text.append("    let mut list: Array<M31> = array![];\n");
    for (StateField field : live) {
      text.append(
          "    session::put_%s(ref %s, %s);\n"
              .formatted(
                  field.kind().kernel(),
                  field.kind() == StateField.Kind.DIGEST ? "words" : "list",
                  field.name()));
    }
    return text.append(
            "    session::pack(array![%d, number%s], words, list)\n".formatted(part + 1, counts))
        .toString();
  }

  /* A list that is as long as the count. */
  private static String length(StateField.Count count, List<StateField> live) {
    String name =
        live.stream()
            .filter(field -> field.kind().list() == count)
            .map(StateField::name)
            .findFirst()
            .orElseThrow();
    return count == StateField.Count.KNOWN ? name + ".values" : name;
  }

  private String treeFunctions() {
    return IntStream.range(0, layout.trees().size())
        .mapToObj(this::treeFunction)
        .collect(Collectors.joining());
  }

  private String treeFunction(int tree) {
    var parameters = new ArrayList<String>();
    var copies = new StringBuilder();
    for (String name : stages.sums()) {
      parameters.add("    %s: Sums,\n".formatted(name));
      copies.append("    let mut %s = %s;\n".formatted(name, name));
    }
    return """
    /// Opens the tree %s and adds its rows to the sums.
    #[inline(never)]
    fn tree_%d(
        ref data: Span<felt252>,
        positions: Span<u32>,
        root: Digest,
        weights: Span<QM31>,
    %s) -> (%s) {
    %s%s    (%s)
    }

    """
        .formatted(
            layout.trees().get(tree).name().toLowerCase(Locale.ROOT),
            tree,
            String.join("", parameters),
            String.join(", ", stages.sums().stream().map(name -> "Sums").toList()),
            copies,
            verifier.tree(tree, "root"),
            String.join(", ", stages.sums()));
  }
}
