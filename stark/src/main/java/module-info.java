import org.jspecify.annotations.NullMarked;

/**
 * The circle STARK: statements, proofs, the verifier, and the prover that the verifier never needs.
 */
@NullMarked
module lucerna.stark {
  requires transitive lucerna.air;
  requires transitive lucerna.field;
  requires transitive lucerna.fri;
  requires static transitive org.jspecify;

  exports lucerna.stark;
  exports lucerna.stark.prover;
  exports lucerna.stark.verifier;

  uses lucerna.stark.prover.BackendProvider;
}
