/** Making keys and proofs; what knows the weights. */
package lucerna.ops.prover;
