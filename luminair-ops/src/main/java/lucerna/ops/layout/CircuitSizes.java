package lucerna.ops.layout;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import lucerna.ops.UserException;
import lucerna.ops.circuit.Affine;
import lucerna.ops.circuit.Circuit;
import lucerna.ops.circuit.Output;
import lucerna.ops.circuit.Product;
import lucerna.ops.circuit.Term;
import lucerna.ops.circuit.View;
import lucerna.ops.circuit.Wire;

/** What a circuit needs, before any layout is chosen. */
final class CircuitSizes {
  /** A batch of this size or less is copied into the rows of weights, as elements of M31. */
  static final int MAX_COPIED_BATCH = 4;

  private final Circuit circuit;
  private final List<KindSizes> kinds = new ArrayList<>();
  private final int[] kindOf;
  private final List<PairProduct> pairProducts = new ArrayList<>();
  private int pairs;
  private int batch;

  CircuitSizes(Circuit circuit) {
    this.circuit = circuit;
    kindOf = new int[circuit.blocks().size()];
    addBlocks();
    for (int l = 0; l < circuit.affines().size(); l++) {
      for (Product product : circuit.affines().get(l).products()) {
        if (product.hasWeights()) {
          batch = Math.max(batch, product.batch());
        } else {
          PairProduct pair = new PairProduct(l, product, pairs);
          pairProducts.add(pair);
          pairs = Math.addExact(pairs, pair.pairs());
        }
      }
    }
  }

  /** Returns the kinds that the circuit uses, in canonical order. */
  List<KindSizes> kinds() {
    return kinds;
  }

  /** Returns which of {@link #kinds} a block is of. */
  int kindOf(int block) {
    return kindOf[block];
  }

  List<PairProduct> pairProducts() {
    return pairProducts;
  }

  /** Returns the number of pairs of all products of two views. */
  int pairs() {
    return pairs;
  }

  /** Returns the largest batch that shares weights, 0 if there are no weights. */
  int batch() {
    return batch;
  }

  boolean hasWeights() {
    return batch > 0;
  }

  /** Says whether left sides of products are columns of factors, instead of copies. */
  boolean usesFactors() {
    return pairs > 0 || batch > MAX_COPIED_BATCH;
  }

  int inputElements() {
    return circuit.inputs().stream()
        .mapToInt(input -> circuit.blocks().get(input.block()).length())
        .sum();
  }

  /** Returns the width of the widest range check. */
  int maxWidth() {
    return kinds.stream().mapToInt(KindSizes::maxWidth).max().orElse(0);
  }

  boolean usesRanges() {
    return kinds.stream().anyMatch(kind -> !kind.signature().checks().isEmpty());
  }

  boolean usesFunctions() {
    return kinds.stream().anyMatch(kind -> kind.kind() instanceof LookupKind);
  }

  /** Returns the number of entries of all functions' tables. */
  int tableEntries() {
    return usesFunctions()
        ? circuit.tables().stream().mapToInt(table -> table.high() - table.low() + 1).sum()
        : 0;
  }

  /** Returns the rows of the weight tree, given its number of columns. */
  List<WeightProduct> weightProducts(int weightColumns) {
    List<WeightProduct> all = new ArrayList<>();
    int row = 0;
    int sum = 0;
    int group = 0;
    for (int l = 0; l < circuit.affines().size(); l++) {
      for (Product product : circuit.affines().get(l).products()) {
        if (product.hasWeights()) {
          int blocks = Math.ceilDiv(product.outer(), weightColumns);
          WeightProduct next = new WeightProduct(l, product, all.size(), row, blocks, sum, group);
          all.add(next);
          row = Math.addExact(row, next.rows());
          sum = Math.addExact(sum, next.sums());
          group += next.isBounded() ? product.groups() : 0;
        }
      }
    }
    return all;
  }

  private void addBlocks() {
    boolean[][] read = outputsRead();
    SlotKind[] all = circuit.blocks().stream().map(SlotKinds::of).toArray(SlotKind[]::new);
    for (SlotKind kind : SlotKinds.ALL) {
      KindSizes sizes = null;
      for (int b = 0; b < kindOf.length; b++) {
        if (all[b].equals(kind)) {
          sizes = sizes == null ? new KindSizes(kind) : sizes;
          sizes.add(circuit.blocks().get(b), read[b]);
          kindOf[b] = kinds.size();
        }
      }
      if (sizes != null && sizes.count() > 0) {
        kinds.add(sizes);
      }
    }
  }

  private boolean[][] outputsRead() {
    boolean[][] read = new boolean[circuit.blocks().size()][];
    Arrays.setAll(read, b -> new boolean[circuit.blocks().get(b).gadget().outputs()]);
    for (Affine affine : circuit.affines()) {
      for (Product product : affine.products()) {
        mark(read, product.left());
        if (product.right() != null) {
          mark(read, product.right());
        }
      }
      for (Term term : affine.terms()) {
        mark(read, term.view());
      }
    }
    for (Output output : circuit.outputs()) {
      if (output.view() != null) {
        mark(read, output.view());
      }
    }
    for (Circuit.Input input : circuit.inputs()) {
      for (int i = 0; i < read[input.block()].length; i++) {
        if (input.kind() == Circuit.Kind.BOOLEAN
            && read[input.block()][i]
            && i != Layout.inputOutput(input)) {
          // Nothing fixes the sign of a boolean.
          throw new UserException("Input " + input.name() + " is boolean, and read with a sign.");
        }
      }
      // Whatever the privacy: the columns of a proof shall not depend on more than they must.
      read[input.block()][Layout.inputOutput(input)] = true;
    }
    return read;
  }

  private static void mark(boolean[][] read, View view) {
    for (long wire : view.wires()) {
      if (!Wire.isConstant(wire)) {
        read[Wire.block(wire)][Wire.output(wire)] = true;
      }
    }
  }
}
