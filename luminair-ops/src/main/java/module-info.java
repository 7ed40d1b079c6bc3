import org.jspecify.annotations.NullMarked;

/**
 * From ONNX files to proofs: static graphs, their integer programs, the constraint systems of
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
  exports lucerna.ops.lowering;
  exports lucerna.ops.onnx;
  exports lucerna.ops.program;
  exports lucerna.ops.prover;
  exports lucerna.ops.quant;
  exports lucerna.ops.verifier;
}
