package lucerna.ops.attack;

import java.util.ArrayList;
import java.util.List;
import lucerna.fri.channel.Channel;
import lucerna.ops.circuit.Weights;
import lucerna.ops.key.ModelProof;
import lucerna.ops.key.PublicPart;
import lucerna.ops.layout.ForgedInference;
import lucerna.stark.Rejection;
import lucerna.stark.Statement;
import lucerna.stark.prover.CommittedColumns;
import lucerna.stark.prover.Witness;
import lucerna.testkit.InsecureTestConfig;
import lucerna.testkit.MaliciousProver;
import org.jspecify.annotations.Nullable;

/** Proves inferences, true or not, of any circuit, and asks the verifier, through bytes. */
public final class ProofAttack {
  private final AttackModel model;

  /**
   * Makes a key for a circuit, with parameters for tests.
   *
   * @param honest an inference of the circuit
   */
  public ProofAttack(ForgedInference honest) {
    model = AttackModel.of(honest.lowering(), InsecureTestConfig.withoutWork(), honest.weights());
  }

  /**
   * Proves an inference and verifies the proof.
   *
   * @param forged the inference
   * @param weights the weights of the tree that the prover opens, or null for the key's
   * @return the rejection, or null if it is accepted
   */
  public @Nullable Rejection verdict(ForgedInference forged, @Nullable Weights weights) {
    PublicPart part = new PublicPart(0, forged.values(), null, "attack");
    Statement statement = model.key().inference(part);
    List<CommittedColumns> fixed = new ArrayList<>(List.of(model.preprocessed()));
    if (model.layout().hasWeights()) {
      fixed.add(
          weights == null
              ? model.instances().get(0)
              : AttackModel.instance(model.layout(), weights, model.config(), 0));
    }
    var proof =
        new MaliciousProver()
            .prove(statement, fixed, new Witness(forged.witness(), forged::factors), new Channel());
    byte[] bytes =
        ModelProof.of(model.key().digest(), part, ModelProof.encode(statement, proof)).bytes();
    return Forgery.verdict(model, ModelProof.parse(bytes, "forged.bin"));
  }
}
