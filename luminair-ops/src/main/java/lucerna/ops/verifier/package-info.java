/** Checking keys and proofs of models. */
package lucerna.ops.verifier;
