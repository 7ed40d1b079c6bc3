package lucerna.cairo;

import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import lucerna.ops.key.ChainCost;
import lucerna.ops.key.ModelKey;

/** Writes a package's {@code README.md}: what is in it, how to deploy it, what it costs. */
final class PackageReadme {
  private static final String WHOLE =
      """
        `verify` registers the statement of an accepted proof, `is_verified` answers whether one is registered, `check` only verifies.
      - `lucerna calldata proof.bin -o proof.json` writes a proof as the arguments of `verify`; `--is-verified FILE` those of `is_verified`.
      """;

  private static final String PARTS =
      """
        A proof is too large for one transaction: it takes @PARTS@, one after another, each a call of `verify_part(state, part)`. The first call has an empty state, each other one the state that the call before has returned; the last one registers the statement.
        Parts out of order, changed states and proofs that are not completed register nothing. Each caller has a session of its own for each statement, and the first part starts it anew; `session(caller, statement)` says by its hash how far it is. `is_verified` answers whether a statement is registered.
      - `lucerna calldata proof.bin -o parts` writes the arguments of all calls, states included, in order; `--is-verified FILE` writes those of `is_verified`. Send them from one account, each once the one before is accepted:

      @CALLS@\
      """;

  private static final String SIZE =
      "The class takes about @BYTES@ bytes as JSON without debug information, of at most"
          + " 4,089,446.";

  private static final String SNCAST =
      "    sncast --account ACCOUNT declare --network sepolia --contract-name Class%d\n";

  private static final String STARKLI =
      "    starkli declare target/dev/lucerna_verifier_Class%d.contract_class.json --network"
          + " sepolia --watch\n";

  private PackageReadme() {}

  /**
   * Writes the file.
   *
   * @param key the key
   * @param plan how proofs and code are cut
   * @param bytes the expected bytes of a class of all code
   */
  static String text(ModelKey key, SplitPlan plan, long bytes) {
    ChainCost cost = CostModel.of(key);
    boolean many = plan.classes() > 1;
    String[] deploying =
        Resources.text(many ? "readme_classes.md" : "readme_class.md").split("@@\n", 2);
    return Resources.text("README.md")
        .replace("@DECLARING@", deploying[0])
        .replace("@STARKLI@", deploying[1])
        .replace("@SIZE@", many ? sizes(plan) : SIZE)
        .replace("@COUNT@", String.valueOf(plan.classes()))
        .replace("@SNCAST@", each(plan, SNCAST, ""))
        .replace("@DECLARE@", each(plan, STARKLI, ""))
        .replace("@HASHES@", each(plan, "HASH_%d", " "))
        .replace("@KEY@", key.digest().toHex())
        .replace("@PROFILE@", key.profile() + ", " + key.config().treeHash().label())
        .replace("@CALLDATA@", number(cost.calldata()))
        .replace("@GAS@", number(cost.gas()))
        .replace("@TOTAL@", number(cost.total()))
        .replace("@ENTRIES@", plan.whole() ? WHOLE : parts(plan))
        .replace("@FITS@", fits(plan))
        .replace("@ENTRY@", plan.whole() ? "verify" : "verify_part")
        .replace("@PROOF@", plan.whole() ? "proof.json" : "parts/part-1.json")
        .replace("@OUTPUT@", plan.whole() ? "proof.json" : "parts")
        .replace(
            "@FILES@",
            plan.whole()
                ? "`proof.json` and `question.json`"
                : "The parts, which are sent one by one in order, and `question.json`")
        .replace("@BYTES@", number(bytes))
        .replace("@VERSION@", String.valueOf(CairoPackage.VERSION));
  }

  private static String sizes(SplitPlan plan) {
    return IntStream.range(0, plan.classes())
            .mapToObj(place -> number(plan.classFelts(place)))
            .collect(Collectors.joining(", ", "The classes with the checks take about ", " felts"))
        + " of Sierra or of CASM, whichever are more; a class has at most 81,920 of each.\n"
        + Resources.text("readme_check.md").stripTrailing();
  }

  private static String each(SplitPlan plan, String format, String between) {
    return IntStream.rangeClosed(1, plan.classes())
        .mapToObj(format::formatted)
        .collect(Collectors.joining(between));
  }

  private static String parts(SplitPlan plan) {
    int parts = plan.parts();
    return PARTS
        .replace("@PARTS@", String.valueOf(parts))
        .replace(
            "@CALLS@",
            IntStream.rangeClosed(1, parts)
                .mapToObj("      verify_part <- parts/part-%d.json\n"::formatted)
                .collect(Collectors.joining()));
  }

  private static String fits(SplitPlan plan) {
    return plan.whole()
        ? "One transaction takes it."
        : "That is cut into %d transactions, with the states that are passed back: %s."
            .formatted(
                plan.parts(),
                IntStream.range(0, plan.parts())
                    .mapToObj(plan::cost)
                    .map(
                        cost ->
                            "%s felts and %s gas"
                                .formatted(number(cost.calldata()), number(cost.gas())))
                    .collect(Collectors.joining(", then ")));
  }

  /** Writes a number with commas, whatever the locale. */
  private static String number(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }
}
