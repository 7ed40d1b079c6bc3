/** The field of order 2^31 - 1, its extensions of degree 2 and 4, and columns of their elements. */
package lucerna.field;
