package lucerna.gpu;

import java.util.List;
import lucerna.air.Tree;
import lucerna.field.M31;
import lucerna.field.QM31;

/** A kernel of a program in PTX, written without a compiler, so that a host needs only a driver. */
final class PtxText extends KernelText {
  private static final String P = "" + M31.P;

  private final List<Tree> trees;

  PtxText(List<Tree> trees) {
    this.trees = trees;
  }

  /** The address of the tree's words of this row. */
  private static String here(Tree tree) {
    return "%" + OpenClText.argument(tree);
  }

  /** The address of those of the next row. */
  private static String there(Tree tree) {
    return "%next_" + OpenClText.argument(tree);
  }

  private String op(String name, String... operands) {
    String to = fresh("%r");
    line(name + " " + to + ", " + String.join(", ", operands) + ";");
    return to;
  }

  private String wide(String name, String... operands) {
    String to = fresh("%d");
    line(name + " " + to + ", " + String.join(", ", operands) + ";");
    return to;
  }

  @Override
  String constant(int value) {
    return op("mov.u32", "" + value);
  }

  @Override
  String load(Tree tree, int column, boolean next) {
    String base = next ? there(tree) : here(tree);
    String at = column == 0 ? base : wide("mad.lo.u64", "%stride", "" + column, base);
    return op("ld.global.u32", "[" + at + "]");
  }

  @Override
  String scalar(int word) {
    return op("ld.global.u32", "[%scalars+" + 4 * word + "]");
  }

  @Override
  String add(String a, String b) {
    return once(op("add.u32", a, b));
  }

  private String once(String sum) {
    return op("min.u32", sum, op("sub.u32", sum, P));
  }

  @Override
  String subtract(String a, String b) {
    String difference = op("sub.u32", a, b);
    return op("min.u32", difference, op("add.u32", difference, P));
  }

  @Override
  String multiply(String a, String b) {
    String product = product(a, b);
    String low = op("and.b32", op("cvt.u32.u64", product), P);
    return once(op("add.u32", low, op("cvt.u32.u64", wide("shr.u64", product, "31"))));
  }

  private String product(String a, String b) {
    return wide("mul.wide.u32", a, b);
  }

  private String sum(String... terms) {
    String sum = terms[0];
    for (int i = 1; i < terms.length; i++) {
      sum = wide("add.u64", sum, terms[i]);
    }
    return sum;
  }

  /** Any 64 bits to an element, as {@code m31_reduce} of field.h. */
  private String reduce(String sum) {
    String folded = sum(wide("and.b64", sum, P), wide("shr.u64", sum, "31"));
    String low = op("and.b32", op("cvt.u32.u64", folded), P);
    return once(op("add.u32", low, op("cvt.u32.u64", wide("shr.u64", folded, "31"))));
  }

  /** As {@code qm31_mul} of field.h. */
  @Override
  String[] multiplySecure(String[] a, String[] b) {
    String nb = op("sub.u32", P, a[1]);
    String nd = op("sub.u32", P, a[3]);
    String r = wide("cvt.u64.u32", reduce(sum(product(a[2], b[2]), product(nd, b[3]))));
    String s = reduce(sum(product(a[2], b[3]), product(a[3], b[2])));
    String wideS = wide("cvt.u64.u32", s);
    String minusS = wide("sub.u64", P, wideS);
    return new String[] {
      reduce(sum(product(a[0], b[0]), product(nb, b[1]), r, r, minusS)),
      reduce(sum(product(a[0], b[1]), product(a[1], b[0]), r, wideS, wideS)),
      reduce(sum(product(a[0], b[2]), product(nb, b[3]), product(a[2], b[0]), product(nd, b[1]))),
      reduce(
          sum(product(a[0], b[3]), product(a[1], b[2]), product(a[2], b[1]), product(a[3], b[0])))
    };
  }

  @Override
  String finish(String name, String[] sum, boolean add) {
    StringBuilder text = begin(name, "next", "scalars", "sum");
    text.append("    .param .u64 stride,\n    .param .u32 length\n)\n.maxntid ");
    text.append(ConstraintKernels.THREADS).append(", 1, 1\n{\n    .reg .pred %p<1>;\n");
    StringBuilder prologue = rows();
    pointer(prologue, "%next", "next");
    prologue.append("    add.u64 %next, %next, %here;\n    ld.global.u32 %after, [%next];\n");
    prologue.append("    mul.wide.u32 %there, %after, 4;\n");
    trees(prologue);
    pointer(prologue, "%scalars", "scalars");
    pointer(prologue, "%sum", "sum");
    prologue.append("    add.u64 %sum, %sum, %here;\n");
    store("%sum", "%stride", 0, sum, add);
    text.append("    .reg .b32 %r<").append(names()).append(">, %row, %length, %after;\n");
    text.append("    .reg .b64 %d<").append(names()).append(">, %stride, %scalars, %sum;\n");
    treeRegisters(text);
    text.append("    .reg .b64 %next, %at, %here, %there;\n");
    return text.append(prologue).append(body()).append("    $end:\n    ret;\n}\n").toString();
  }

