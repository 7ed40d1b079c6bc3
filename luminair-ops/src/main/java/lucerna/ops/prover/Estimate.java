package lucerna.ops.prover;

import java.util.Arrays;
import lucerna.air.AirProgram;
import lucerna.air.Tree;
import lucerna.field.QM31;
import lucerna.fri.PcsConfig;
import lucerna.ops.UserException;
import lucerna.ops.circuit.Circuit;
import lucerna.ops.circuit.CircuitChecks;
import lucerna.ops.circuit.Product;
import lucerna.ops.key.WeightPrivacy;
import lucerna.ops.layout.LayoutShape;
import lucerna.ops.layout.Lowering;

/**
 * What keys and proofs of a circuit will take, told from its layout before any column exists.
 *
 * <p>Memory is what the heap must hold at the peak; the process takes more, for code, threads,
 * pages of a mapped file and what is not collected yet. It is counted in words per row of the
 * trace: a column of width 1 is kept once, and once extended; a tree has digests of its leaves and
 * of what is above them; a public column is extended too; composition, quotients and FRI stand on
 * the largest domain. The tests hold these figures against measured ones.
 *
 * @param logRows n, every column has {@code 2^n} rows
 * @param activeRows rows that constraints hold on
 * @param weightTrees weight trees of the key
 * @param columns base-field columns of a proof, the preprocessed ones and the public ones included
 * @param cells committed base-field cells of a proof, as {@link Proven} counts them but for the
 *     composition
 * @param keyBytes heap at the peak of making the keys
 * @param proofBytes heap at the peak of a proof, whose weight tree is in a mapped file
 * @param treeBytes what is added to that where the weight tree is held in the heap
 */
