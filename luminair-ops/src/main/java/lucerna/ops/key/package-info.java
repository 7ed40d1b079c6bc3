/** Model keys and proofs: what is in them, and their bytes. */
package lucerna.ops.key;
