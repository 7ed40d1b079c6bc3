package lucerna.gpu;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Runs a kernel of a PTX module thread by thread: integer code, global and static shared memory,
 * barriers.
 *
 * <p>An unset register, an access outside of a buffer, two threads that touch the same shared word
 * between two barriers (one of them writing), threads at different barriers, and an unknown
 * instruction are all errors. Not checked: races in global memory, the order of blocks.
 */
final class PtxMachine {
  private static final long UNSET = 0x5eadbeef_5eadbeefL;
  private static final int BUFFER_SHIFT = 40;

  private final PtxKernel kernel;
  private final PtxOp[] code;
  private final int[] shared;
  private final int[] touched;
  private final List<int[]> buffers = new ArrayList<>();
  private long[] arguments = new long[0];
  private int epoch;

  PtxMachine(PtxKernel kernel) {
    this.kernel = kernel;
    code = kernel.code().toArray(PtxOp[]::new);
    shared = new int[kernel.sharedWords()];
    touched = new int[4 * shared.length];
  }

  /** Launches; an argument is an int[] (global memory), an Integer or a Long. */
  void run(int blocks, int threads, Object... values) {
    if (values.length != kernel.parameters()) {
      throw new IllegalArgumentException(
          values.length + " arguments of " + kernel.parameters() + " parameters");
    }
    buffers.clear();
    arguments = new long[values.length];
    for (int i = 0; i < values.length; i++) {
      arguments[i] =
          switch (values[i]) {
            case int[] memory -> {
              buffers.add(memory);
              yield (long) buffers.size() << BUFFER_SHIFT;
            }
            case Integer word -> word & 0xffffffffL;
            case Long number -> number;
            default -> throw new IllegalArgumentException(values[i].toString());
          };
    }
    long[][] registers = new long[threads][kernel.registers()];
    for (int block = 0; block < blocks; block++) {
      int[] pc = new int[threads];
      for (int t = 0; t < threads; t++) {
        Arrays.fill(registers[t], UNSET);
        set(registers[t], "%tid.x", t);
        set(registers[t], "%ntid.x", threads);
        set(registers[t], "%ctaid.x", block);
      }
      for (int barrier = 0; barrier >= 0; ) {
        epoch++;
        barrier = -1;
        for (int t = 0; t < threads; t++) {
          if (pc[t] < 0) {
            continue;
          }
          pc[t] = step(registers[t], pc[t], t + 1);
          if (pc[t] >= 0 && barrier >= 0 && pc[t] != barrier) {
            throw new IllegalStateException("threads wait at different barriers");
          }
          barrier = Math.max(barrier, pc[t]);
        }
      }
    }
  }

  private void set(long[] registers, String name, long value) {
    int slot = kernel.special(name);
    if (slot >= 0) {
      registers[slot] = value;
    }
  }

  /** Runs a thread up to its next barrier (returns where to go on) or its end (returns -1). */
  private int step(long[] r, int start, int thread) {
    int pc = start;
    while (true) {
      PtxOp op = code[pc++];
      if (op.guard() >= 0 && (r[op.guard()] != 0) == op.negated()) {
        continue;
      }
      switch (op.name()[0]) {
        case "bra" -> pc = op.target();
        case "ret" -> {
          return -1;
        }
        case "bar", "barrier" -> {
          return pc;
        }
        case "ld", "st" -> memory(op, r, thread);
        default -> r[op.slots()[0]] = compute(op, r);
      }
    }
  }

  private static long compute(PtxOp op, long[] r) {
    String[] n = op.name();
    String type = op.type();
    boolean wide = op.wide();
    boolean signed = type.startsWith("s");
    int operands = op.slots().length;
    boolean extend = signed && !wide;
    long a = extended(extend, in(op, r, 1));
    // A shift's distance is unsigned whatever is shifted.
    long b = operands > 2 ? extended(extend && !n[0].equals("shr"), in(op, r, 2)) : 0;
    long c = operands > 3 ? in(op, r, 3) : 0;
    int bits = wide ? 64 : 32;
    long x =
        switch (op.form()) {
          case "mov1", "cvta3" -> a;
          case "cvt2" -> {
            if (!(n[1] + n[2]).matches("([us](32|64)){2}") || n[2].equals("s32")) {
              throw new IllegalArgumentException(op.text());
            }
            wide = n[1].endsWith("64");
            yield a;
          }
          case "add1" -> a + b;
          case "sub1" -> a - b;
          case "mul2", "mad2" -> {
            long high = wide ? Math.unsignedMultiplyHigh(a, b) : (a * b) >>> 32;
            if (n[1].equals("hi") && signed) {
              throw new IllegalArgumentException(op.text());
            }
            wide |= n[1].equals("wide");
            yield (n[1].equals("hi") ? high : a * b) + (n[0].equals("mad") ? c : 0);
          }
          case "div1" -> unsigned(op, signed, Long.divideUnsigned(a, b));
          case "rem1" -> unsigned(op, signed, Long.remainderUnsigned(a, b));
          case "and1" -> a & b;
          case "or1" -> a | b;
          case "xor1" -> a ^ b;
          case "not1" -> type.equals("pred") ? a ^ 1 : ~a;
          case "neg1" -> -a;
          case "min1" -> compare("lt", a, b, signed) ? a : b;
          case "max1" -> compare("lt", a, b, signed) ? b : a;
          case "shl1" -> b < bits ? a << b : 0;
          case "shr1" -> signed ? a >> Math.min(b, 63) : b < bits ? a >>> b : 0;
          case "bfe1" -> unsigned(op, signed, b < bits ? (a >>> b) & ((1L << c) - 1) : 0);
          case "brev1" -> wide ? Long.reverse(a) : Integer.reverse((int) a);
          case "shf3" -> {
            if (!n[2].equals("wrap")) {
              throw new IllegalArgumentException(op.text());
            }
            long both = b << 32 | a;
            yield n[1].equals("l") ? both << (c & 31) >>> 32 : both >>> (c & 31);
          }
          case "selp1" -> c != 0 ? a : b;
          case "setp2" -> {
            wide = false;
            yield compare(n[1], a, b, signed) ? 1 : 0;
          }
          default -> throw new IllegalArgumentException(op.text());
        };
    return wide ? x : x & 0xffffffffL;
  }

