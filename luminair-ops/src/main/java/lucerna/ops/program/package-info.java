/** The integer program that a proof is about: exact, public but for its weights. */
package lucerna.ops.program;
