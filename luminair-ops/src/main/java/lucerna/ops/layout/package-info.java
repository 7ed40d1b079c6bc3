/**
 * Lays an integer circuit out: which cell holds what, the constraints among cells, what ties them
 * together, and what both sides compute from the challenges.
 */
package lucerna.ops.layout;
