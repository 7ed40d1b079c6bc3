/** From a graph of doubles and samples to an exact integer program, and how far it is off. */
package lucerna.ops.quant;
