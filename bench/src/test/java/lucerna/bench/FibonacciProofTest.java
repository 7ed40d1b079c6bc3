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
    var proof = new FibonacciProof(9, 3);
    assertArrayEquals(proof.prove(Backends.host()), proof.prove(Backends.host()));
  }

  /** Of 8 columns of 2^10 rows, with 4 of the running sum and 4 of the mask, at a rate of 1/4. */
  @Test
  void theLoadIsArithmetic() {
    ProofLoad load = new FibonacciProof(10, 8).load();
    // 16 committed columns to 2^10 and 2^12, 3 selectors on 2^12, at 5 butterflies a value.
    double trace = 16 * 5 * (1024 + 4096) + 3 * 5 * 4096;
    // Four coordinates back from 2^12, eight columns to 2^14, at 6.
    assertEquals(trace + 6 * (4 * 4096 + 8 * 16384), load.butterflies());
    // Three trees of 2^12 leaves, of a block or, for four points, three; the rest is FRI's.
    double trees = 2 * (4096 + 4095) + 3 * 4096 + 4095;
    assertTrue(load.compressions() > trees);
    assertTrue(load.compressions() < 2 * trees);
    // All but what the last layer has.
    assertTrue(load.folds() > 16384 * 0.9);
    assertTrue(load.folds() < 16384);
    // Sums at the point and of quotients alone: eight products for each of 19 columns' values.
    assertTrue(load.products() > 8 * 19 * 1024);
    double columns = 16.0 * (1024 + 4096) + 8 * 16384;
    assertTrue(load.bytes() > 8 * columns);
  }
}
