package lucerna.ops.key;

import java.util.Arrays;
import lucerna.fri.FriConfig;
import lucerna.fri.PcsConfig;
import lucerna.fri.PcsConfig.PowBits;
import lucerna.fri.Profile;
import lucerna.fri.Regime;
import lucerna.fri.hash.TreeHash;
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
      if (config.treeHash() != TreeHash.BLAKE2S) {
        out.word(config.treeHash().number());
      }
    }
  }

  /** Reads parameters; those of another level than the named one are refused. */
  static PcsConfig read(WordReader in) throws ProofRejectedException {
    String profile = Words.string(in);
    if (profile.equals(Profile.P100.label())) {
      return PcsConfig.p100();
    }
    Profile planned =
        Arrays.stream(Profile.values())
            .filter(p -> p.isPlanned() && p.label().equals(profile))
            .findAny()
            .orElseThrow(() -> Words.wrong("an unknown profile " + profile));
    int[] n = in.words(NUMBERS);
    TreeHash hash = planned.defaultHash();
    if (hash != TreeHash.BLAKE2S) {
      int number = in.word();
      hash =
          Arrays.stream(TreeHash.values())
              .filter(h -> h.number() == number && planned.takes(h))
              .findAny()
              .orElseThrow(
                  () -> Words.wrong("an unknown hash " + Integer.toUnsignedString(number)));
    }
    return PcsConfig.planned(
        planned,
        hash,
        new Regime(n[0]),
        new FriConfig(n[1], n[2], n[3], n[4]),
        new PowBits(n[5], n[6], n[7], n[8], n[9]));
  }
}
