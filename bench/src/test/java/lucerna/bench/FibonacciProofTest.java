package lucerna.bench;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import lucerna.stark.ProofLoad;
import lucerna.stark.prover.Backends;
import org.junit.jupiter.api.Test;

/** The proof that devices are measured by, and what it has to compute at least. */
final class FibonacciProofTest {
  @Test
  void everyProofHasTheSameBytes() {
    var proof = new FibonacciProof(10, 3);
    assertArrayEquals(proof.prove(Backends.host()), proof.prove(Backends.host()));
  }

  /** Of 8 columns of 2^10 rows, with 4 of the running sum, at a rate of 1/4; of degree 3. */
  @Test
  void theLoadIsArithmetic() {
    ProofLoad load = new FibonacciProof(10, 8).load();
    // 12 committed columns to 2^10 and 2^12, 3 selectors on 2^11, at 5 butterflies a value.
    double trace = 12 * 5 * (1024 + 4096) + 3 * 5 * 2048;
    // Four coordinates back from 2^11, eight columns to 2^13, at 5.5.
    assertEquals(trace + 5.5 * (4 * 2048 + 8 * 8192), load.butterflies());
    // Three trees of 2^12 leaves of a block; the rest is FRI's.
    double trees = 3 * (4096 + 4095);
    assertTrue(load.compressions() > trees);
    assertTrue(load.compressions() < 2 * trees);
    // All but what the last layer has.
    assertTrue(load.folds() > 8192 * 0.9);
    assertTrue(load.folds() < 8192);
    // Sums at the point and of quotients alone: eight products for each of 15 columns' values.
    assertTrue(load.products() > 8 * 15 * 1024);
    double columns = 12.0 * (1024 + 4096) + 8 * 8192;
    assertTrue(load.bytes() > 8 * columns);
  }
}
