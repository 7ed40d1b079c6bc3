package lucerna.gpu;

/**
 * One instruction of a kernel.
 *
 * @param form its name without types, with the number of the parts after the name: {@code add1}
 * @param name the parts of its name
 * @param args its operands as written
 * @param guard slot of the predicate that it waits for, or -1
 * @param negated whether the predicate must be false
 * @param slots slot of each operand's register, or -1
 * @param values each operand's constant, or what is added to its register in an address
 * @param target where a branch goes
 */
@SuppressWarnings("ArrayRecordComponent")
record PtxOp(
    String form,
    String[] name,
    String[] args,
    int guard,
    boolean negated,
    int[] slots,
    long[] values,
    int target) {
  String text() {
    return String.join(".", name) + " " + String.join(", ", args);
  }

  String type() {
    return name[name.length - 1];
  }

  boolean wide() {
    return type().endsWith("64");
  }
}
