/** The verifier: parse, then check; it never needs prover code. */
package lucerna.stark.verifier;