  @Override
  void store(boolean denominator, int column, String[] value, boolean add) {
    if (denominator) {
      String at = wide("mad.lo.u64", "%words", "" + column, "%denominators");
      store(at, "%apart", 0, value, add);
    } else {
      store("%columns", "%stride", QM31.DEGREE * column, value, add);
    }
  }

  @Override
  String finish(String name) {
    StringBuilder text = begin(name, "scalars", "columns", "denominators");
    text.append("    .param .u64 stride,\n    .param .u64 denominator_stride,\n");
    text.append("    .param .u32 length\n)\n.maxntid ");
    text.append(ConstraintKernels.THREADS).append(", 1, 1\n{\n    .reg .pred %p<1>;\n");
    StringBuilder prologue = rows();
    prologue.append("    add.u64 %there, %here, 4;\n");
    trees(prologue);
    pointer(prologue, "%scalars", "scalars");
    pointer(prologue, "%columns", "columns");
    prologue.append("    add.u64 %columns, %columns, %here;\n");
    pointer(prologue, "%denominators", "denominators");
    prologue.append("    add.u64 %denominators, %denominators, %here;\n");
    prologue.append("    ld.param.u64 %apart, [denominator_stride];\n");
    prologue.append("    shl.b64 %apart, %apart, 2;\n    mul.wide.u32 %words, %length, 4;\n");
    text.append("    .reg .b32 %r<").append(names()).append(">, %row, %length, %after;\n");
    text.append("    .reg .b64 %d<").append(names()).append(">, %stride, %scalars, %columns;\n");
    treeRegisters(text);
    text.append("    .reg .b64 %denominators, %apart, %words, %at, %here, %there;\n");
    return text.append(prologue).append(body()).append("    $end:\n    ret;\n}\n").toString();
  }

  /** Stores words, the first of them so many strides after an address. */
  private void store(String base, String stride, int first, String[] value, boolean add) {
    for (int k = 0; k < value.length; k++) {
      int apart = first + k;
      String at = apart == 0 ? base : wide("mad.lo.u64", stride, "" + apart, base);
      String word = add ? add(value[k], op("ld.global.u32", "[" + at + "]")) : value[k];
      line("st.global.u32 [" + at + "], " + word + ";");
    }
  }

  private StringBuilder begin(String name, String... pointers) {
    StringBuilder text = new StringBuilder(".visible .entry " + name + "(\n");
    for (Tree tree : trees) {
      pair(text, OpenClText.argument(tree));
    }
    for (String pointer : pointers) {
      pair(text, pointer);
    }
    return text;
  }

  private static void pair(StringBuilder text, String name) {
    text.append("    .param .u64 " + name + ",\n    .param .u64 " + name + "_at,\n");
  }

  private void treeRegisters(StringBuilder text) {
    for (Tree tree : trees) {
      text.append("    .reg .b64 " + here(tree) + ", " + there(tree) + ";\n");
    }
  }

  /** The thread's row, and how far after a column's first word its own lies. */
  private static StringBuilder rows() {
    return new StringBuilder(
        """
            mov.u32 %row, %ctaid.x;
            mov.u32 %after, %tid.x;
            mad.lo.u32 %row, %row, THREADS, %after;
            ld.param.u32 %length, [length];
            setp.ge.u32 %p0, %row, %length;
            @%p0 bra $end;
            ld.param.u64 %stride, [stride];
            shl.b64 %stride, %stride, 2;
            mul.wide.u32 %here, %row, 4;
        """
            .replace("THREADS", "" + ConstraintKernels.THREADS));
  }

  private void trees(StringBuilder text) {
    for (Tree tree : trees) {
      String here = here(tree);
      String there = there(tree);
      pointer(text, here, OpenClText.argument(tree));
      text.append("    add.u64 " + there + ", " + here + ", %there;\n");
      text.append("    add.u64 " + here + ", " + here + ", %here;\n");
    }
  }

  private static void pointer(StringBuilder text, String register, String parameter) {
    text.append("    ld.param.u64 " + register + ", [" + parameter + "];\n");
    text.append("    cvta.to.global.u64 " + register + ", " + register + ";\n");
    text.append("    ld.param.u64 %at, [" + parameter + "_at];\n");
    text.append("    shl.b64 %at, %at, 2;\n");
    text.append("    add.u64 " + register + ", " + register + ", %at;\n");
  }
}
