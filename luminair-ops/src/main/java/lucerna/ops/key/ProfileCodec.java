package lucerna.ops.key;

import lucerna.fri.FriConfig;
import lucerna.fri.PcsConfig;
import lucerna.fri.PcsConfig.PowBits;
import lucerna.fri.Profile;
import lucerna.fri.Regime;
import lucerna.stark.ProofRejectedException;
import lucerna.stark.WordReader;
import lucerna.stark.WordWriter;

/** The parameters of proofs in a key: the profile's name, and its numbers where it has a choice. */
final class ProfileCodec {
  private static final int NUMBERS = 10;

  private ProfileCodec() {}

  static void write(PcsConfig config, WordWriter out) {
    Words.string(config.profile(), out);
    if (!config.regime().isUnique()) {
      FriConfig fri = config.fri();
      out.words(
          new int[] {
            config.regime().multiplicity(),
            fri.logBlowupFactor(),
            fri.logFoldStep(),
            fri.logLastLayerDegreeBound(),
            fri.nQueries(),
            config.queryPowBits(),
            config.interactionPowBits(),
            config.oodPowBits(),
            config.batchPowBits(),
            config.foldPowBits()
          });
    }
  }

  /** Reads parameters; those of another level than the named one are refused. */
  static PcsConfig read(WordReader in) throws ProofRejectedException {
    String profile = Words.string(in);
    if (profile.equals(Profile.P100.label())) {
      return PcsConfig.p100();
    }
    if (!profile.equals(Profile.P100_COMPACT.label())) {
      throw Words.wrong("an unknown profile " + profile);
    }
    int[] n = in.words(NUMBERS);
    return PcsConfig.compact(
        new Regime(n[0]),
        new FriConfig(n[1], n[2], n[3], n[4]),
        new PowBits(n[5], n[6], n[7], n[8], n[9]));
  }
}
