import org.jspecify.annotations.NullMarked;

/**
 * Reads neural networks and their inputs: ONNX files become static graphs of doubles, JSON files
 * become input vectors. Makes exact integer programs of graphs, runs them, and lowers them to
 * constraint systems.
 */
@NullMarked
module lucerna.ops {
  requires com.fasterxml.jackson.core;
  requires transitive lucerna.air;
  requires transitive lucerna.field;
  requires lucerna.onnx.schema;
  requires static transitive org.jspecify;

  exports lucerna.ops;
  exports lucerna.ops.executor;
  exports lucerna.ops.graph;
  exports lucerna.ops.io;
  exports lucerna.ops.lowering;
  exports lucerna.ops.onnx;
  exports lucerna.ops.program;
  exports lucerna.ops.quant;
}
