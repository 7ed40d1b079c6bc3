/** Exact execution of integer programs: the specification that proofs are held against. */
package lucerna.ops.executor;
