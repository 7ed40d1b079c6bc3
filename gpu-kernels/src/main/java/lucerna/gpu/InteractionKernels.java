package lucerna.gpu;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import lucerna.air.AirProgram;
import lucerna.air.FractionColumn;
import lucerna.air.InteractionTrace;
import lucerna.air.RunningSum;
import lucerna.air.Scalars;
import lucerna.air.Tree;
import lucerna.air.ZeroDenominatorException;
import lucerna.field.QM31;

/**
 * The interaction columns of a program as kernels: numerators, denominators and the running sum's
 * other terms on every active row.
 *
 * <p>As with {@link ConstraintKernels}, kernels have some hundreds of operations. A kernel's name
 * ends in the digest of the program's canonical bytes, "i" and the number of its first term.
 */
public final class InteractionKernels {
  private static final int MAX_OPERATIONS = 200;

  /* Elements that one launch inverts at most, so that their number is an int. */
  private static final int MAX_INVERTED = 1 << 30;

  private final AirProgram program;
  private final ScalarWords scalars;
  private final RunningSum runningSum;
  private final List<Tree> trees = new ArrayList<>();
  private final List<Kernel> kernels = new ArrayList<>();

  /**
   * Writes the kernels.
   *
   * @param name the AIR's name, fit for an identifier
   * @param program the program
   * @throws IllegalArgumentException if the name is no identifier or there are no interaction
   *     columns
   */
  public InteractionKernels(String name, AirProgram program) {
    this(name, program, MAX_OPERATIONS);
  }

  /**
   * Writes kernels of another size.
   *
   * @param name the AIR's name, fit for an identifier
   * @param program the program
   * @param maxOperations number of operations at which a kernel ends
   * @throws IllegalArgumentException if the name is no identifier or there are no interaction
   *     columns
   */
  public InteractionKernels(String name, AirProgram program, int maxOperations) {
    if (!name.matches("[a-zA-Z]\\w*")) {
      throw new IllegalArgumentException("no name for a kernel: " + name);
    }
    this.program = program;
    runningSum =
        program
            .runningSum()
            .orElseThrow(() -> new IllegalArgumentException("there is nothing to sum"));
    scalars = new ScalarWords(program, 0);
    List<Integer> roots = roots(program);
    List<InteractionWriter.Place> places = new ArrayList<>();
    program.sumTerms().forEach(term -> places.add(new InteractionWriter.Place(false, sumPlace())));
    List<FractionColumn> fractions = program.fractionColumns();
    for (int j = 0; j < fractions.size(); j++) {
      places.add(new InteractionWriter.Place(false, place(fractions.get(j).column())));
      places.add(new InteractionWriter.Place(true, j));
    }
    if (hasClosing(program)) {
      places.add(new InteractionWriter.Place(true, fractions.size() + 1));
      places.add(new InteractionWriter.Place(true, fractions.size()));
    }
    trees.addAll(treesRead(program));
    var writer = new InteractionWriter(program, scalars, places);
    String digest = ConstraintKernels.digest(program);
    int first = 0;
    var begun = new BitSet();
    for (List<RootTerms.Term> terms :
        new RootTerms(program.graph(), roots, maxOperations).kernels()) {
      String own = "%s_%s_i%d".formatted(name, digest, first);
      String openCl = writer.write(own, terms, begun, new OpenClText(trees));
      String ptx =
          ConstraintKernels.head("interaction columns", name, digest)
              + writer.write(own, terms, begun, new PtxText(trees));
      kernels.add(
          new Kernel(
              new KernelModule(own, KernelModule.headers() + openCl, ptx),
              own,
              ConstraintKernels.THREADS));
      terms.forEach(term -> begun.set(term.root()));
      first += terms.size();
    }
  }

  /** What is evaluated on rows: terms, then each fraction's numerator and denominator. */
  private static List<Integer> roots(AirProgram program) {
    List<Integer> roots = new ArrayList<>();
    program.sumTerms().forEach(term -> roots.add(term.node()));
    for (FractionColumn fraction : program.fractionColumns()) {
      roots.add(fraction.numerator());
      roots.add(fraction.denominator());
    }
    program
        .closingFraction()
        .ifPresent(
            fraction -> {
              roots.add(fraction.numerator());
              roots.add(fraction.denominator());
            });
    return roots;
  }

  /** Returns the trees that a program's interaction columns are made of. */
  static Set<Tree> treesRead(AirProgram program) {
    return ConstraintKernels.treesRead(program, roots(program).stream().mapToInt(i -> i).toArray());
  }

  private static boolean hasClosing(AirProgram program) {
    return program.closingFraction().isPresent();
  }

  /** Returns how many elements a row has to be inverted. */
  private static int denominators(AirProgram program) {
    return program.fractionColumns().size() + (hasClosing(program) ? 1 : 0);
  }

