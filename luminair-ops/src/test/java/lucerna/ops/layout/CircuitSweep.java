package lucerna.ops.layout;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import lucerna.air.Tree;
import lucerna.field.QM31;
import lucerna.field.SecureColumn;
import lucerna.ops.UserException;
import lucerna.ops.circuit.Block;
import lucerna.ops.circuit.Circuit;
import lucerna.ops.circuit.Maximum;
import lucerna.ops.circuit.Weights;
import lucerna.ops.executor.CircuitExecution;
import lucerna.ops.executor.ForgedRun;
import lucerna.ops.layout.Lie.Edit;
import lucerna.ops.layout.Lie.Notices;

/**
 * Tells every lie about one inference of a circuit, one at a time, and asks all constraints and
 * lookups of the trace what they notice.
 *
 * <p>What follows from a lie is computed as the executor does, outputs included, so that nothing
 * but the gadget's own equation, constraint or check can notice; where that leads out of some
 * range, the rest stays honest, and something must notice.
 */
public final class CircuitSweep {
  private final Circuit circuit;
  private final Weights weights;
  private final double[][] inputs;
  private final Lowering lowering;
  private final Layout layout;
  private final CircuitExecution honest;
  private final PublicValues honestValues;
  private final int[][] honestWitness;
  private final List<String> faults = new ArrayList<>();
  private final Map<String, Integer> told = new TreeMap<>();
  private final Map<Notices, ForgedInference> samples = new TreeMap<>();
  private Optional<OtherWeights> otherWeights = Optional.empty();
  private int lies;
  private int isolated;

  /**
   * An inference over weights that the key does not commit to.
   *
   * @param inference what follows from them
   * @param weights the weights
   */
  public record OtherWeights(ForgedInference inference, Weights weights) {}

  private CircuitSweep(Circuit circuit, Weights weights, double[][] inputs) {
    this.circuit = circuit;
    this.weights = weights;
    this.inputs = inputs;
    LayoutShape shape =
        LayoutPlanner.plan(circuit, 1, new LayoutPlanner.Privacy(InputPrivacy.PUBLIC, false));
    lowering = new Lowering(new Layout(circuit, shape));
    layout = lowering.layout();
    honest = ForgedRun.run(circuit, layout.bounds(), weights, inputs, ForgedRun.Lie.NONE);
    honestValues = PublicValues.of(layout, honest);
    honestWitness = ForgedWitness.fill(lowering, circuit, honest.cells());
  }

  /**
   * Tells the lies.
   *
   * @param circuit a circuit that {@link lucerna.ops.circuit.CircuitChecks} accepts
   * @param weights its weights
   * @param inputs one vector per model input
   * @return what was noticed
   */
  public static CircuitSweep of(Circuit circuit, Weights weights, double[][] inputs) {
    CircuitSweep sweep = new CircuitSweep(circuit, weights, inputs);
    if (!Arrays.deepEquals(
        sweep.honestWitness, MainWitness.fill(sweep.lowering, sweep.honest.cells()).witness())) {
      sweep.faults.add("the honest witness is not the prover's");
    }
    sweep.honest();
    for (int b = 0; b < circuit.blocks().size(); b++) {
      sweep.block(b);
    }
    CircuitLies.of(circuit, weights, sweep.honest).forEach(sweep::tell);
    sweep.outputs();
    sweep.columns();
    return sweep;
  }

  /**
   * Returns the lies that were not noticed, or by what should not have.
   *
   * @return the lies that were not noticed, or by what should not have
   */
  public List<String> faults() {
    return faults;
  }

  /**
   * Returns how many lies were told.
   *
   * @return how many lies were told
   */
  public int lies() {
    return lies;
  }

  /**
   * Returns how many of them had consistent consequences.
   *
   * @return how many of them had consistent consequences
   */
  public int isolated() {
    return isolated;
  }

  /**
   * Returns how often each lie was told, by its name after the kind of slot that told it.
   *
   * @return how often each lie was told, by its name after the kind of slot that told it
   */
  public Map<String, Integer> told() {
    return told;
  }

  /**
   * Returns one forged inference for each part of the constraint system that noticed one.
   *
   * @return one forged inference for each part of the constraint system that noticed one
   */
  public List<ForgedInference> samples() {
    return List.copyOf(samples.values());
  }

