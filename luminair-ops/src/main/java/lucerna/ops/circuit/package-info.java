/**
 * Integer circuits: blocks of gadgets, each a small system of equations with one solution, tied
 * together by linear and bilinear forms.
 */
package lucerna.ops.circuit;
