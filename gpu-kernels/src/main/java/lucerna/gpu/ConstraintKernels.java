package lucerna.gpu;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import lucerna.air.AirProgram;
import lucerna.air.Constraint;
import lucerna.air.ExprGraph;
import lucerna.air.ExprNode;
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
  private final Map<Integer, Integer> scalarPlaces = new HashMap<>();
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
    trees.addAll(treesRead(program));
    placeScalars();
    String digest = digest(program);
    int first = 0;
    for (List<ConstraintTerms.Term> terms : new ConstraintTerms(program, maxOperations).kernels()) {
      String own = "%s_%s_%d".formatted(name, digest, first);
      boolean add = first > 0;
      String openCl =
          new ConstraintWriter(program, scalarPlaces, new OpenClText(trees)).write(own, terms, add);
      String ptx =
          "// constraints of "
              + name
              + " "
              + digest
              + "\n"
              + ".version 7.0\n.target sm_80\n.address_size 64\n\n"
              + new ConstraintWriter(program, scalarPlaces, new PtxText(trees))
                  .write(own, terms, add);
      var module = new KernelModule(own, KernelModule.headers() + openCl, ptx);
      kernels.add(new Kernel(module, own, THREADS));
      first += terms.size();
    }
  }

  /** Trees whose columns the constraints read, in the order of the kinds. */
  private static Set<Tree> treesRead(AirProgram program) {
    ExprGraph graph = program.graph();
    var read = EnumSet.noneOf(Tree.class);
    for (Constraint constraint : program.constraints()) {
      graph.reachableFrom(constraint.node()).stream()
          .mapToObj(graph::node)
          .filter(node -> node.op() == NodeOp.COLUMN)
          .forEach(node -> read.add(program.columns().get(node.left()).tree()));
    }
    return read;
  }

  private void placeScalars() {
    int place = program.constraints().size();
    ExprGraph graph = program.graph();
    for (int id = 0; id < graph.size(); id++) {
      if (graph.node(id).isScalar() && graph.node(id).op() != NodeOp.CONSTANT) {
        scalarPlaces.put(id, place++);
      }
    }
  }

  private static String digest(AirProgram program) {
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
    var matched = new EnumMap<Tree, DeviceColumns>(Tree.class);
    for (Tree tree : trees) {
      DeviceColumns own = columns.get(tree);
      int width = program.columnsOf(tree).size() * (tree.isSecure() ? QM31.DEGREE : 1);
      if (own == null || own.count() < width || own.length() != sum.length()) {
        throw new IllegalArgumentException("the columns of " + tree + " do not fit");
      }
      matched.put(tree, own);
    }
    Shapes.requireSecure(sum, sum.length());
    if (next.words() != sum.length() || coefficients.length != program.constraints().size()) {
      throw new IllegalArgumentException("positions or coefficients do not fit");
    }
    int[] words = scalarWords(values, coefficients);
    try (var scalars = device.allocate(words.length)) {
      scalars.write(0, words);
      for (Kernel kernel : kernels) {
        var arguments = new Arguments();
        matched.values().forEach(arguments::columns);
        arguments.slice(next).slice(DeviceSlice.of(scalars)).columns(sum);
        arguments.number(sum.length()).words(sum.length());
        device.launch(kernel, kernel.blocksFor(sum.length()), arguments);
      }
    }
  }

  private int[] scalarWords(Scalars values, QM31[] coefficients) {
    if (values.challenges().size() != program.challenges().size()
        || values.publicScalars().size() != program.publicScalars().size()) {
      throw new IllegalArgumentException("the scalars are not the program's");
    }
    int[] words = new int[QM31.DEGREE * (coefficients.length + scalarPlaces.size())];
    for (int k = 0; k < coefficients.length; k++) {
      put(words, k, coefficients[k]);
    }
    ExprGraph graph = program.graph();
    Map<Integer, QM31> known = new HashMap<>();
    for (int id = 0; id < graph.size(); id++) {
      if (graph.node(id).isScalar()) {
        QM31 value = scalar(graph.node(id), known, values);
        known.put(id, value);
        if (scalarPlaces.containsKey(id)) {
          put(words, scalarPlaces.get(id), value);
        }
      }
    }
    return words;
  }

  private static void put(int[] words, int place, QM31 value) {
    for (int k = 0; k < QM31.DEGREE; k++) {
      words[QM31.DEGREE * place + k] = value.coordinate(k);
    }
  }

  private static QM31 scalar(ExprNode node, Map<Integer, QM31> known, Scalars values) {
    QM31 left = known.getOrDefault(node.left(), QM31.ZERO);
    QM31 right = known.getOrDefault(node.right(), QM31.ZERO);
    return switch (node.op()) {
      case CONSTANT -> QM31.of(node.left());
      case CHALLENGE -> values.challenges().get(node.left());
      case PUBLIC_SCALAR -> values.publicScalars().get(node.left());
      case ADD -> left.add(right);
      case SUBTRACT -> left.sub(right);
      case MULTIPLY -> left.mul(right);
      case NEGATE -> left.neg();
      case COLUMN -> throw new IllegalStateException("a column is no scalar");
    };
  }
}
