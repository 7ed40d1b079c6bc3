/**
 * What prover and verifier share: statements, the order of the transcript, proofs and their bytes.
 */
package lucerna.stark;
