/**
 * Lowers an integer program to constraint systems: which cell holds what, what ties the cells
 * together, and what both sides compute from the challenges.
 */
package lucerna.ops.lowering;
