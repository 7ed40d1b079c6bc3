package lucerna.ops.key;

import java.util.function.Function;
import lucerna.fri.PcsConfig;
import lucerna.ops.layout.Lowering;
import lucerna.stark.CommitmentLayout;

/**
 * What it costs to verify a proof on Starknet.
 *
 * @param calldata expected felts of calldata
 * @param gas expected L2 gas of execution, that of calldata left out
 */
public record ChainCost(long calldata, long gas) {
  /** L2 gas that a felt of calldata costs: 5,120 for it, the rest for the account to pass it on. */
  public static final long GAS_PER_FELT = 6_700;

  /** L2 gas of a transaction by itself: the signature, the statement stored, the event. */
  public static final long GAS_PER_TRANSACTION = 1_000_000;

  /** Most felts of calldata of a transaction. */
  public static final long MAX_CALLDATA = 5_000;

  /** Most L2 gas of a transaction. */
  public static final long MAX_GAS = 1_110_000_000;

  /**
   * Returns what a transaction pays for.
   *
   * <p>On a node whose receipts were compared (docs/on-chain.md), this holds for accounts whose
   * class is of Sierra 1.7 or later. Older ones are metered in steps of Cairo, and pay more.
   *
   * @return execution, calldata and what a transaction takes by itself
   */
  public long total() {
    return gas + GAS_PER_FELT * calldata + GAS_PER_TRANSACTION;
  }

  /**
   * Returns how many transactions calldata and gas would fill.
   *
   * @return 1 if one takes the proof
   */
  public int transactions() {
    return (int) Math.max(Math.ceilDiv(calldata, MAX_CALLDATA), Math.ceilDiv(total(), MAX_GAS));
  }

  /** How a layout's proofs are priced. */
  @FunctionalInterface
  public interface Pricing {
    /**
     * Prices proofs with some parameters.
     *
     * @param layout trees and samples
     * @param config the parameters
     * @param pins pinned values that a proof opens
     * @return the expected cost
     */
    ChainCost of(CommitmentLayout layout, PcsConfig config, int pins);
  }

  /**
   * What parameters for the chain are chosen by.
   *
   * @param model prices the proofs of a layout, one that has a single weight tree
   * @param maxCalldata bound on expected felts of calldata
   * @param maxGas bound on expected gas, calldata included
   */
  public record Target(Function<Lowering, Pricing> model, long maxCalldata, long maxGas) {
    /**
     * Makes a target without bounds of its own.
     *
     * @param model prices the proofs of a layout
     */
    public Target(Function<Lowering, Pricing> model) {
      this(model, Long.MAX_VALUE, Long.MAX_VALUE);
    }

    /** Writes the bounds for people. */
    String describe() {
      String felts = "%,d felts of calldata".formatted(maxCalldata);
      String gas = "%,d gas".formatted(maxGas);
      return maxGas == Long.MAX_VALUE
          ? felts
          : maxCalldata == Long.MAX_VALUE ? gas : felts + " and " + gas;
    }

    /**
     * Says whether a cost is within the bounds.
     *
     * @param cost the cost
     * @return whether it is
     */
    public boolean allows(ChainCost cost) {
      return cost.calldata <= maxCalldata && cost.total() <= maxGas;
    }
  }
}
