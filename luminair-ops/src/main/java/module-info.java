import org.jspecify.annotations.NullMarked;

/**
 * Reads neural networks and their inputs: ONNX files become static graphs of doubles, JSON files
 * become input vectors. Makes exact integer programs of graphs, and runs them.
 */
@NullMarked
module lucerna.ops {
  requires com.fasterxml.jackson.core;
  requires lucerna.onnx.schema;
  requires static transitive org.jspecify;

  exports lucerna.ops;
  exports lucerna.ops.executor;
  exports lucerna.ops.graph;
  exports lucerna.ops.io;
  exports lucerna.ops.onnx;
  exports lucerna.ops.program;
  exports lucerna.ops.quant;
}
