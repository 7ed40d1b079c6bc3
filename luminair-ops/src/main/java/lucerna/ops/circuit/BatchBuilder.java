package lucerna.ops.circuit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntToLongFunction;
import java.util.stream.IntStream;
import lucerna.ops.UserException;

/** Builds the circuit of a batch, by its plan. */
final class BatchBuilder {
  private final Batch batch;
  private final Circuit one;
  private final int count;
  private final BatchPlan plan;
  private long wires;

  BatchBuilder(Batch batch) {
    this.batch = batch;
    one = batch.one();
    count = batch.count();
    long gadgets = one.blocks().stream().mapToLong(Block::length).sum();
    requireSize(gadgets * count);
    plan = new BatchPlan(batch);
  }

  Circuit build() {
    List<Circuit.Input> inputs =
        one.inputs().stream()
            .map(
                input ->
                    new Circuit.Input(
                        input.name(),
                        shape(input.shape()),
                        plan.blockBase(input.block()),
                        input.exponent(),
                        input.kind()))
            .toList();
    List<Block> blocks = new ArrayList<>();
    for (int b = 0; b < one.blocks().size(); b++) {
      int copies = plan.block(b) == BatchPlan.Mode.SPLIT ? count : 1;
      for (int copy = 0; copy < copies; copy++) {
        blocks.add(block(b, copy));
      }
    }
    List<Affine> affines = new ArrayList<>();
    for (int a = 0; a < one.affines().size(); a++) {
      Affine affine = one.affines().get(a);
      switch (plan.affine(a)) {
        case FIXED -> affines.add(copy(affine, 0));
        case STACKED -> affines.add(stack(affine, plan.affineChunk(a)));
        case SPLIT -> {
          if (affine.products().stream().anyMatch(Product::hasWeights)) {
            throw new UserException(
                "Node %s cannot be proved in a batch: it fills a memory by weights; prove its inputs"
                        .formatted(affine.name())
                    + " one by one.");
          }
          for (int copy = 0; copy < count; copy++) {
            affines.add(copy(affine, copy));
          }
        }
      }
    }
    int[] zeros = Arrays.stream(one.zeros()).map(plan::affineBase).toArray();
    List<Output> outputs = one.outputs().stream().map(this::output).toList();
    return new Circuit(
        one.name(), inputs, one.tables(), blocks, affines, zeros, outputs, one.saturates(), batch);
  }

  private Block block(int index, int copy) {
    Block block = one.blocks().get(index);
    boolean stacked = plan.block(index) == BatchPlan.Mode.STACKED;
    int chunk = plan.blockChunk(index);
    int[] equations =
        Arrays.stream(block.equations()).map(affine -> plan.affineBase(affine) + copy).toArray();
    Gadget gadget =
        switch (block.gadget()) {
          case Gadget.Round round when stacked ->
              new Gadget.Round(
                  round.bits(), perGadget(round.shift(), chunk), round.floor(), round.given());
          case Gadget.Lookup lookup when stacked ->
              new Gadget.Lookup(
                  lookup.table(),
                  perGadget(lookup.shift(), chunk),
                  lookup.negated(),
                  lookup.attained());
          case Gadget.Entry entry -> new Gadget.Entry(memory(entry.memory(), copy));
          case Gadget.Read read -> new Gadget.Read(memory(read.memory(), copy));
          case Gadget other -> other;
        };
    int length = stacked ? count * block.length() : block.length();
    return new Block(block.name(), gadget, length, equations, block.exponent());
  }

  private int memory(int memory, int copy) {
    return Math.addExact(Math.multiplyExact(memory, count), copy);
  }

  private int[] perGadget(int[] shifts, int chunk) {
    if (shifts.length == 1) {
      return shifts;
    }
    return IntStream.range(0, count * shifts.length).map(i -> shifts[element(chunk, i)]).toArray();
  }

  /** Returns which element of its copy an element of the batch is. */
  private int element(int chunk, int stacked) {
    return stacked / (chunk * count) * chunk + stacked % chunk;
  }

  private int copyOf(int chunk, int stacked) {
    return stacked / chunk % count;
  }

