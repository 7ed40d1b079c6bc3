package lucerna.testkit;

import lucerna.fri.FriConfig;
import lucerna.fri.PcsConfig;
import lucerna.fri.Regime;

/** Parameters without security, so that a test can make hundreds of proofs. */
public final class InsecureTestConfig {
  private InsecureTestConfig() {}

  /**
   * Returns parameters of the same shape as the real ones with few queries and little work: enough
   * that a wrong proof slips through once in about a million.
   *
   * @return the parameters
   */
  public static PcsConfig fast() {
    return PcsConfig.insecureForTesting(new FriConfig(2, 3, 2, 30), 2, 1, 1, 1, 1);
  }

  /**
   * Returns the same parameters without work, so that it is a check that refuses and not the nonce.
   *
   * @return the parameters
   */
  public static PcsConfig withoutWork() {
    return PcsConfig.insecureForTesting(new FriConfig(2, 3, 2, 30), 0, 0, 0, 0, 0);
  }

  /**
   * Returns parameters of the Johnson regime without work: rate 1/8, and statements may have pins.
   *
   * @param nQueries number of queries
   * @return the parameters
   */
  public static PcsConfig listed(int nQueries) {
    return PcsConfig.insecureForTesting(
        new Regime(3), new FriConfig(3, 3, 2, nQueries), new PcsConfig.PowBits(0, 0, 0, 0, 0));
  }
}
