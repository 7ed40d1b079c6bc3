package lucerna.ops.layout;

import java.util.ArrayList;
import java.util.List;
import lucerna.ops.circuit.Affine;
import lucerna.ops.circuit.Circuit;
import lucerna.ops.circuit.Output;
import lucerna.ops.circuit.Product;
import lucerna.ops.circuit.Term;
import lucerna.ops.circuit.View;
import lucerna.ops.circuit.Weights;
import lucerna.ops.executor.CircuitExecution;
import lucerna.ops.executor.ForgedRun;
import org.jspecify.annotations.Nullable;

/** The lies about sums, products, views, weights and outputs of a circuit. */
final class CircuitLies {
  private static final int PAIRS = 3;

  private final Circuit circuit;
  private final Weights weights;
  private final CircuitExecution honest;
  private final List<Lie> lies = new ArrayList<>();

  private CircuitLies(Circuit circuit, Weights weights, CircuitExecution honest) {
    this.circuit = circuit;
    this.weights = weights;
    this.honest = honest;
  }

  /** Returns the lies about an honest execution. */
  static List<Lie> of(Circuit circuit, Weights weights, CircuitExecution honest) {
    CircuitLies lies = new CircuitLies(circuit, weights, honest);
    int product = 0;
    for (int a = 0; a < circuit.affines().size(); a++) {
      lies.accumulators(a);
      Affine affine = circuit.affines().get(a);
      for (int p = 0; p < affine.products().size(); p++) {
        lies.product(a, p);
        product = lies.weights(a, affine.products().get(p), product);
      }
      for (int t = 0; t < affine.terms().size(); t++) {
        lies.term(a, t);
      }
    }
    for (int o = 0; o < circuit.outputs().size(); o++) {
      lies.output(o);
    }
    return lies.lies;
  }

  private void accumulators(int affine) {
    for (int zero : circuit.zeros()) {
      if (zero == affine) {
        return; // marks lie about it
      }
    }
    String name = circuit.affines().get(affine).name();
    int last = circuit.affines().get(affine).length() - 1;
    added("one product wrong in a sum, of " + name, affine, 0, 1);
    added("one product wrong in a sum, of " + name, affine, last, -1);
    if (last > 0) {
      added("two sums wrong that add up to the same, of " + name, affine, last, -1, 1);
    }
  }

  /** Adds to one accumulator, and something else to the first. */
  private void added(String name, int affine, int element, int by, int... toFirst) {
    lies.add(
        Lie.accumulators(
            name,
            new ForgedRun.Lie() {
              @Override
              public void accumulators(int computed, long... acc) {
                if (computed == affine) {
                  acc[element] += by;
                  acc[0] += toFirst.length > 0 ? toFirst[0] : 0;
                }
              }
            }));
  }

  private void product(int affine, int index) {
    Product of = circuit.affines().get(affine).products().get(index);
    for (View swapped : swaps(of.left())) {
      lies.add(product(affine, index, of, swapped, of.right()));
    }
    if (of.right() != null) {
      for (View swapped : swaps(of.right())) {
        lies.add(product(affine, index, of, of.left(), swapped));
      }
    }
  }

  private Lie product(int affine, int index, Product of, View left, @Nullable View right) {
    List<Product> products = new ArrayList<>(circuit.affines().get(affine).products());
    products.set(
        index,
        new Product(
            of.groups(),
            of.batch(),
            of.inner(),
            of.outer(),
            left,
            right,
            of.sumBound(),
            of.signed()));
    return Lie.circuit(
        "factors in another order, of " + circuit.affines().get(affine).name(),
        with(affine, products, circuit.affines().get(affine).terms()));
  }

  private void term(int affine, int index) {
    Affine of = circuit.affines().get(affine);
    Term term = of.terms().get(index);
    for (View swapped : swaps(term.view())) {
      List<Term> terms = new ArrayList<>(of.terms());
      terms.set(index, new Term(swapped, term.fan(), term.coefficients()));
      lies.add(
          Lie.circuit(
              "view elements in another order, of " + of.name(),
              with(affine, of.products(), terms)));
    }
  }

  private Circuit with(int affine, List<Product> products, List<Term> terms) {
    List<Affine> affines = new ArrayList<>(circuit.affines());
    Affine of = affines.get(affine);
    affines.set(affine, new Affine(of.name(), of.rows(), of.outer(), products, terms));
    return new Circuit(
        circuit.name(),
        circuit.inputs(),
        circuit.tables(),
        circuit.blocks(),
        affines,
        circuit.zeros(),
        circuit.outputs());
  }

  /** Exchanges two elements of different value, in some ways. */
  private List<View> swaps(View view) {
    List<View> swaps = new ArrayList<>();
    long[] wires = view.wires();
    for (int i = 0; i < wires.length && swaps.size() < PAIRS; i++) {
      for (int j = i + 1; j < wires.length; j++) {
        if (honest.value(wires[i]) != honest.value(wires[j])) {
          long[] swapped = wires.clone();
          swapped[i] = wires[j];
          swapped[j] = wires[i];
          swaps.add(new View(swapped));
          break;
        }
      }
    }
    return swaps;
  }

  /** Returns the number of the next product with weights. */
  private int weights(int affine, Product of, int number) {
    if (!of.hasWeights()) {
      return number;
    }
    int[] w = weights.products().get(number);
    for (int k = 0; k < of.inner(); k++) {
      // The first group's first row reads it.
      if (honest.value(of.left().wires()[k]) != 0) {
        int[] other = w.clone();
        other[k * of.outer()] += w[k * of.outer()] > 0 ? -1 : 1;
        weights("another weight, of ", affine, number, other);
        break;
      }
    }
    for (int k = 0; k + 1 < of.inner(); k++) {
      int[] other = w.clone();
      other[k * of.outer()] = w[(k + 1) * of.outer()];
      other[(k + 1) * of.outer()] = w[k * of.outer()];
      if (honest.value(of.left().wires()[k]) != honest.value(of.left().wires()[k + 1])
          && other[k * of.outer()] != w[k * of.outer()]) {
        weights("weights in another order, of ", affine, number, other);
        break;
      }
    }
    return number + 1;
  }

  private void weights(String what, int affine, int number, int... other) {
    List<int[]> products = new ArrayList<>(weights.products());
    products.set(number, other);
    String name = what + circuit.affines().get(affine).name();
    lies.add(Lie.weights(name, new Weights(products)));
  }

  private void output(int index) {
    Output output = circuit.outputs().get(index);
    if (output.view() == null) {
      return; // its accumulators are lied about above
    }
    for (View swapped : swaps(output.view())) {
      List<Output> outputs = new ArrayList<>(circuit.outputs());
      outputs.set(
          index,
          new Output(output.name(), output.shape(), -1, new int[0], swapped, output.exponents()));
      lies.add(
          Lie.circuit(
              "elements in another order, of output %s".formatted(output.name()),
              new Circuit(
                  circuit.name(),
                  circuit.inputs(),
                  circuit.tables(),
                  circuit.blocks(),
                  circuit.affines(),
                  circuit.zeros(),
                  outputs)));
    }
  }
}
