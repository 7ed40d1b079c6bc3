package lucerna.ops.key;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import lucerna.fri.hash.Digest;
import lucerna.ops.Progress;
import lucerna.ops.circuit.Block;
import lucerna.ops.circuit.Circuit;
import lucerna.ops.circuit.Gadget;
import lucerna.ops.circuit.Output;
import lucerna.ops.circuit.View;
import lucerna.ops.circuit.Weights;
import lucerna.ops.layout.InputPrivacy;
import lucerna.ops.prover.KeyMaker;
import lucerna.ops.prover.KeyOptions;
import lucerna.ops.prover.Keys;
import lucerna.ops.prover.ModelProver;
import lucerna.ops.verifier.ModelVerifier;
import lucerna.stark.prover.ProverListener;
import org.junit.jupiter.api.Test;

final class InputCommitmentTest {
  private static Keys keys(InputPrivacy input) {
    var block =
        new Block(
            "x",
            new Gadget.Round(8, new int[] {0}, false, Gadget.Round.Given.INPUT),
            2,
            new int[0],
            4);
    View relu = View.all(0, Gadget.Round.RELU, 2);
    var circuit =
        new Circuit(
            "relu",
            List.of(new Circuit.Input("x", new int[] {2}, 0, 4, Circuit.Kind.REAL)),
            List.of(),
            List.of(block),
            List.of(),
            new int[0],
            List.of(new Output("y", new int[] {2}, -1, new int[0], relu, new int[] {4})));
    return KeyMaker.make(
        circuit,
        new Weights(List.of()),
        Digest.ZERO,
        new KeyOptions(5, new Privacy(WeightPrivacy.HIDDEN, input), true),
        new byte[32],
        Progress.NONE);
  }

  @Test
  void whoHoldsInputAndSeedMakesTheRootOfTheProof() throws Exception {
    Keys keys = keys(InputPrivacy.COMMITTED);
    var prover = new ModelProver(keys.key(), keys.provingKey(), null);
    byte[] seed = InputCommitment.freshSeed(new byte[] {7});
    Digest root = null;
    for (byte entropy = 0; entropy < 2; entropy++) {
      ModelProof proof =
          prover
              .prove(
                  List.of(new double[] {1.5, -2}),
                  new byte[] {entropy},
                  "",
                  Progress.NONE,
                  seed,
                  ProverListener.NONE)
              .proof();
      new ModelVerifier(keys.key()).verify(proof);
      root = proof.inputRoot();
      assertEquals(InputCommitment.root(keys.key(), new int[][] {{24, -32}}, seed), root);
    }
    assertNotEquals(InputCommitment.root(keys.key(), new int[][] {{24, -31}}, seed), root);
    assertNotEquals(
        InputCommitment.root(
            keys.key(), new int[][] {{24, -32}}, InputCommitment.freshSeed(new byte[] {8})),
        root);
    assertTrue(InputCommitment.proofsPerRoot(keys.key()) >= 1);
  }

  @Test
  void onlyKeysThatCommitHaveRoots() {
    Keys keys = keys(InputPrivacy.HIDDEN);
    assertThrows(
        IllegalArgumentException.class,
        () -> InputCommitment.root(keys.key(), new int[][] {{24, -32}}, new byte[32]));
    Keys committed = keys(InputPrivacy.COMMITTED);
    assertThrows(
        IllegalArgumentException.class,
        () -> InputCommitment.root(committed.key(), new int[][] {{24}}, new byte[32]));
  }
}
