/** The circle group over Mersenne-31, its domains and orders, and the circle FFT. */
package lucerna.field.circle;
