package lucerna.stark;

import java.util.List;
import lucerna.fri.PcsConfig;
import lucerna.fri.hash.Digest;
import org.jspecify.annotations.Nullable;

/**
 * What a proof claims: some columns satisfy this AIR, and these roots commit to the columns that
 * were fixed beforehand.
 *
 * @param air the AIR
 * @param config the parameters; they come from the key, never from the proof
 * @param zeroKnowledge whether rows, leaves and the FRI input are masked
 * @param preprocessedRoot root of the preprocessed tree
 * @param weightRoots roots of the weight trees, one per {@link AirInstance#weightTreeWidths()}
 * @param inputRoot root of the committed input, or null where the program has no INPUT column
 * @param context bytes that the proof is bound to: the key's digest and every public value
 * @param pins the weight columns' values at a point fixed with the roots, or null where a root
 *     alone binds
 */
@SuppressWarnings("ArrayRecordComponent")
public record Statement(
    AirInstance air,
    PcsConfig config,
    boolean zeroKnowledge,
    Digest preprocessedRoot,
    List<Digest> weightRoots,
    @Nullable Digest inputRoot,
    byte[] context,
    @Nullable Pins pins) {
  /**
   * Makes a statement without pins.
   *
   * @param air the AIR
   * @param config the parameters
   * @param zeroKnowledge whether rows, leaves and the FRI input are masked
   * @param preprocessedRoot root of the preprocessed tree
   * @param weightRoots roots of the weight trees
   * @param inputRoot root of the committed input, or null
   * @param context bytes that the proof is bound to
   */
  public Statement(
      AirInstance air,
      PcsConfig config,
      boolean zeroKnowledge,
      Digest preprocessedRoot,
      List<Digest> weightRoots,
      @Nullable Digest inputRoot,
      byte[] context) {
    this(air, config, zeroKnowledge, preprocessedRoot, weightRoots, inputRoot, context, null);
  }
}
