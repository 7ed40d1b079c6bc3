package lucerna.gpu;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import lucerna.air.AirProgram;
import lucerna.air.Constraint;
import lucerna.air.NodeOp;
import lucerna.air.Scalars;
import lucerna.air.Tree;
import lucerna.field.QM31;

/**
 * The constraints of a program as kernels: the sum of all constraints, each times its coefficient,
 * at every position of a domain.
 *
 * <p>The constraints are split, in their order, into kernels of some hundreds of operations: a GPU
 * has registers and a cache of instructions for not much more, and compilers take more than in
 * proportion for longer ones. A kernel's name ends in the digest of the program's canonical bytes
 * and the number of its first term.
 */
public final class ConstraintKernels {
  /** Number of threads of a block. */
  static final int THREADS = 128;

  private static final int MAX_OPERATIONS = 200;
  private static final int DIGEST_BYTES = 6;

  private final AirProgram program;
  private final ScalarWords scalars;
  private final List<Tree> trees = new ArrayList<>();
  private final List<Kernel> kernels = new ArrayList<>();

  /**
   * Writes the kernels.
   *
   * @param name the AIR's name, fit for an identifier
   * @param program the program
   * @throws IllegalArgumentException if the name is no identifier or there are no constraints
   */
  public ConstraintKernels(String name, AirProgram program) {
    this(name, program, MAX_OPERATIONS);
  }

  /**
   * Writes kernels of another size.
   *
   * @param name the AIR's name, fit for an identifier
   * @param program the program
   * @param maxOperations number of operations at which a kernel ends
   * @throws IllegalArgumentException if the name is no identifier or there are no constraints
   */
  public ConstraintKernels(String name, AirProgram program, int maxOperations) {
    if (!name.matches("[a-zA-Z]\\w*") || program.constraints().isEmpty()) {
      throw new IllegalArgumentException("no constraints, or no name for a kernel: " + name);
    }
    this.program = program;
    scalars = new ScalarWords(program, program.constraints().size());
    int[] roots = program.constraints().stream().mapToInt(Constraint::node).toArray();
    trees.addAll(treesRead(program, roots));
    String digest = digest(program);
    int first = 0;
    List<Integer> nodes = IntStream.of(roots).boxed().toList();
    for (List<RootTerms.Term> terms :
        new RootTerms(program.graph(), nodes, maxOperations).kernels()) {
      String own = "%s_%s_%d".formatted(name, digest, first);
      boolean add = first > 0;
      String openCl =
          new ConstraintWriter(program, scalars, new OpenClText(trees)).write(own, terms, add);
      String ptx =
          head("constraints", name, digest)
              + new ConstraintWriter(program, scalars, new PtxText(trees)).write(own, terms, add);
      var module = new KernelModule(own, KernelModule.headers() + openCl, ptx);
      kernels.add(new Kernel(module, own, THREADS));
      first += terms.size();
    }
  }

  /** Trees whose columns some expressions read, in the order of the kinds. */
  static Set<Tree> treesRead(AirProgram program, int... roots) {
    var read = EnumSet.noneOf(Tree.class);
    program.graph().reachableFrom(roots).stream()
        .mapToObj(program.graph()::node)
        .filter(node -> node.op() == NodeOp.COLUMN)
        .forEach(node -> read.add(program.columns().get(node.left()).tree()));
    return read;
  }

  /** What a module's PTX begins with. */
  static String head(String what, String name, String digest) {
    return "// %s of %s %s\n".formatted(what, name, digest)
        + ".version 7.0\n.target sm_80\n.address_size 64\n\n";
  }

  /** Tells programs apart. */
  static String digest(AirProgram program) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(program.canonicalBytes());
      return HexFormat.of().formatHex(hash, 0, DIGEST_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
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
   * Combines the constraints at every position.
   *
   * @param device where everything lies
   * @param columns per tree whose columns the constraints read: its columns in the program's order,
   *     a secure one as four, all of one length; further columns may follow
   * @param next for each position that of the next row, a word each
   * @param values the scalars
   * @param coefficients a factor for each constraint
   * @param sum a secure column of the same length; receives the combination
   * @throws IllegalArgumentException if shapes or numbers do not fit
   */
  public void combine(
      Device device,
      Map<Tree, DeviceColumns> columns,
      DeviceSlice next,
      Scalars values,
      QM31[] coefficients,
      DeviceColumns sum) {
    List<DeviceColumns> matched = matched(program, trees, columns, sum.length());
    Shapes.requireSecure(sum, sum.length());
    if (next.words() != sum.length() || coefficients.length != program.constraints().size()) {
      throw new IllegalArgumentException("positions or coefficients do not fit");
    }
    int[] words = scalars.of(values, coefficients);
    try (var buffer = device.allocate(words.length)) {
      buffer.write(0, words);
      for (Kernel kernel : kernels) {
        var arguments = new Arguments();
        matched.forEach(arguments::columns);
        arguments.slice(next).slice(DeviceSlice.of(buffer)).columns(sum);
        arguments.number(sum.length()).words(sum.length());
        device.launch(kernel, kernel.blocksFor(sum.length()), arguments);
      }
    }
  }

  /**
   * Finds the columns of the trees that are read, in their order.
   *
   * @throws IllegalArgumentException if some are missing or have another length
   */
  static List<DeviceColumns> matched(
      AirProgram program, List<Tree> trees, Map<Tree, DeviceColumns> columns, int length) {
    List<DeviceColumns> matched = new ArrayList<>();
    for (Tree tree : trees) {
      DeviceColumns own = columns.get(tree);
      int width = program.columnsOf(tree).size() * (tree.isSecure() ? QM31.DEGREE : 1);
      if (own == null || own.count() < width || own.length() != length) {
        throw new IllegalArgumentException("the columns of " + tree + " do not fit");
      }
      matched.add(own);
    }
    return matched;
  }
}
