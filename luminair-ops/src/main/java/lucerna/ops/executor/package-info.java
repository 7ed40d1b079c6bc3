/** Exact execution of circuits: the specification that proofs are held against. */
package lucerna.ops.executor;
