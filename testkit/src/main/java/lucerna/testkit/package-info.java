/** Attacks on proofs, and parameters that only tests may use. */
package lucerna.testkit;
