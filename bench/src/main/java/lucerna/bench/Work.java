package lucerna.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** Work that this prover and another one do alike, and that is measured again and again. */
@FunctionalInterface
public interface Work {
  /**
   * Does it once.
   *
   * @param repetition differs from call to call, to vary the luck of proofs of work
   * @return what was measured, at least {@code millis}
   */
  ObjectNode repeat(int repetition);
}
