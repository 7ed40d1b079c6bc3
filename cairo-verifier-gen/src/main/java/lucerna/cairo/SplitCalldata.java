package lucerna.cairo;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import lucerna.field.M31;
import lucerna.ops.key.ModelKey;
import lucerna.ops.key.ModelProof;
import lucerna.stark.ProofRejectedException;
import lucerna.stark.Statement;

/**
 * A proof in the parts that a generated verifier takes one after another, with the states between
 * them. docs/on-chain.md states the layout.
 */
public final class SplitCalldata {
  private SplitCalldata() {}

  /**
   * A part.
   *
   * @param state the state that it goes on from, empty for the first part
   * @param felts the part of the proof
   */
  public record Part(List<String> state, List<String> felts) {
    /**
     * Returns the arguments of a contract's {@code verify_part}, which takes two spans.
     *
     * @return the state and the part, each behind its number of felts
     */
    public List<String> arguments() {
      var arguments = new ArrayList<>(Calldata.arguments(state));
      arguments.addAll(Calldata.arguments(felts));
      return List.copyOf(arguments);
    }
  }

  /**
   * Writes a proof in parts.
   *
   * @param plan how the key's verification is cut
   * @param key the key
   * @param proof the proof
   * @return the parts in order
   * @throws ProofRejectedException if the proof has not the shape that the key prescribes
   * @throws IllegalArgumentException if a public value is missing or out of range
   */
  public static List<Part> of(SplitPlan plan, ModelKey key, ModelProof proof)
      throws ProofRejectedException {
    List<List<String>> sections = Calldata.sections(key, proof);
    Statement statement = key.inference(proof.publicPart());
    var replay =
        new PartReplay(
            plan, statement, ModelProof.decode(statement, proof.stark()), integers(proof));
    String number = Calldata.statement(proof);
    var parts = new ArrayList<Part>();
    int from = 0;
    int section = 0;
    for (int part = 0; part < plan.parts(); part++) {
      int to = plan.ends()[part];
      var felts = new ArrayList<String>();
      for (Stage stage : plan.stages().all().subList(from, to)) {
        if (stage.reads()) {
          felts.addAll(sections.get(section++));
        }
      }
      List<String> state = part == 0 ? List.of() : replay.state(part, number);
      parts.add(new Part(state, List.copyOf(felts)));
      from = to;
    }
    return List.copyOf(parts);
  }

  private static int[] integers(ModelProof proof) {
    var all = new ArrayList<long[]>(Arrays.asList(proof.outputs()));
    all.addAll(Arrays.asList(proof.inputs()));
    return all.stream()
        .flatMapToLong(Arrays::stream)
        .mapToInt(value -> (int) Math.floorMod(value, (long) M31.P))
        .toArray();
  }
}