public record Estimate(
    int logRows,
    int activeRows,
    int weightTrees,
    long columns,
    long cells,
    long keyBytes,
    long proofBytes,
    long treeBytes) {
  private static final int WORD = Integer.BYTES;

  /** Columns of a weight tree that are extended at a time. */
  private static final int GROUP = 16;

  /** Bytes that a weight takes in the model, in the proving key and in what runs the circuit. */
  private static final int WEIGHT_BYTES = 24;

  /** Bytes of a tree per leaf: a digest, as much again above the leaves. */
  private static final int LEAF_BYTES = 64;

  private static final int SALT_BYTES = 16;

  /** Words per row of the composition, the quotients and FRI with their trees. */
  private static final int LAST_WORDS = 700;

  /** What Lucerna, its libraries, the model and the circuit take. */
  private static final long BASE_BYTES = 24L << 20;

  /**
   * Estimates.
   *
   * @param circuit a circuit
   * @param options what its key is to promise
   * @return the estimate
   * @throws UserException if the circuit is refused, or needs more rows than the parameters allow
   */
  public static Estimate of(Circuit circuit, KeyOptions options) {
    try {
      KeyMaker.Choice choice = KeyMaker.choose(circuit, CircuitChecks.check(circuit), options);
      return of(choice.lowering(), choice.config(), options);
    } catch (IllegalArgumentException e) {
      throw new UserException(String.valueOf(e.getMessage()), e);
    }
  }

  /**
   * Estimates what is laid out already.
   *
   * @param lowering the circuit laid out
   * @param config the parameters of its proofs
   * @param options what its key promises
   * @return the estimate
   */
  public static Estimate of(Lowering lowering, PcsConfig config, KeyOptions options) {
    LayoutShape shape = lowering.layout().shape();
    var sizes = new Sizes(shape.logRows(), config.fri().logBlowupFactor());
    AirProgram main = lowering.mainProgram();
    long weights = width(main, Tree.WEIGHTS);
    long held = weights == 0 ? 0 : sizes.ofTree(weights, options.zeroKnowledge());
    long file = weights == 0 ? 0 : sizes.ofTree(Math.min(weights, GROUP), false);
    long model = WEIGHT_BYTES * weights(lowering.layout().circuit());
    long proof = model + sizes.ofProof(main, options.zeroKnowledge(), 1) - held;
    boolean registered =
        options.privacy().weights() == WeightPrivacy.HIDDEN && lowering.layout().hasWeights();
    // A key's own proof holds the weight trees all at once.
    long key =
        registered
            ? sizes.ofProof(
                lowering.registrationProgram(), options.zeroKnowledge(), shape.weightInstances())
            : sizes.ofTree(width(main, Tree.PREPROCESSED), false)
                + sizes.ofTree(width(main, Tree.WEIGHTS), false);
    long columns = Arrays.stream(Tree.values()).mapToLong(tree -> width(main, tree)).sum();
    long committed =
        columns
            - width(main, Tree.PREPROCESSED)
            - width(main, Tree.PUBLIC)
            - width(main, Tree.WEIGHTS);
    return new Estimate(
        shape.logRows(),
        lowering.layout().activeRows(),
        shape.weightInstances(),
        columns,
        committed << shape.logRows(),
        BASE_BYTES + model + key + sizes.ofTree(width(main, Tree.PREPROCESSED), false),
        BASE_BYTES + proof + file,
        held);
  }

  private static long weights(Circuit circuit) {
    return circuit.affines().stream()
        .flatMap(affine -> affine.products().stream())
        .filter(Product::hasWeights)
        .mapToLong(product -> (long) product.groups() * product.inner() * product.outer())
        .sum();
  }

  private static long width(AirProgram program, Tree tree) {
    long columns = program.columnsOf(tree).size();
    return tree.isSecure() ? QM31.DEGREE * columns : columns;
  }

  /** What columns and trees of one height and rate take. */
  private record Sizes(int logRows, int logBlowup) {
    long ofProof(AirProgram program, boolean zeroKnowledge, int weightTrees) {
      // The last words are counted at the rate of P100, and grow as their domain does.
      long bytes =
          (((long) LAST_WORDS * WORD) << (logRows + logBlowup))
              >> PcsConfig.p100().fri().logBlowupFactor();
      for (Tree tree : Tree.values()) {
        long width = width(program, tree);
        if (width == 0) {
          continue;
        }
        if (tree == Tree.PUBLIC) {
          bytes += ofColumns(width);
        } else if (tree == Tree.WEIGHTS) {
          bytes += weightTrees * ofTree(width / weightTrees, zeroKnowledge);
        } else {
          bytes += ofTree(width, zeroKnowledge && tree != Tree.PREPROCESSED);
        }
      }
      return bytes;
    }

    long ofColumns(long width) {
      return (width * WORD * (1 + (1L << logBlowup))) << logRows;
    }

    long ofTree(long width, boolean salted) {
      long leaf = (long) LEAF_BYTES + (salted ? SALT_BYTES : 0);
      return ofColumns(width) + (leaf << (logBlowup + logRows));
    }
  }

  /**
   * Refuses what will not fit.
   *
   * @param name what it is about, for the message
   * @param available how large the heap may become, in bytes
   * @throws UserException if key or proof need more
   */
  public void require(String name, long available) {
    require(name, "making its keys", keyBytes, available);
    requireProof(name, available);
  }

  /**
   * Refuses a proof that will not fit.
   *
   * @param name what it is about, for the message
   * @param available how large the heap may become, in bytes
   * @throws UserException if a proof needs more
   */
  public void requireProof(String name, long available) {
    require(name, "a proof", proofBytes, available);
  }

  /**
   * Refuses a proof that will not fit where the weight tree is held in the heap.
   *
   * @param name what it is about, for the message
   * @param available how large the heap may become, in bytes
   * @throws UserException if a proof needs more
   */
  public void requireHeldProof(String name, long available) {
    require(name, "a proof", proofBytes + treeBytes, available);
  }

  private void require(String name, String what, long needed, long available) {
    if (needed > available) {
      throw new UserException(
          ("%s is too large: %s needs about %d MiB of heap (2^%d rows of %d columns), and there"
                  + " are %d MiB; set LUCERNA_JAVA_OPTS=-Xmx%dm, or use --target speed, fewer"
                  + " --proofs or a smaller batch")
              .formatted(
                  name.isEmpty() ? "the model" : name,
                  what,
                  mebibytes(needed),
                  logRows,
                  columns,
                  available >> 20,
                  mebibytes(needed + needed / 4)));
    }
  }

  private static long mebibytes(long bytes) {
    return (bytes + (1 << 20) - 1) >> 20;
  }
}
