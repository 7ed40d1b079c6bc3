package lucerna.ops.graph;

/** Matrix products in double precision. */
final class FloatProducts {
  private FloatProducts() {}

  static double[] linear(Node.Linear node, double[] input) {
    int batch = input.length / (node.groups() * node.inner());
    double[] output = new double[node.groups() * batch * node.outer()];
    for (int row = 0; row < node.groups() * batch; row++) {
      System.arraycopy(
          node.bias(), row / batch * node.outer(), output, row * node.outer(), node.outer());
      multiply(node.weights(), row / batch, input, output, row, node.inner(), node.outer());
    }
    return output;
  }

  static double[] matMul(Node.MatMul node, double[] a, double[] b) {
    int rows = a.length / node.inner();
    int batch = rows / node.groups();
    double[] output = new double[rows * node.outer()];
    for (int row = 0; row < rows; row++) {
      multiply(b, row / batch, a, output, row, node.inner(), node.outer());
    }
    return output;
  }

  /* Adds one row of the left side times one matrix of the right side. */
  private static void multiply(
      double[] right, int group, double[] left, double[] output, int row, int inner, int outer) {
    for (int k = 0; k < inner; k++) {
      double factor = left[row * inner + k];
      int from = (group * inner + k) * outer;
      for (int n = 0; n < outer; n++) {
        output[row * outer + n] += factor * right[from + n];
      }
    }
  }
}
