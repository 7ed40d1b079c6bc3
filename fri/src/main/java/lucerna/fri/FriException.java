package lucerna.fri;

import java.io.Serial;
import lucerna.fri.merkle.MerkleException;

/** Says why a FRI proof is refused. */
public final class FriException extends Exception {
  /** Why a proof is refused. */
  public enum Reason {
    /** There are more or fewer layers than the degree bound asks for. */
    LAYER_COUNT,
    /** There are more or fewer last coefficients than the configuration asks for. */
    LAST_LAYER_LENGTH,
    /** A coordinate is not in {@code [0, P)}. */
    NOT_CANONICAL,
    /** The work before a fold challenge is missing. */
    PROOF_OF_WORK,
    /** A layer lacks a value of an opened coset. */
    WITNESS_TOO_SHORT,
    /** A layer has more values than its opened cosets need. */
    WITNESS_TOO_LONG,
    /** A layer's opening lacks a digest. */
    HASH_WITNESS_TOO_SHORT,
    /** A layer's opening has more digests than are needed. */
    HASH_WITNESS_TOO_LONG,
    /** A layer's values, given or folded from the layer before, do not lie under its root. */
    ROOT_MISMATCH,
    /** The last fold gives another value than the last layer's polynomial. */
    LAST_LAYER_MISMATCH
  }

  @Serial private static final long serialVersionUID = 1;

  private final Reason reason;
  private final int layer;
  private final int index;

  /**
   * Makes a refusal.
   *
   * @param reason why
   * @param layer the layer where it was found, the word itself being 0, the last polynomial the
   *     number of committed layers
   * @param index the place: a position in the layer, a coefficient or a count, by the reason
   */
  public FriException(Reason reason, int layer, int index) {
    super("%s in layer %d at %d".formatted(reason, layer, index));
    this.reason = reason;
    this.layer = layer;
    this.index = index;
  }

  /** Wraps the refusal of a layer's opening. */
  FriException(MerkleException cause, int layer) {
    super("layer %d: %s".formatted(layer, cause.getMessage()), cause);
    this.reason =
        switch (cause.reason()) {
          case WITNESS_TOO_SHORT -> Reason.HASH_WITNESS_TOO_SHORT;
          case WITNESS_TOO_LONG -> Reason.HASH_WITNESS_TOO_LONG;
          case ROOT_MISMATCH -> Reason.ROOT_MISMATCH;
        };
    this.layer = layer;
    this.index = cause.index();
  }

  /**
   * Returns why the proof is refused.
   *
   * @return the reason
   */
  public Reason reason() {
    return reason;
  }

  /**
   * Returns the layer where it was found.
   *
   * @return the layer, the word itself being 0
   */
  public int layer() {
    return layer;
  }

  /**
   * Returns the place where it was found.
   *
   * @return a position in the layer, a coefficient or a count, by the reason
   */
  public int index() {
    return index;
  }
}