  /** Denominators, then the numerators of the fraction that has no column to keep them in. */
  private static int kept(AirProgram program) {
    return denominators(program) + (hasClosing(program) ? 1 : 0);
  }

  private int sumPlace() {
    return place(runningSum.column());
  }

  private int place(int column) {
    return program.columns().get(column).indexInTree();
  }

  /**
   * Returns the kernels.
   *
   * @return one or more, in the order of their launches
   */
  public List<Kernel> kernels() {
    return List.copyOf(kernels);
  }

  /**
   * Returns what the kernels read.
   *
   * @return the trees, in the order of the kinds
   */
  public List<Tree> trees() {
    return List.copyOf(trees);
  }

  /** Returns how many words {@link #fill} takes besides its arguments, small buffers left out. */
  static long workingWords(AirProgram program, int activeRows) {
    return (long) QM31.DEGREE * kept(program) * activeRows;
  }

  /**
   * Fills the interaction columns: rows 0 to a - 1 of a fraction's column, 0 to a of the running
   * sum, and 0 on the rows after them.
   *
   * @param ops the operations of the device where everything lies
   * @param columns per tree whose columns are {@linkplain #trees() read}: its columns in the
   *     program's order, in row order, a secure one as four, all of one length; further columns may
   *     follow
   * @param values the scalars
   * @param activeRows the number a of rows summed, less than the number of rows
   * @param out the interaction columns in the program's order, four columns each; further columns
   *     may follow
   * @throws ZeroDenominatorException if a denominator is zero; {@code out} is then unspecified
   * @throws IllegalArgumentException if shapes or numbers do not fit
   */
  public void fill(
      ColumnOps ops,
      Map<Tree, DeviceColumns> columns,
      Scalars values,
      int activeRows,
      DeviceColumns out)
      throws ZeroDenominatorException {
    int rows = out.length();
    int width = QM31.DEGREE * program.columnsOf(Tree.INTERACTION).size();
    if (activeRows < 0 || activeRows >= rows || out.count() < width) {
      throw new IllegalArgumentException(
          "%d columns for %d of %d rows".formatted(out.count(), activeRows, rows));
    }
    List<DeviceColumns> read = ConstraintKernels.matched(program, trees, columns, rows);
    int[] words = scalars.of(values);
    long stride = (long) kept(program) * activeRows;
    Device device = ops.device();
    try (var buffer = device.allocate(Math.max(1, words.length));
        var denominators = device.allocate(Math.max(1, QM31.DEGREE * stride))) {
      buffer.write(0, words);
      for (Kernel kernel : kernels) {
        var arguments = new Arguments();
        read.forEach(arguments::columns);
        arguments.slice(DeviceSlice.of(buffer)).columns(out).slice(DeviceSlice.of(denominators));
        arguments.number(rows).number(stride).words(activeRows);
        device.launch(kernel, kernel.blocksFor(activeRows), arguments);
      }
      invert(ops.field(), DeviceSlice.of(denominators), stride, activeRows);
      addFractions(device, DeviceSlice.of(denominators), activeRows, out);
    }
    DeviceColumns sum = out.columns(QM31.DEGREE * sumPlace(), QM31.DEGREE);
    ops.field().prefixSums(sum, activeRows, sum);
  }

  /** Zeros are found in the order of columns, then of rows, which is the one to report them in. */
  private void invert(DeviceField field, DeviceSlice denominators, long stride, int activeRows)
      throws ZeroDenominatorException {
    long inverted = (long) denominators(program) * activeRows;
    int most = activeRows == 0 ? 0 : MAX_INVERTED / activeRows * activeRows;
    for (long at = 0; at < inverted; at += most) {
      int length = (int) Math.min(most, inverted - at);
      int zero = field.invertAll(denominators, at, stride, length);
      if (zero >= 0) {
        throw new InteractionTrace(program)
            .zeroDenominator((int) ((at + zero) / activeRows), (int) ((at + zero) % activeRows));
      }
    }
  }

  /** Fractions are the first interaction columns, and the running sum is the last one. */
  private void addFractions(
      Device device, DeviceSlice inverses, int activeRows, DeviceColumns out) {
    int fractions = program.fractionColumns().size();
    device.launch(
        Kernels.ADD_FRACTIONS,
        Kernels.ADD_FRACTIONS.blocksFor(out.length()),
        new Arguments()
            .slice(inverses)
            .columns(out)
            .columns(out.columns(QM31.DEGREE * sumPlace(), QM31.DEGREE))
            .number(out.length())
            .number((long) kept(program) * activeRows)
            .words(fractions, activeRows, out.length(), program.sumTerms().isEmpty() ? 0 : 1)
            .words(hasClosing(program) ? 1 : 0));
  }
}
