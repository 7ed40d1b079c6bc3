package lucerna.cli;

import java.util.Locale;
import lucerna.fri.Profile;
import lucerna.ops.UserException;
import lucerna.ops.key.ModelKey;
import lucerna.ops.key.Privacy;
import lucerna.ops.key.WeightPrivacy;
import lucerna.ops.layout.InputPrivacy;
import lucerna.ops.prover.KeyOptions;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** What a key is to promise. */
final class KeyArguments {
  static final int DEFAULT_PROOFS = 1000;

  private static final int MAX_PROOFS = 10_000_000;

  @Option(
      names = "--weights",
      paramLabel = "hidden|public",
      description = "Whether whoever holds the key learns the weights (default: hidden).")
  @Nullable WeightPrivacy weights;

  @Option(
      names = "--input",
      paramLabel = "hidden|public|committed",
      description =
          "Whether whoever holds a proof learns the input, or the root of a commitment to it"
              + " (default: hidden).")
  @Nullable InputPrivacy input;

  @Option(
      names = "--no-zero-knowledge",
      description = "Leave out the masks: smaller and faster, but nothing is hidden for certain.")
  boolean noZeroKnowledge;

  @Option(
      names = "--proofs",
      paramLabel = "N",
      description = "How many proofs the key must serve (default: " + DEFAULT_PROOFS + ").")
  @Nullable Integer proofs;

  @Option(
      names = "--profile",
      paramLabel = "P100|P100-compact",
      converter = ProfileConverter.class,
      description =
          "The kind of proofs: P100 for fast ones, P100-compact for short ones (default: P100).")
  @Nullable Profile profile;

  /** Reads a profile by the name that it has in keys. */
  static final class ProfileConverter implements ITypeConverter<Profile> {
    @Override
    public Profile convert(String value) {
      for (Profile profile : Profile.values()) {
        if (profile.label().equalsIgnoreCase(value)) {
          return profile;
        }
      }
      throw new TypeConversionException("expected P100 or P100-compact but was '" + value + "'");
    }
  }

  KeyOptions options() {
    int number = proofs == null ? DEFAULT_PROOFS : proofs;
    if (number < 1 || number > MAX_PROOFS) {
      throw new UserException("--proofs takes 1 to %d, not %d.".formatted(MAX_PROOFS, number));
    }
    var options =
        new KeyOptions(
            number,
            new Privacy(
                weights == null ? WeightPrivacy.HIDDEN : weights,
                input == null ? InputPrivacy.HIDDEN : input),
            !noZeroKnowledge,
            profile == null ? Profile.P100 : profile);
    options.requireConsistent();
    return options;
  }

  /**
   * Returns how a key differs from what is asked for, or null if it does not.
   *
   * @param strict whether what the user left out stands for its default
   */
  @Nullable String difference(ModelKey key, boolean strict) {
    KeyOptions wanted = options();
    WeightPrivacy hasWeights = key.privacy().weights();
    if ((strict || weights != null) && hasWeights != wanted.privacy().weights()) {
      return "its weights are " + label(hasWeights);
    }
    InputPrivacy hasInput = key.privacy().input();
    if ((strict || input != null) && hasInput != wanted.privacy().input()) {
      return "its input is " + label(hasInput);
    }
    if ((strict || noZeroKnowledge) && key.zeroKnowledge() != wanted.zeroKnowledge()) {
      return key.zeroKnowledge() ? "it has zero knowledge" : "it has no zero knowledge";
    }
    if ((strict || profile != null) && !key.profile().equals(wanted.profile().label())) {
      return "its profile is " + key.profile();
    }
    if (proofs != null && key.proofBudget() < proofs) {
      return "it serves only " + key.proofBudget() + " proofs";
    }
    return null;
  }

  static String label(Enum<?> choice) {
    return choice.name().toLowerCase(Locale.ROOT);
  }
}