  /**
   * Returns an inference that is true of other weights than the key's, if there are any.
   *
   * @return an inference that is true of other weights than the key's, if there are any
   */
  public Optional<OtherWeights> otherWeights() {
    return otherWeights;
  }

  /**
   * Returns the honest inference.
   *
   * @return the honest inference
   */
  public ForgedInference honestInference() {
    return new ForgedInference(
        lowering, weights, layout, honestValues, honestWitness, honest.cells());
  }

  private void honest() {
    TestTrace trace = trace(honestValues, honestWitness, honest.cells());
    if (!trace.violations().isEmpty()) {
      faults.add("the honest inference: " + trace.violations());
    }
  }

  private TestTrace trace(PublicValues values, int[][] witness, int[][][] cells) {
    return TestTrace.inference(
        lowering, weights, values, new MainWitness(witness, new int[0][]), cells);
  }

  private void block(int b) {
    Block block = circuit.blocks().get(b);
    int[] elements = {0, block.length() / 2, block.length() - 1};
    for (int e : Arrays.stream(elements).distinct().toArray()) {
      GadgetLies.of(layout, honest, b, e).forEach(this::tell);
      everyCell(b, e);
    }
    if (Maximum.hasMarks(block.gadget())) {
      int groups = block.length() / Maximum.of(circuit, b - 1).size();
      for (int g : Arrays.stream(new int[] {0, groups - 1}).distinct().toArray()) {
        MaximumLies.of(layout, honest, b, g).forEach(this::tell);
      }
    }
  }

  private void everyCell(int b, int e) {
    TestTrace trace = trace(honestValues, honestWitness, honest.cells());
    for (String cell : layout.kind(b).signature().cells()) {
      boolean free =
          cell.equals("i")
              ? trace.get(b, e, "d") == 0
              : cell.equals("g") && (trace.get(b, e, "t") == 0 || isBoolean(b));
      int value = trace.get(b, e, cell);
      if (!free) {
        tell(Lie.edits("cell " + cell, b, e, Notices.ANYTHING, new Edit(cell, value + 1L)));
      }
    }
  }

  /* Nothing depends on the sign of a boolean. */
  private boolean isBoolean(int b) {
    return circuit.inputs().stream()
        .anyMatch(input -> input.block() == b && input.kind() == Circuit.Kind.BOOLEAN);
  }

  private void tell(Lie lie) {
    Circuit computed = lie.circuit() == null ? circuit : lie.circuit();
    Weights with = lie.weights() == null ? weights : lie.weights();
    // What a cell that is replaced at the end would change after it is not computed.
    boolean consistent = lie.edits().isEmpty() || lie.notices() == Notices.LOCAL;
    CircuitExecution run;
    PublicValues values;
    try {
      run = ForgedRun.run(computed, layout.bounds(), with, inputs, lie.run());
      values = claimed(run);
    } catch (UserException | ArithmeticException | IndexOutOfBoundsException e) {
      if (lie.block() < 0) {
        return; // what follows is out of range, and there is nothing to show
      }
      consistent = false;
      run = alone(lie);
      values = honestValues;
    }
    int[][] witness = ForgedWitness.fill(lowering, computed, run.cells());
    if (lie.edits().isEmpty()
        && Arrays.deepEquals(witness, honestWitness)
        && Arrays.deepEquals(values.outputs(), honestValues.outputs())) {
      return; // e.g. equal factors that are exchanged
    }
    TestTrace trace = trace(values, witness, run.cells());
    Layout factors = factors(lie, trace, run.cells());
    lie.edits().forEach(e -> trace.set(lie.block(), lie.element(), e.cell(), e.value()));
    if (lie.edits().stream().anyMatch(edit -> !edit.cell().equals("uses"))) {
      trace.settle();
    }
    judge(lie, consistent, trace.violations());
    var forged =
        new ForgedInference(lowering, weights, factors, values, trace.witness(), run.cells());
    samples.put(lie.notices(), forged);
    if (lie.weights() != null) {
      otherWeights = Optional.of(new OtherWeights(forged, with));
    }
  }

