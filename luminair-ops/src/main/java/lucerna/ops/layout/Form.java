package lucerna.ops.layout;

import java.util.ArrayList;
import java.util.List;
import lucerna.field.M31;

/**
 * A public linear form in the ports of a gadget: an output, or the left side of an equation.
 *
 * @param constant what is added
 * @param ports names of ports
 * @param coefficients their coefficients, none of them 0
 */
record Form(long constant, List<String> ports, List<Long> coefficients) {
  /** The form 0. */
  static final Form ZERO = new Form(0, List.of(), List.of());

  Form {
    ports = List.copyOf(ports);
    coefficients = List.copyOf(coefficients);
  }

  /** Returns the form that is one port. */
  static Form of(String port) {
    return ZERO.plus(1, port);
  }

  Form plus(long coefficient, String port) {
    if (coefficient == 0) {
      return this;
    }
    List<String> names = new ArrayList<>(ports);
    names.add(port);
    List<Long> factors = new ArrayList<>(coefficients);
    factors.add(coefficient);
    return new Form(constant, names, factors);
  }

  Form plus(long summand) {
    return new Form(constant + summand, ports, coefficients);
  }

  /**
   * The form modulo p, with ports by number.
   *
   * @param constant in M31
   * @param ports their numbers among the ports that have coefficient columns
   * @param coefficients in M31
   */
  @SuppressWarnings("ArrayRecordComponent") // equality is never asked for
  record Resolved(int constant, int[] ports, int[] coefficients) {}

  Resolved resolve(List<String> numbered) {
    return new Resolved(
        M31.of(constant),
        ports.stream().mapToInt(numbered::indexOf).toArray(),
        coefficients.stream().mapToInt(M31::of).toArray());
  }
}
