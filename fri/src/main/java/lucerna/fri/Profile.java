package lucerna.fri;

import lucerna.fri.hash.TreeHash;

/** The named levels that proofs are made at; all have at least 100 provable bits. */
public enum Profile {
  /** Unique decoding at rate 1/4: fast to make. */
  P100("P100"),

  /**
   * The Johnson regime at low rates, with parameters chosen for each key: short proofs that take
   * longer to make.
   */
  P100_COMPACT("P100-compact"),

  /**
   * The same with Merkle digests that are one element of Starknet's field each: for verifiers on
   * chain.
   */
  P100_CHAIN("P100-chain");

  private final String label;

  Profile(String label) {
    this.label = label;
  }

  /**
   * Returns the hash that Merkle trees have where nothing else is said.
   *
   * @return the hash
   */
  public TreeHash defaultHash() {
    return this == P100_CHAIN ? TreeHash.BLAKE2S_248 : TreeHash.BLAKE2S;
  }

  /**
   * Says whether Merkle trees may have a hash.
   *
   * @param hash the hash
   * @return on chain whether a digest is one element of Starknet's field, else whether it is {@link
   *     TreeHash#BLAKE2S}
   */
  public boolean takes(TreeHash hash) {
    return hash.isFelt() == (this == P100_CHAIN);
  }

  /**
   * Says whether the parameters are chosen for each key, and stand in it.
   *
   * @return whether this is not {@link #P100}
   */
  public boolean isPlanned() {
    return this != P100;
  }

  /**
   * Returns the name.
   *
   * @return as it stands in keys
   */
  public String label() {
    return label;
  }
}