  /** The factors that the liar computes: those of its own circuit. */
  private Layout factors(Lie lie, TestTrace trace, int[][][] cells) {
    if (lie.circuit() == null) {
      return layout;
    }
    Layout forged = new Layout(lie.circuit(), layout.bounds(), layout.shape());
    if (trace.hasFactors()) {
      trace.attackFactors(
          (columns, challenges) -> {
            SecureColumn[] computed = FactorColumns.compute(forged, cells, challenges);
            System.arraycopy(computed, 0, columns, 0, columns.length);
          });
    }
    return forged;
  }

  /** The public integers of a forged run: its outputs, and the inputs as they are. */
  private PublicValues claimed(CircuitExecution run) {
    long[][] outputs =
        Arrays.stream(run.outputs())
            .map(values -> Arrays.stream(values).asLongStream().toArray())
            .toArray(long[][]::new);
    PublicValues values = new PublicValues(outputs, honestValues.inputs());
    if (!allowed(values)) {
      throw new UserException("An output is out of range.");
    }
    return values;
  }

  /** The honest execution, but for the lie. */
  private CircuitExecution alone(Lie lie) {
    int[][][] cells =
        Arrays.stream(honest.cells())
            .map(block -> Arrays.stream(block).map(int[]::clone).toArray(int[][]::new))
            .toArray(int[][][]::new);
    lie.run().cells(lie.block(), cells);
    return new CircuitExecution(
        circuit, cells, honest.accumulators(), honest.outputs(), new double[0][]);
  }

  private void judge(Lie lie, boolean consistent, Set<String> labels) {
    String kind = lie.block() < 0 ? "" : layout.kind(lie.block()).kind().name();
    lies++;
    isolated += consistent ? 1 : 0;
    String name = lie.name().replaceFirst(", of .*", "");
    told.merge(kind.isEmpty() ? name : kind + ": " + name, 1, Integer::sum);
    if (!new Noticed(labels, kind).is(lie.notices(), consistent)) {
      String where = kind.isEmpty() ? "" : circuit.blocks().get(lie.block()).name();
      faults.add("%s, %s[%d]: %s".formatted(lie.name(), where, lie.element(), labels));
    }
  }

  /* Another integer claimed, with all else as it is. */
  private void outputs() {
    for (int o = 0; o < honestValues.outputs().length; o++) {
      int last = honestValues.outputs()[o].length - 1;
      for (int e : last > 0 ? new int[] {0, last} : new int[] {0}) {
        for (int by : new int[] {1, -1}) {
          long[][] outputs =
              Arrays.stream(honestValues.outputs()).map(long[]::clone).toArray(long[][]::new);
          outputs[o][e] += by;
          PublicValues values = new PublicValues(outputs, honestValues.inputs());
          if (allowed(values)) {
            TestTrace trace = trace(values, honestWitness, honest.cells());
            judge(Lie.accumulators("another public output", Lie.HONEST), true, trace.violations());
          }
        }
      }
    }
  }

  /* Lookups counted once too often; factors that are not what they should be. */
  private void columns() {
    for (String column : new String[] {"range0.uses", "function0.uses"}) {
      if (has(column)) {
        TestTrace trace = trace(honestValues, honestWitness, honest.cells());
        trace.column(column)[0]++;
        Lie lie = Lie.columns("a lookup counted once too often", Notices.AT_LEAST_LOOKUP);
        judge(lie, false, trace.violations());
      }
    }
    for (int i = 0; i < lowering.mainProgram().columnsOf(Tree.FACTORS).size(); i++) {
      int factor = i;
      TestTrace trace = trace(honestValues, honestWitness, honest.cells());
      trace.attackFactors(
          (factors, challenges) -> factors[factor].set(0, factors[factor].get(0).add(QM31.ONE)));
      judge(Lie.columns("a factor", Notices.SUM), true, trace.violations());
    }
  }

  private boolean has(String column) {
    return lowering.mainProgram().columns().stream().anyMatch(info -> info.name().equals(column));
  }

  private boolean allowed(PublicValues values) {
    try {
      values.check(layout);
      return true;
    } catch (IllegalArgumentException e) {
      return false; // refused before any proof is read
    }
  }
}
