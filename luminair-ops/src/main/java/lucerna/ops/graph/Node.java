package lucerna.ops.graph;

import java.util.List;

/**
 * One step of a graph: it reads tensors and makes one. Tensors are row-major vectors to a node;
 * their shapes matter only to the shape of outputs. Arrays are shared, not copied: do not change
 * them.
 */
public sealed interface Node {
  /**
   * Returns the name of the model's node that this step came from.
   *
   * @return the name, for messages
   */
  String name();

  /**
   * Returns the tensors that the step reads.
   *
   * @return their identifiers, in order
   */
  List<String> inputs();

  /**
   * Returns the tensor that the step makes.
   *
   * @return its identifier
   */
  String output();

  /**
   * {@code output[m][n] = sum over k of input[m][k] * weights[k][n] + bias[n]}.
   *
   * @param name the model's name of the node
   * @param input a tensor of M x {@code inner} elements
   * @param output a tensor of M x {@code outer} elements
   * @param weights row-major, {@code inner} x {@code outer}
   * @param inner the length K of the sums
   * @param outer the number N of results per row
   * @param bias {@code outer} elements, zeros if the model has none
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Linear(
      String name,
      String input,
      String output,
      double[] weights,
      int inner,
      int outer,
      double[] bias)
      implements Node {
    /** Checks the lengths. */
    public Linear {
      if (inner < 1 || outer < 1 || weights.length != (long) inner * outer) {
        throw new IllegalArgumentException(name + ": weights are not inner x outer");
      }
      if (bias.length != outer) {
        throw new IllegalArgumentException(name + ": bias is not of length outer");
      }
    }

    @Override
    public List<String> inputs() {
      return List.of(input);
    }
  }

  /**
   * {@code output[i] = a[i] + b[i]}.
   *
   * @param name the model's name of the node
   * @param a a tensor
   * @param b a tensor of as many elements
   * @param output a tensor of as many elements
   */
  record AddTensors(String name, String a, String b, String output) implements Node {
    @Override
    public List<String> inputs() {
      return List.of(a, b);
    }
  }

  /**
   * {@code output[i] = input[i] + values[i]}.
   *
   * @param name the model's name of the node
   * @param input a tensor
   * @param output a tensor of as many elements
   * @param values as many elements
   */
  @SuppressWarnings("ArrayRecordComponent")
  record AddConstant(String name, String input, String output, double[] values) implements Node {
    @Override
    public List<String> inputs() {
      return List.of(input);
    }
  }

  /**
   * {@code output[i] = max(input[i], 0)}.
   *
   * @param name the model's name of the node
   * @param input a tensor
   * @param output a tensor of as many elements
   */
  record Relu(String name, String input, String output) implements Node {
    @Override
    public List<String> inputs() {
      return List.of(input);
    }
  }

  /**
   * {@code output[i] = input[source[i]]}: elements may be dropped, repeated and moved.
   *
   * @param name the model's name of the node
   * @param input a tensor
   * @param output a tensor of {@code source.length} elements
   * @param source where each element comes from
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Reindex(String name, String input, String output, int[] source) implements Node {
    @Override
    public List<String> inputs() {
      return List.of(input);
    }
  }
}
