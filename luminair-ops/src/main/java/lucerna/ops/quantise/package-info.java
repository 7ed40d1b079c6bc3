/** From graphs of real numbers to integer circuits: what to compute how precisely. */
package lucerna.ops.quantise;