  private static long extended(boolean extend, long value) {
    return extend ? (int) value : value;
  }

  private static long unsigned(PtxOp op, boolean signed, long value) {
    if (signed) {
      throw new IllegalArgumentException(op.text());
    }
    return value;
  }

  private static boolean compare(String how, long a, long b, boolean signed) {
    int c = signed ? Long.compare(a, b) : Long.compareUnsigned(a, b);
    return switch (how) {
      case "eq" -> c == 0;
      case "ne" -> c != 0;
      case "lt", "lo" -> c < 0;
      case "le", "ls" -> c <= 0;
      case "gt", "hi" -> c > 0;
      case "ge", "hs" -> c >= 0;
      default -> throw new IllegalArgumentException(how);
    };
  }

  private static long in(PtxOp op, long[] r, int i) {
    int slot = op.slots()[i];
    if (slot < 0) {
      return op.wide() ? op.values()[i] : op.values()[i] & 0xffffffffL;
    }
    if (r[slot] == UNSET) {
      throw new IllegalStateException("unset " + op.args()[i] + " in " + op.text());
    }
    return r[slot];
  }

  private void memory(PtxOp op, long[] r, int thread) {
    boolean load = op.name()[0].equals("ld");
    int at = load ? op.args().length - 1 : 0;
    String space = op.name()[1];
    if (space.equals("param")) {
      r[op.slots()[0]] = arguments[(int) op.values()[1]];
      return;
    }
    boolean local = space.equals("shared");
    if (!local && !space.equals("global")) {
      throw new IllegalArgumentException(op.text());
    }
    long address = op.values()[at];
    if (op.slots()[at] >= 0) {
      if (r[op.slots()[at]] == UNSET) {
        throw new IllegalStateException("unset address in " + op.text());
      }
      address += r[op.slots()[at]];
    }
    int number = (int) (address >>> BUFFER_SHIFT);
    int[] memory = local ? shared : buffers.get(number - 1);
    long offset = local ? address : address & (1L << BUFFER_SHIFT) - 1;
    int count = op.args().length - 1;
    int words = op.wide() ? 2 : 1;
    if (offset % (4L * words * count) != 0) {
      throw new IllegalStateException("misaligned: " + op.text());
    }
    for (int k = 0; k < count; k++) {
      long word = offset / 4 + (long) k * words;
      if (word < 0 || word + words > memory.length) {
        throw new IndexOutOfBoundsException(op.text() + " at word " + word);
      }
      for (int w = 0; local && w < words; w++) {
        touch((int) word + w, load, thread, op);
      }
      access(op, r, load ? k : k + 1, memory, (int) word);
    }
  }

  private static void access(PtxOp op, long[] r, int operand, int[] memory, int word) {
    boolean wide = op.wide();
    if (op.name()[0].equals("ld")) {
      long low = memory[word] & 0xffffffffL;
      r[op.slots()[operand]] = wide ? low | (long) memory[word + 1] << 32 : low;
      return;
    }
    long value = in(op, r, operand);
    memory[word] = (int) value;
    if (wide) {
      memory[word + 1] = (int) (value >>> 32);
    }
  }

  /** Per shared word: the epoch (barriers passed), its writer, and up to two readers in it. */
  private void touch(int word, boolean load, int thread, PtxOp op) {
    int e = 4 * word;
    int writer = e + 1;
    int reader = e + 2;
    int other = e + 3;
    if (touched[e] != epoch) {
      touched[e] = epoch;
      touched[writer] = touched[reader] = touched[other] = 0;
    }
    boolean written = touched[writer] != 0 && touched[writer] != thread;
    boolean read = (touched[reader] != 0 && touched[reader] != thread) || touched[other] != 0;
    if (written || (!load && read)) {
      throw new IllegalStateException("race on shared word " + word + ": " + op.text());
    }
    if (!load) {
      touched[writer] = thread;
    } else if (touched[reader] == 0) {
      touched[reader] = thread;
    } else if (touched[reader] != thread) {
      touched[other] = thread;
    }
  }
}
