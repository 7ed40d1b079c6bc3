package lucerna.ops.attack;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import lucerna.fri.FriConfig;
import lucerna.fri.PcsConfig;
import lucerna.fri.channel.Channel;
import lucerna.ops.circuit.Weights;
import lucerna.ops.key.ModelProof;
import lucerna.ops.layout.InputPrivacy;
import lucerna.stark.StarkProof;
import lucerna.stark.Statement;
import org.junit.jupiter.api.Test;

/** The length of a proof tells nothing of input or weights. */
final class LengthTest {
  /** One query, so that a proof has one length: nothing is pruned. */
  private static final PcsConfig ONE_QUERY =
      PcsConfig.insecureForTesting(new FriConfig(2, 3, 2, 1), 0, 0, 0, 0, 0);

  private static int length(Weights weights, double... input) {
    AttackModel model =
        AttackModel.of(InputPrivacy.COMMITTED, ONE_QUERY, AttackModel.circuit(0), weights);
    Forgery honest = new Forgery(model, input);
    Statement statement = honest.statement();
    StarkProof proof = honest.stark(new Channel());
    return ModelProof.encode(statement, proof).length;
  }

  @Test
  void allInputsAndWeightsOfACircuitGiveProofsOfOneLength() {
    int expected = length(AttackModel.honestWeights(), AttackModel.INPUT);
    assertEquals(expected, length(AttackModel.honestWeights(), 0, 0, 0, 0));
    assertEquals(expected, length(AttackModel.honestWeights(), 15, 15, 15, 15));
    assertEquals(expected, length(AttackModel.honestWeights(), -15, 15, -15, 15));
    Weights zero = new Weights(List.of(new int[12], new int[6], new int[6], new int[4]));
    assertEquals(expected, length(zero, AttackModel.INPUT));
  }
}
