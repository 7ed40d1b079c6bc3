package lucerna.ops.key;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import lucerna.ops.circuit.Affine;
import lucerna.ops.circuit.Batch;
import lucerna.ops.circuit.Block;
import lucerna.ops.circuit.Circuit;
import lucerna.ops.circuit.CircuitChecks;
import lucerna.ops.circuit.Output;
import lucerna.ops.circuit.Product;
import lucerna.ops.circuit.Term;
import lucerna.ops.circuit.View;
import lucerna.ops.function.FunctionTable;
import lucerna.stark.ProofRejectedException;
import lucerna.stark.WordReader;
import lucerna.stark.WordWriter;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of a {@link Circuit}: its records' fields in order, lists and arrays after a count.
 * Every circuit has one encoding, and a reader takes no other. Of a batch, the circuit that it
 * copies is written, and how often.
 */
final class CircuitCodec {
  private static final int WEIGHTS = 0;
  private static final int PROVEN_WEIGHTS = 1;
  private static final int SIGNED_WEIGHTS = 2;
  private static final int VIEWS = 3;

  /** Added to the kind of each input of a circuit that saturates. */
  private static final int SATURATES = 4;

  /** Added to the kind of each input of a batch, once for each entry but the first. */
  private static final int ENTRY = 8;

  private final WordReader in;
  private int saturating;
  private final Set<Integer> batches = new HashSet<>();
  private final ViewCodec views = new ViewCodec(CircuitChecks.MAX_SIZE);

  private CircuitCodec(WordReader in) {
    this.in = in;
  }

  static void write(Circuit whole, WordWriter out) {
    Circuit circuit = whole.one();
    Words.string(circuit.name(), out);
    out.word(circuit.inputs().size());
    for (Circuit.Input input : circuit.inputs()) {
      Words.string(input.name(), out);
      Words.array(input.shape(), out);
      out.words(
          new int[] {
            input.block(),
            input.exponent(),
            code(input.kind())
                + (circuit.saturates() ? SATURATES : 0)
                + ENTRY * (whole.entries() - 1)
          });
    }
    out.word(circuit.tables().size());
    for (FunctionTable table : circuit.tables()) {
      TableCodec.write(table, out);
    }
    out.word(circuit.blocks().size());
    for (Block block : circuit.blocks()) {
      Words.string(block.name(), out);
      GadgetCodec.write(block.gadget(), out);
      out.word(block.length());
      Words.array(block.equations(), out);
      out.word(block.exponent());
    }
    out.word(circuit.affines().size());
    for (Affine affine : circuit.affines()) {
      Words.string(affine.name(), out);
      out.words(new int[] {affine.rows(), affine.outer(), affine.products().size()});
      for (Product product : affine.products()) {
        product(product, out);
      }
      out.word(affine.terms().size());
      for (Term term : affine.terms()) {
        out.word(term.fan());
        ViewCodec.write(term.view(), term.fan(), out);
        Words.array(term.coefficients(), out);
      }
    }
    Words.array(circuit.zeros(), out);
    out.word(circuit.outputs().size());
    for (Output output : circuit.outputs()) {
      output(output, out);
    }
  }

  private static void product(Product product, WordWriter out) {
    out.words(new int[] {product.groups(), product.batch(), product.inner(), product.outer()});
    ViewCodec.write(product.left(), product.inner(), out);
    View right = product.right();
    if (right != null) {
      out.word(VIEWS);
      ViewCodec.write(right, product.outer(), out);
    } else {
      out.word(
          product.sumBound() == 0 ? WEIGHTS : product.signed() ? SIGNED_WEIGHTS : PROVEN_WEIGHTS);
      if (product.sumBound() != 0) {
        out.nonce(product.sumBound());
      }
    }
  }

  private static void output(Output output, WordWriter out) {
    Words.string(output.name(), out);
    Words.array(output.shape(), out);
    out.word(output.affine());
    View view = output.view();
    if (view == null) {
      Words.array(output.source(), out);
    } else {
      ViewCodec.write(view, 1, out);
    }
    Words.array(output.exponents(), out);
  }

