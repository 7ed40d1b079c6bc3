package lucerna.gpu;

import java.util.List;
import java.util.Locale;
import lucerna.air.Tree;
import lucerna.field.QM31;

/** A kernel of a program in OpenCL C, with the built-in kernels' arithmetic. */
final class OpenClText extends KernelText {
  private final List<Tree> trees;

  OpenClText(List<Tree> trees) {
    this.trees = trees;
  }

  static String argument(Tree tree) {
    return "tree_" + tree.name().toLowerCase(Locale.ROOT);
  }

  @Override
  String constant(int value) {
    return value + "u";
  }

  private String word(String expression) {
    String name = fresh("v");
    line("u32 " + name + " = " + expression + ";");
    return name;
  }

  @Override
  String load(Tree tree, int column, boolean next) {
    return word(argument(tree) + "[" + column + " * stride + " + (next ? "after" : "row") + "]");
  }

  @Override
  String scalar(int word) {
    return "scalars[" + word + "]";
  }

  @Override
  String add(String a, String b) {
    return word("m31_add(" + a + ", " + b + ")");
  }

  @Override
  String subtract(String a, String b) {
    return word("m31_sub(" + a + ", " + b + ")");
  }

  @Override
  String multiply(String a, String b) {
    return word("m31_mul(" + a + ", " + b + ")");
  }

  @Override
  String[] multiplySecure(String[] a, String[] b) {
    String name = fresh("q");
    line("qm31 " + name + " = qm31_mul(" + secure(a) + ", " + secure(b) + ");");
    return new String[] {name + ".a", name + ".b", name + ".c", name + ".d"};
  }

  private static String secure(String[] x) {
    return "qm31_of(" + String.join(", ", x) + ")";
  }

  /** The text up to the body. */
  private StringBuilder begin(String name, String arguments, String offsets, String after) {
    StringBuilder text = new StringBuilder("KERNEL(" + ConstraintKernels.THREADS + ") ");
    text.append(name).append('(');
    trees.forEach(tree -> text.append("IN(").append(argument(tree)).append("), "));
    text.append(arguments).append(" u32 length) {\n    ");
    trees.forEach(tree -> text.append("AT(").append(argument(tree)).append(") "));
    text.append(offsets).append('\n');
    text.append("    u32 row = BLOCK * " + ConstraintKernels.THREADS + " + THREAD;\n");
    text.append("    if (row >= length) return;\n    u32 after = ").append(after).append(";\n");
    return text.append(body());
  }

  @Override
  void store(boolean denominator, int column, String[] value, boolean add) {
    String place =
        denominator
            ? "denominators + (u64) length * " + column + ", denominator_stride, row"
            : "columns + stride * " + QM31.DEGREE * column + ", stride, row";
    String sum = secure(value);
    if (add) {
      sum = "qm31_add(" + sum + ", qm31_load(" + place + "))";
    }
    line("qm31_store(" + place + ", " + sum + ");");
  }

  @Override
  String finish(String name) {
    return begin(
            name,
            "IN(scalars), OUT(columns), OUT(denominators), u64 stride, u64 denominator_stride,",
            "AT(scalars) AT(columns) AT(denominators)",
            "row + 1")
        .append("}\n")
        .toString();
  }

  @Override
  String finish(String name, String[] sum, boolean add) {
    StringBuilder text =
        begin(
            name,
            "IN(next), IN(scalars), OUT(sum), u64 stride,",
            "AT(next) AT(scalars) AT(sum)",
            "next[row]");
    text.append("    qm31 all = ").append(secure(sum)).append(";\n");
    if (add) {
      text.append("    all = qm31_add(all, qm31_load(sum, stride, row));\n");
    }
    return text.append("    qm31_store(sum, stride, row, all);\n}\n").toString();
  }
}
