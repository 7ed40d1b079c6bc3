/** The twelve primitives, each sound on its own, and the lowering of circuits to them alone. */
package lucerna.ops.primitive;