  private Affine copy(Affine affine, int copy) {
    return new Affine(
        affine.name(),
        affine.rows(),
        affine.outer(),
        affine.products().stream()
            .map(
                of -> {
                  View right = of.right();
                  return new Product(
                      of.groups(),
                      of.batch(),
                      of.inner(),
                      of.outer(),
                      copy(of.left(), copy),
                      right == null ? null : copy(right, copy),
                      of.sumBound(),
                      of.signed());
                })
            .toList(),
        affine.terms().stream()
            .map(term -> new Term(copy(term.view(), copy), term.fan(), term.coefficients()))
            .toList());
  }

  private View copy(View view, int copy) {
    return view(view.length(), i -> plan.wire(view.wires()[i], copy));
  }

  private Affine stack(Affine affine, int chunk) {
    requireSize((long) affine.length() * count);
    int rows = Math.max(1, chunk / affine.outer());
    return new Affine(
        affine.name(),
        affine.rows() * count,
        affine.outer(),
        affine.products().stream().map(product -> stack(product, rows)).toList(),
        affine.terms().stream().map(term -> stack(term, chunk)).toList());
  }

  /** The rows of a product stand as those of its affine do, {@code chunk} of a copy together. */
  private Product stack(Product of, int chunk) {
    int inner = of.inner();
    View left =
        view(
            (long) of.left().length() * count,
            i -> {
              int row = i / inner;
              return plan.wire(
                  of.left().wires()[element(chunk, row) * inner + i % inner], copyOf(chunk, row));
            });
    View right = of.right();
    if (right == null) {
      return new Product(
          of.groups(),
          of.batch() * count,
          inner,
          of.outer(),
          left,
          null,
          of.sumBound(),
          of.signed());
    }
    // Rows that follow each other in the same copy and group.
    int batchRows = BatchPlan.gcd(chunk, of.batch());
    int groups = of.rows() * count / batchRows;
    int size = Math.multiplyExact(inner, of.outer());
    View stacked =
        view(
            (long) groups * size,
            i -> {
              int row = i / size * batchRows;
              int group = element(chunk, row) / of.batch();
              return plan.wire(right.wires()[group * size + i % size], copyOf(chunk, row));
            });
    return new Product(groups, batchRows, inner, of.outer(), left, stacked, 0, false);
  }

  private Term stack(Term term, int chunk) {
    int fan = term.fan();
    int[] coefficients = term.coefficients();
    View view =
        view(
            (long) term.view().length() * count,
            i -> plan.wire(term.view().wires()[place(i, fan, chunk)], copyOf(chunk, i / fan)));
    boolean each = coefficients.length != 1 && coefficients.length != fan;
    return new Term(
        view,
        fan,
        each
            ? IntStream.range(0, view.length())
                .map(i -> coefficients[place(i, fan, chunk)])
                .toArray()
            : coefficients);
  }

  private int place(int stacked, int fan, int chunk) {
    return element(chunk, stacked / fan) * fan + stacked % fan;
  }

  private Output output(Output output) {
    int length = output.length();
    requireSize((long) length * count);
    int[] exponents = output.exponents();
    int[] all =
        exponents.length == 1
            ? exponents
            : IntStream.range(0, count * length).map(i -> exponents[i % length]).toArray();
    View view = output.view();
    if (view != null) {
      View stacked =
          view((long) count * length, i -> plan.wire(view.wires()[i % length], i / length));
      return new Output(output.name(), shape(output.shape()), -1, new int[0], stacked, all);
    }
    int affine = output.affine();
    boolean fixed = plan.affine(affine) == BatchPlan.Mode.FIXED;
    int chunk = plan.affineChunk(affine);
    int[] source =
        IntStream.range(0, count * length)
            .map(
                i -> {
                  int own = output.source()[i % length];
                  return fixed ? own : plan.stacked(chunk, own, i / length);
                })
            .toArray();
    return new Output(
        output.name(), shape(output.shape()), plan.affineBase(affine), source, null, all);
  }

  private int[] shape(int[] of) {
    int[] shape = new int[of.length + 1];
    shape[0] = count;
    System.arraycopy(of, 0, shape, 1, of.length);
    return shape;
  }

  private View view(long length, IntToLongFunction wire) {
    wires += length;
    requireSize(wires);
    long[] all = new long[(int) length];
    Arrays.setAll(all, wire);
    return new View(all);
  }

  private void requireSize(long size) {
    if (size > CircuitChecks.MAX_SIZE) {
      throw new UserException(
          "%d inputs of %s are too many for one proof; give fewer.".formatted(count, one.name()));
    }
  }
}
