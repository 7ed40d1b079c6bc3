/** Java classes generated from the official ONNX protobuf schema. */
module lucerna.onnx.schema {
  requires transitive com.google.protobuf;

  exports onnx;
}
