package lucerna.cli;

import java.util.Locale;
import lucerna.cairo.CostModel;
import lucerna.fri.Profile;
import lucerna.fri.hash.TreeHash;
import lucerna.ops.UserException;
import lucerna.ops.key.ChainCost;
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
      paramLabel = "P100|P100-compact|P100-chain",
      converter = ProfileConverter.class,
      description =
          "The kind of proofs: P100 for fast ones, P100-compact for short ones, P100-chain for"
              + " verifiers on Starknet (default: P100).")
  @Nullable Profile profile;

  @Option(
      names = "--hash",
      paramLabel = "blake2s-248|poseidon252",
      converter = HashConverter.class,
      description =
          "The hash of Merkle trees under P100-chain: blake2s-248, fast to prove, or poseidon252,"
              + " cheaper to verify on Starknet (default: blake2s-248).")
  @Nullable TreeHash hash;

  @Option(
      names = "--max-calldata",
      paramLabel = "FELTS",
      description = "Under P100-chain: at most so many felts of calldata, on average.")
  @Nullable Long maxCalldata;

  @Option(
      names = "--max-gas",
      paramLabel = "GAS",
      description = "Under P100-chain: at most so much L2 gas a proof, calldata included.")
  @Nullable Long maxGas;

  /** Reads a hash of P100-chain by its name. */
  static final class HashConverter implements ITypeConverter<TreeHash> {
    @Override
    public TreeHash convert(String value) {
      for (TreeHash hash : TreeHash.values()) {
        if (hash.isFelt() && hash.label().equalsIgnoreCase(value)) {
          return hash;
        }
      }
      throw new TypeConversionException(
          "expected blake2s-248 or poseidon252 but was '" + value + "'");
    }
  }

  /** Reads a profile by the name that it has in keys. */
  static final class ProfileConverter implements ITypeConverter<Profile> {
    @Override
    public Profile convert(String value) {
      for (Profile profile : Profile.values()) {
        if (profile.label().equalsIgnoreCase(value)) {
          return profile;
        }
      }
      throw new TypeConversionException(
          "expected P100, P100-compact or P100-chain but was '" + value + "'");
    }
  }

  KeyOptions options() {
    int number = proofs == null ? DEFAULT_PROOFS : proofs;
    if (number < 1 || number > MAX_PROOFS) {
      throw new UserException("--proofs takes 1 to %d, not %d.".formatted(MAX_PROOFS, number));
    }
    Profile kind = profile == null ? Profile.P100 : profile;
    var options =
        new KeyOptions(
            number,
            new Privacy(
                weights == null ? WeightPrivacy.HIDDEN : weights,
                input == null ? InputPrivacy.HIDDEN : input),
            !noZeroKnowledge,
            kind,
            hash == null ? kind.defaultHash() : hash,
            target(kind));
    options.requireConsistent();
    return options;
  }

  private ChainCost.@Nullable Target target(Profile kind) {
    if (kind != Profile.P100_CHAIN) {
      if (maxCalldata != null || maxGas != null) {
        throw new UserException(
            "%s needs --profile P100-chain: it bounds what verifying costs on Starknet."
                .formatted(maxCalldata != null ? "--max-calldata" : "--max-gas"));
      }
      return null;
    }
    return new ChainCost.Target(CostModel::new, bound(maxCalldata), bound(maxGas));
  }

  private static long bound(@Nullable Long most) {
    if (most != null && most < 1) {
      throw new UserException("A bound of %d is too small: nothing is free.".formatted(most));
    }
    return most == null ? Long.MAX_VALUE : most;
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
    if ((strict || hash != null) && key.config().treeHash() != wanted.hash()) {
      return "its hash is " + key.config().treeHash().label();
    }
    ChainCost.Target target = wanted.target();
    if (target != null && (maxCalldata != null || maxGas != null)) {
      ChainCost cost = CostModel.of(key);
      if (!target.allows(cost)) {
        return "its proofs take about %,d felts of calldata and %,d gas"
            .formatted(cost.calldata(), cost.total());
      }
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