  private static int code(Circuit.Kind kind) {
    return switch (kind) {
      case REAL -> 0;
      case INTEGER -> 1;
      case BOOLEAN -> 2;
    };
  }

  static Circuit read(WordReader in) throws ProofRejectedException {
    return new CircuitCodec(in).read();
  }

  private Circuit read() throws ProofRejectedException {
    String name = Words.string(in);
    List<Circuit.Input> inputs = new ArrayList<>();
    for (int n = Words.count(in); n > 0; n--) {
      inputs.add(
          new Circuit.Input(Words.string(in), Words.array(in), in.word(), in.word(), kind()));
    }
    List<FunctionTable> tables = new ArrayList<>();
    for (int n = Words.count(in); n > 0; n--) {
      tables.add(TableCodec.read(in));
    }
    List<Block> blocks = new ArrayList<>();
    for (int n = Words.count(in); n > 0; n--) {
      blocks.add(
          new Block(Words.string(in), GadgetCodec.read(in), in.word(), Words.array(in), in.word()));
    }
    List<Affine> affines = new ArrayList<>();
    for (int n = Words.count(in); n > 0; n--) {
      affines.add(affine());
    }
    int[] zeros = Words.array(in);
    List<Output> outputs = new ArrayList<>();
    for (int n = Words.count(in); n > 0; n--) {
      outputs.add(output());
    }
    if (saturating != 0 && saturating != inputs.size()) {
      throw Words.wrong("a circuit that saturates in part");
    }
    if (batches.size() > 1) {
      throw Words.wrong("inputs of several batches");
    }
    Circuit one =
        new Circuit(name, inputs, tables, blocks, affines, zeros, outputs, saturating > 0);
    return batches.isEmpty() ? one : Batch.of(one, batches.iterator().next());
  }

  private Affine affine() throws ProofRejectedException {
    String name = Words.string(in);
    int rows = in.word();
    int outer = in.word();
    List<Product> products = new ArrayList<>();
    for (int n = Words.count(in); n > 0; n--) {
      products.add(product());
    }
    List<Term> terms = new ArrayList<>();
    for (int n = Words.count(in); n > 0; n--) {
      int fan = in.word();
      terms.add(new Term(views.read(fan, in), fan, Words.array(in)));
    }
    return new Affine(name, rows, outer, products, terms);
  }

  private Product product() throws ProofRejectedException {
    int[] sizes = in.words(4);
    View left = views.read(sizes[2], in);
    int kind = in.word();
    if (kind < WEIGHTS || kind > VIEWS) {
      throw Words.wrong("a product of kind " + kind);
    }
    @Nullable View right = kind == VIEWS ? views.read(sizes[3], in) : null;
    boolean proven = kind == PROVEN_WEIGHTS || kind == SIGNED_WEIGHTS;
    long bound = proven ? in.nonce() : 0;
    if (proven && bound == 0) {
      throw Words.wrong("a bound of 0 on weights");
    }
    return new Product(
        sizes[0], sizes[1], sizes[2], sizes[3], left, right, bound, kind == SIGNED_WEIGHTS);
  }

  private Output output() throws ProofRejectedException {
    String name = Words.string(in);
    int[] shape = Words.array(in);
    int affine = in.word();
    if (affine < 0) {
      View view = views.read(1, in);
      return new Output(name, shape, affine, new int[0], view, Words.array(in));
    }
    return new Output(name, shape, affine, Words.array(in), null, Words.array(in));
  }

  private Circuit.Kind kind() throws ProofRejectedException {
    int code = in.word();
    if ((code & SATURATES) != 0) {
      saturating++;
    }
    int more = code / ENTRY;
    if (code < 0 || more >= Batch.MAX_COUNT) {
      throw Words.wrong("an input of kind " + code);
    }
    batches.add(more + 1);
    return switch (code % ENTRY & ~SATURATES) {
      case 0 -> Circuit.Kind.REAL;
      case 1 -> Circuit.Kind.INTEGER;
      case 2 -> Circuit.Kind.BOOLEAN;
      default -> throw Words.wrong("an input of kind " + code);
    };
  }
}
