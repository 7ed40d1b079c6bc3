/** Import of ONNX files into static graphs. */
package lucerna.ops.onnx;
