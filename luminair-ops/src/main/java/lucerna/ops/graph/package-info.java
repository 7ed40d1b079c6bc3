/** Static graphs of doubles, and their evaluation. */
package lucerna.ops.graph;
