/** The prover. Nothing outside this package, the command and tests may name it. */
package lucerna.stark.prover;
