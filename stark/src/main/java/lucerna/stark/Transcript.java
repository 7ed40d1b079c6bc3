package lucerna.stark;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import lucerna.field.QM31;
import lucerna.fri.PcsConfig;
import lucerna.fri.channel.Channel;
import lucerna.fri.hash.Digest;
import lucerna.fri.hash.TreeHash;

/** What both sides absorb before the first message of the prover; the order is normative. */
public final class Transcript {
  /** Names the protocol and its version; a change of either changes every challenge. */
  public static final String TAG = "lucerna circle stark 2";

  private Transcript() {}

  /**
   * Absorbs protocol, parameters, shape, context and the roots that were fixed beforehand.
   *
   * @param channel a fresh channel
   * @param statement the statement
   */
  public static void begin(Channel channel, Statement statement) {
    channel.at("protocol").mixBytes(TAG.getBytes(StandardCharsets.US_ASCII));
    PcsConfig config = statement.config();
    channel.at("parameters").mixU32s(parameterWords(config, statement.zeroKnowledge()));
    AirInstance air = statement.air();
    channel.at("program").mix(air.programMessage());
    channel.at("shape").mixU32s(shapeWords(air));
    channel.at("context").mixBytes(statement.context());
    channel.at("preprocessed root").mixRoot(statement.preprocessedRoot());
    for (Digest root : statement.weightRoots()) {
      channel.at("weight root").mixRoot(root);
    }
    Digest inputRoot = statement.inputRoot();
    if (inputRoot != null) {
      channel.at("input root").mixRoot(inputRoot);
    }
    Pins pins = statement.pins();
    if (pins != null) {
      channel.at("pin point").mixFelts(pins.point().x(), pins.point().y());
      channel.at("pins").mixFelts(pins.values().toArray(QM31[]::new));
    }
  }

  /**
   * Returns the parameters as both sides absorb them.
   *
   * @param config the parameters
   * @param zeroKnowledge whether the proof is masked
   * @return ten words; after them the multiplicity in the Johnson regime; after it the hash's
   *     number where it is not {@link TreeHash#BLAKE2S}
   */
  public static int[] parameterWords(PcsConfig config, boolean zeroKnowledge) {
    int[] words = {
      config.fri().logBlowupFactor(),
      config.fri().logFoldStep(),
      config.fri().logLastLayerDegreeBound(),
      config.fri().nQueries(),
      config.queryPowBits(),
      config.interactionPowBits(),
      config.oodPowBits(),
      config.batchPowBits(),
      config.foldPowBits(),
      zeroKnowledge ? 1 : 0
    };
    if (!config.regime().isUnique()) {
      words = with(words, config.regime().multiplicity());
    }
    if (config.treeHash() != TreeHash.BLAKE2S) {
      words = with(words, config.treeHash().number());
    }
    return words;
  }

  private static int[] with(int[] words, int last) {
    int[] longer = Arrays.copyOf(words, words.length + 1);
    longer[words.length] = last;
    return longer;
  }

  /**
   * Puts the challenges of both rounds into the order of the program.
   *
   * @param first those of the first round
   * @param late those drawn after the factors
   * @return all of them
   */
  public static QM31[] challenges(QM31[] first, QM31... late) {
    QM31[] all = Arrays.copyOf(first, first.length + late.length);
    System.arraycopy(late, 0, all, first.length, late.length);
    return all;
  }

  private static int[] shapeWords(AirInstance air) {
    int[] widths = air.weightTreeWidths();
    // As wide as it can be the composition's space has no word of its own.
    boolean widest = air.logExpansion() == CommitmentLayout.LOG_COMPOSITION_EXPANSION;
    int[] words = new int[3 + widths.length + (widest ? 0 : 1)];
    words[0] = air.logRows();
    words[1] = air.activeRows();
    words[2] = widths.length;
    System.arraycopy(widths, 0, words, 3, widths.length);
    if (!widest) {
      words[words.length - 1] = air.logExpansion();
    }
    return words;
  }
}
