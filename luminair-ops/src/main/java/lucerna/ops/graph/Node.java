package lucerna.ops.graph;

import java.util.List;
import lucerna.ops.function.RealFunction;

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
   * {@code output[g][m][n] = sum over k of input[g][m][k] * weights[g][k][n] + bias[g][n]}.
   *
   * @param name the model's name of the node
   * @param input a tensor of G x M x {@code inner} elements
   * @param output a tensor of G x M x {@code outer} elements
   * @param weights row-major, G x {@code inner} x {@code outer}
   * @param groups the number G of groups
   * @param inner the length K of the sums
   * @param outer the number N of results per row
   * @param bias G x {@code outer} elements, zeros if the model has none
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Linear(
      String name,
      String input,
      String output,
      double[] weights,
      int groups,
      int inner,
      int outer,
      double[] bias)
      implements Node {
    /** Checks the lengths. */
    public Linear {
      if (groups < 1 || inner < 1 || outer < 1 || weights.length != (long) groups * inner * outer) {
        throw new IllegalArgumentException(name + ": weights are not groups x inner x outer");
      }
      if (bias.length != groups * outer) {
        throw new IllegalArgumentException(name + ": bias is not of length groups x outer");
      }
    }

    /**
     * One group.
     *
     * @param name the model's name of the node
     * @param input a tensor of M x {@code inner} elements
     * @param output a tensor of M x {@code outer} elements
     * @param weights row-major, {@code inner} x {@code outer}
     * @param inner the length K of the sums
     * @param outer the number N of results per row
     * @param bias {@code outer} elements
     */
    public Linear(
        String name,
        String input,
        String output,
        double[] weights,
        int inner,
        int outer,
        double[] bias) {
      this(name, input, output, weights, 1, inner, outer, bias);
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

  /**
   * Batched product of two tensors: {@code output[g][m][n] = sum over k of a[g][m][k] b[g][k][n]}.
   *
   * @param name the model's name of the node
   * @param a a tensor of G x M x {@code inner} elements
   * @param b a tensor of G x {@code inner} x {@code outer} elements
   * @param output a tensor of G x M x {@code outer} elements
   * @param groups the number G of products
   * @param inner K
   * @param outer N
   */
  record MatMul(String name, String a, String b, String output, int groups, int inner, int outer)
      implements Node {
    @Override
    public List<String> inputs() {
      return List.of(a, b);
    }
  }

  /**
   * {@code output[i] = sum over t of factors[t] terms[t][i]}: additions, subtractions, negations,
   * scalings by a public constant.
   *
   * @param name the model's name of the node
   * @param terms tensors of as many elements each
   * @param factors one per term
   * @param output a tensor of as many elements
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Combine(String name, List<String> terms, double[] factors, String output) implements Node {
    /** Copies the terms. */
    public Combine {
      terms = List.copyOf(terms);
    }

    @Override
    public List<String> inputs() {
      return terms;
    }
  }

  /**
   * {@code output[i] = sum over j < fan of factor(i, j) input[i fan + j]}, with public factors:
   * sums, means, average pools, interpolation.
   *
   * @param name the model's name of the node
   * @param input a tensor of {@code fan} times as many elements as the output
   * @param output a tensor
   * @param fan how many elements add up
   * @param factors one for all; or {@code fan}, one for each j; or one per input element
   */
  @SuppressWarnings("ArrayRecordComponent")
  record SumGroups(String name, String input, String output, int fan, double[] factors)
      implements Node {
    @Override
    public List<String> inputs() {
      return List.of(input);
    }

    /**
     * Returns the factor of an input element.
     *
     * @param index its number in the input
     * @return its factor
     */
    public double factor(int index) {
      return factors.length == 1
          ? factors[0]
          : factors.length == fan ? factors[index % fan] : factors[index];
    }
  }

  /**
   * {@code output[i] = a[i] b[i]}.
   *
   * @param name the model's name of the node
   * @param a a tensor
   * @param b a tensor of as many elements
   * @param output a tensor of as many elements
   */
  record Multiply(String name, String a, String b, String output) implements Node {
    @Override
    public List<String> inputs() {
      return List.of(a, b);
    }
  }

  /**
   * {@code output[i] = f(input[i])}.
   *
   * @param name the model's name of the node
   * @param input a tensor
   * @param output a tensor of as many elements
   * @param function f
   */
  record Apply(String name, String input, String output, RealFunction function) implements Node {
    @Override
    public List<String> inputs() {
      return List.of(input);
    }
  }

  /**
   * {@code output[i] = tensors[which[i]][source[i]]}, or {@code constants[source[i]]} where {@code
   * which[i]} is -1: concatenation, padding. The constants are public.
   *
   * @param name the model's name of the node
   * @param tensors what is read, at least one
   * @param output a tensor of {@code source.length} elements
   * @param which per element a tensor, or -1
   * @param source per element its place
   * @param constants public constants
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Rearrange(
      String name,
      List<String> tensors,
      String output,
      int[] which,
      int[] source,
      double[] constants)
      implements Node {
    /** Copies the list. */
    public Rearrange {
      tensors = List.copyOf(tensors);
    }

    @Override
    public List<String> inputs() {
      return tensors;
    }
  }

  /**
   * A secret constant of the model, for where a step needs a tensor: tables of embeddings.
   *
   * @param name the model's name of the node
   * @param output a tensor
   * @param values its elements
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Constant(String name, String output, double[] values) implements Node {
    @Override
    public List<String> inputs() {
      return List.of();
    }
  }

  /**
   * {@code output[i] = max over j < fan of input[i fan + j]}.
   *
   * @param name the model's name of the node
   * @param input a tensor of {@code fan} times as many elements as the output
   * @param output a tensor
   * @param fan the size of the groups
   */
  record Maximum(String name, String input, String output, int fan) implements Node {
    @Override
    public List<String> inputs() {
      return List.of(input);
    }
  }

  /**
   * {@code output[i] = a[i] < b[i] ? 1 : 0}.
   *
   * @param name the model's name of the node
   * @param a a tensor
   * @param b a tensor of as many elements
   * @param output a tensor of as many elements
   */
  record Less(String name, String a, String b, String output) implements Node {
    @Override
    public List<String> inputs() {
      return List.of(a, b);
    }
  }

  /**
   * {@code output[i] = a[i] == b[i] ? 1 : 0}.
   *
   * @param name the model's name of the node
   * @param a a tensor
   * @param b a tensor of as many elements
   * @param output a tensor of as many elements
   */
  record Equal(String name, String a, String b, String output) implements Node {
    @Override
    public List<String> inputs() {
      return List.of(a, b);
    }
  }

  /**
   * {@code output[i] = a[i] / b[i]}, by {@code rounding}.
   *
   * @param name the model's name of the node
   * @param a a tensor
   * @param b a tensor of as many elements, never 0
   * @param output a tensor of as many elements
   * @param rounding what becomes of the quotient
   */
  record Divide(String name, String a, String b, String output, Rounding rounding) implements Node {
    /** What becomes of a quotient. */
    public enum Rounding {
      /** It stays a real number. */
      NONE,
      /** It is rounded toward 0: the division of integers. */
      TRUNCATE,
      /** It is rounded down. */
      FLOOR
    }

    @Override
    public List<String> inputs() {
      return List.of(a, b);
    }
  }

  /**
   * The remainder of {@code a[i] / b[i]}.
   *
   * @param name the model's name of the node
   * @param a a tensor
   * @param b a tensor of as many elements, never 0
   * @param output a tensor of as many elements
   * @param fmod whether the remainder has the sign of a, else of b
   */
  record Remainder(String name, String a, String b, String output, boolean fmod) implements Node {
    @Override
    public List<String> inputs() {
      return List.of(a, b);
    }
  }

  /**
   * Softmax of consecutive groups of {@code fan} elements, or its logarithm.
   *
   * @param name the model's name of the node
   * @param input a tensor
   * @param output a tensor of as many elements
   * @param fan the size of the groups
   * @param log whether to take the logarithm
   */
  record Softmax(String name, String input, String output, int fan, boolean log) implements Node {
    @Override
    public List<String> inputs() {
      return List.of(input);
    }
  }

  /**
   * Normalisation of consecutive groups of {@code fan} elements: {@code (x - mean) / sqrt(var +
   * epsilon)}, or {@code x / sqrt(mean(x^2) + epsilon)}.
   *
   * @param name the model's name of the node
   * @param input a tensor
   * @param output a tensor of as many elements
   * @param fan the size of the groups
   * @param epsilon added to the variance
   * @param centred whether the mean is subtracted
   */
  record Normalize(
      String name, String input, String output, int fan, double epsilon, boolean centred)
      implements Node {
    @Override
    public List<String> inputs() {
      return List.of(input);
    }
  }

  /**
   * Where in each consecutive group of {@code fan} elements the maximum is.
   *
   * @param name the model's name of the node
   * @param input a tensor of {@code fan} times as many elements as the output
   * @param output a tensor of integers
   * @param fan the size of the groups
   * @param last whether the last of equal elements counts, else the first
   */
  record ArgMax(String name, String input, String output, int fan, boolean last) implements Node {
    @Override
    public List<String> inputs() {
      return List.of(input);
    }
  }

  /**
   * Sorts consecutive groups of {@code fan} elements, greatest first, equal ones in order.
   *
   * @param name the model's name of the node
   * @param input a tensor
   * @param output a tensor of as many elements
   * @param fan the size of the groups
   * @param indices whether the output is where each element was in its group, else its value
   */
  record Sort(String name, String input, String output, int fan, boolean indices) implements Node {
    @Override
    public List<String> inputs() {
      return List.of(input);
    }
  }

  /**
   * {@code output[i] = data[index[i]]}: the index depends on the inputs.
   *
   * @param name the model's name of the node
   * @param data a tensor
   * @param index a tensor of integers, each within the data
   * @param output a tensor of as many elements as the index
   */
  record Take(String name, String data, String index, String output) implements Node {
    @Override
    public List<String> inputs() {
      return List.of(data, index);
    }
  }
}
