package lucerna.ops.attack;

import static org.junit.jupiter.api.Assertions.assertEquals;

import lucerna.fri.FriConfig;
import lucerna.fri.PcsConfig;
import lucerna.fri.channel.Channel;
import lucerna.ops.key.ModelProof;
import lucerna.ops.lowering.InputPrivacy;
import lucerna.ops.program.Weights;
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
        AttackModel.of(InputPrivacy.COMMITTED, ONE_QUERY, AttackModel.program(0), weights);
    Forgery honest = new Forgery(model, input);
    Statement statement = honest.statement();
    StarkProof proof = honest.stark(new Channel());
    return ModelProof.encode(statement, proof).length;
  }

  @Test
  void allInputsAndWeightsOfAProgramGiveProofsOfOneLength() {
    int expected = length(AttackModel.honestWeights(), AttackModel.INPUT);
    assertEquals(expected, length(AttackModel.honestWeights(), 0, 0, 0, 0));
    assertEquals(expected, length(AttackModel.honestWeights(), 15, 15, 15, 15));
    assertEquals(expected, length(AttackModel.honestWeights(), -15, 15, -15, 15));
    Weights.Layer none = new Weights.Layer(new int[12], new int[3], new int[3]);
    Weights zero =
        new Weights(java.util.List.of(none, new Weights.Layer(new int[6], new int[2], new int[2])));
    assertEquals(expected, length(zero, AttackModel.INPUT));
  }
}
