package lucerna.ops.circuit;

import java.util.Arrays;
import java.util.function.IntPredicate;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import lucerna.ops.UserException;

/**
 * Where everything of a circuit goes in its batch.
 *
 * <p>A block that depends on no input is there once. An entry block that does, and a block that
 * reads it, are there once per copy, for a copy may read no other copy's memory. Any other block
 * holds the gadgets of all copies, in chunks: chunk 0 of copy 0, of copy 1 and so on, then chunk 1
 * of all. Chunks are as large as they can be, so long as no chunk leaves a group of a product with
 * weights: then a group's rows of all copies stand together, and are one group over the same
 * weights.
 */
final class BatchPlan {
  /** How often a block or an affine is there. */
  enum Mode {
    FIXED,
    STACKED,
    SPLIT
  }

  private static final int NONE = -1;

  final int count;
  private final Circuit one;
  private final Mode[] blockModes;
  private final int[] blockBases;
  private final int[] blockChunks;
  private final int[] owners;
  private final int[] affineBases;

  BatchPlan(Batch batch) {
    one = batch.one();
    count = batch.count();
    blockModes = new Mode[one.blocks().size()];
    blockBases = new int[blockModes.length];
    blockChunks = new int[blockModes.length];
    owners = new int[one.affines().size()];
    affineBases = new int[owners.length];
    Arrays.fill(owners, NONE);
    for (int b = 0; b < blockModes.length; b++) {
      for (int affine : one.blocks().get(b).equations()) {
        owners[affine] = b;
      }
    }
    modes();
    chunks();
    number(blockBases, b -> blockModes[b] == Mode.SPLIT);
    number(affineBases, a -> affine(a) == Mode.SPLIT);
  }

  Mode block(int index) {
    return blockModes[index];
  }

  /** An affine goes with the block whose equation it is; any other, with what it reads. */
  Mode affine(int index) {
    if (owners[index] != NONE) {
      return blockModes[owners[index]];
    }
    return varies(one.affines().get(index)) ? Mode.STACKED : Mode.FIXED;
  }

  /** Returns the number of a block in the batch, of copy 0 where there are several. */
  int blockBase(int index) {
    return blockBases[index];
  }

  /** Returns the number of an affine in the batch, of copy 0 where there are several. */
  int affineBase(int index) {
    return affineBases[index];
  }

  int blockChunk(int index) {
    return blockChunks[index];
  }

  /** Returns how many accumulators of a stacked affine follow each other in the same copy. */
  int affineChunk(int index) {
    return owners[index] == NONE ? whole(one.affines().get(index)) : blockChunks[owners[index]];
  }

  /** Returns the number that an element of a copy has in the batch. */
  int stacked(int chunk, int element, int copy) {
    return (element / chunk * count + copy) * chunk + element % chunk;
  }

  /** Returns what a wire of the circuit is in a copy. */
  long wire(long wire, int copy) {
    if (Wire.isConstant(wire)) {
      return wire;
    }
    int block = Wire.block(wire);
    int output = Wire.output(wire);
    int element = Wire.element(wire);
    return switch (blockModes[block]) {
      case FIXED -> Wire.of(blockBases[block], output, element);
      case SPLIT -> Wire.of(blockBases[block] + copy, output, element);
      case STACKED ->
          Wire.of(blockBases[block], output, stacked(blockChunks[block], element, copy));
    };
  }

  private void modes() {
    Arrays.fill(blockModes, Mode.FIXED);
    int[] memories = new int[blockModes.length];
    for (int b = 0; b < blockModes.length; b++) {
      Block block = one.blocks().get(b);
      boolean varies = Arrays.stream(block.equations()).anyMatch(a -> varies(one.affines().get(a)));
      boolean split = false;
      switch (block.gadget()) {
        case Gadget.Round round -> varies |= round.given() == Gadget.Round.Given.INPUT;
        case Gadget.Entry _ -> split = varies;
        case Gadget.Read read -> {
          memories[b] = memory(read.memory());
          split = blockModes[memories[b]] == Mode.SPLIT;
        }
        default -> {}
      }
      blockModes[b] = split ? Mode.SPLIT : varies ? Mode.STACKED : Mode.FIXED;
      if (varies && Maximum.hasMarks(block.gadget())) {
        blockModes[b - 1] = Mode.STACKED;
      }
    }
  }

  private int memory(int memory) {
    for (int b = 0; b < blockModes.length; b++) {
      if (one.blocks().get(b).gadget() instanceof Gadget.Entry entry && entry.memory() == memory) {
        return b;
      }
    }
    throw new IllegalArgumentException("no block holds memory " + memory);
  }

  private boolean varies(Affine affine) {
    return wires(affine)
        .anyMatch(w -> !Wire.isConstant(w) && blockModes[Wire.block(w)] != Mode.FIXED);
  }

  private static LongStream wires(Affine affine) {
    Stream<View> products =
        affine.products().stream()
            .flatMap(
                product -> {
                  View right = product.right();
                  return right == null
                      ? Stream.of(product.left())
                      : Stream.of(product.left(), right);
                });
    return Stream.concat(products, affine.terms().stream().map(Term::view))
        .flatMapToLong(view -> Arrays.stream(view.wires()));
  }

  private void chunks() {
    for (int b = blockModes.length - 1; b >= 0; b--) {
      Block block = one.blocks().get(b);
      int chunk = block.length();
      if (blockModes[b] == Mode.STACKED) {
        for (int affine : block.equations()) {
          chunk = gcd(chunk, whole(one.affines().get(affine)));
        }
        for (int affine : block.equations()) {
          requireRows(one.affines().get(affine), chunk);
        }
        if (b > 0 && Maximum.hasMarks(block.gadget())) {
          int size = block.length() / one.blocks().get(b - 1).length();
          require(chunk % size == 0, block.name());
          blockChunks[b - 1] = chunk / size;
        }
      }
      if (blockChunks[b] == 0) {
        blockChunks[b] = chunk;
      }
    }
  }

  /** Returns how many accumulators follow each other within every group over the same weights. */
  private static int whole(Affine affine) {
    int rows = affine.rows();
    for (Product product : affine.products()) {
      if (product.hasWeights()) {
        rows = gcd(rows, product.batch());
      }
    }
    return rows * affine.outer();
  }

  private static void requireRows(Affine affine, int chunk) {
    require(affine.products().isEmpty() || chunk % affine.outer() == 0, affine.name());
  }

  private static void require(boolean condition, String node) {
    if (!condition) {
      throw new UserException(
          "Node %s cannot be proved in a batch: its copies would not share their weights; prove its"
                  .formatted(node)
              + " inputs one by one.");
    }
  }

  static int gcd(int a, int b) {
    return b == 0 ? a : gcd(b, a % b);
  }

  private void number(int[] bases, IntPredicate split) {
    int next = 0;
    for (int i = 0; i < bases.length; i++) {
      bases[i] = next;
      next += split.test(i) ? count : 1;
    }
  }
}
