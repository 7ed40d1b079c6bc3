import org.jspecify.annotations.NullMarked;

/**
 * From ONNX files to proofs: static graphs, their integer circuits, the constraint systems of
 * those, keys, proofs and their checks.
 */
@NullMarked
module lucerna.ops {
  requires com.fasterxml.jackson.core;
  requires transitive lucerna.air;
  requires transitive lucerna.field;
  requires transitive lucerna.fri;
  requires lucerna.onnx.schema;
  requires transitive lucerna.stark;
  requires static transitive org.jspecify;

  exports lucerna.ops;
  exports lucerna.ops.circuit;
  exports lucerna.ops.executor;
  exports lucerna.ops.function;
  exports lucerna.ops.graph;
  exports lucerna.ops.io;
  exports lucerna.ops.key;
  exports lucerna.ops.layout;
  exports lucerna.ops.onnx;
  exports lucerna.ops.primitive;
  exports lucerna.ops.prover;
  exports lucerna.ops.quantise;
  exports lucerna.ops.verifier;
}
