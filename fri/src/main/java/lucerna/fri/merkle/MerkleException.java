package lucerna.fri.merkle;

import java.io.Serial;

/** Says that an opening does not belong to a root. */
public final class MerkleException extends Exception {
  /** Why an opening is refused. */
  public enum Reason {
    /** A sibling is needed that the witness does not hold. */
    WITNESS_TOO_SHORT,
    /** The witness holds more digests than are needed. */
    WITNESS_TOO_LONG,
    /** The opened leaves lead to another root. */
    ROOT_MISMATCH
  }

  @Serial private static final long serialVersionUID = 1;

  private final Reason reason;
  private final int layer;
  private final int index;

  /**
   * Makes a refusal.
   *
   * @param reason why
   * @param layer log of the number of nodes of the layer where it was found, 0 for the root's
   * @param index the node in that layer
   */
  public MerkleException(Reason reason, int layer, int index) {
    super("%s at layer %d, node %d".formatted(reason, layer, index));
    this.reason = reason;
    this.layer = layer;
    this.index = index;
  }

  /**
   * Returns why the opening is refused.
   *
   * @return the reason
   */
  public Reason reason() {
    return reason;
  }

  /**
   * Returns the layer where it was found.
   *
   * @return log of its number of nodes
   */
  public int layer() {
    return layer;
  }

  /**
   * Returns the node where it was found.
   *
   * @return its index in the layer
   */
  public int index() {
    return index;
  }
}
