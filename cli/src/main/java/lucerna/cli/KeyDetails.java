package lucerna.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import lucerna.air.AirProgram;
import lucerna.air.Tree;
import lucerna.field.QM31;
import lucerna.fri.security.SecurityReport;
import lucerna.ops.circuit.Affine;
import lucerna.ops.circuit.Block;
import lucerna.ops.circuit.Circuit;
import lucerna.ops.circuit.Output;
import lucerna.ops.circuit.Product;
import lucerna.ops.function.FunctionTable;
import lucerna.ops.key.ModelKey;
import lucerna.ops.layout.LayoutShape;

/** What there is to say about a key in full. */
record KeyDetails(Verb verb, ObjectNode result) {
  private static final int TARGET_BITS = 100;

  void show(ModelKey key) {
    verb.say("digest    %s", key.digest().toHex());
    result.put("digest", key.digest().toHex());
    verb.say("%s", KeyView.security(key));
    result.set("security", KeyView.securityJson(key));
    verb.say("%s", KeyView.parameters(key));
    result.set("parameters", KeyView.parametersJson(key));
    verb.say("proofs    %s", KeyView.budget(key.proofBudget()));
    result.put("proofBudget", key.proofBudget());
    if (key.circuit().batch() != null) {
      verb.say("%s", KeyView.batch(key));
      result.put("batch", key.circuit().entries());
    }
    boolean saturates = key.circuit().saturates();
    verb.say(
        "ranges    values outside them are %s", saturates ? "clamped to their ends" : "refused");
    result.put("saturates", saturates);
    circuit(key.circuit());
    layout(key);
    security(key.security());
  }

  private void circuit(Circuit circuit) {
    var inputs = result.putArray("inputs");
    for (Circuit.Input input : circuit.one().inputs()) {
      verb.say("input     %s%s", input.name(), Arrays.toString(input.shape()));
      inputs.addObject().put("name", input.name()).set("shape", Json.node(input.shape()));
    }
    blocks(circuit);
    var tables = result.putArray("accumulators");
    for (Affine affine : circuit.affines()) {
      var entry = tables.addObject();
      entry.put("node", affine.name()).put("rows", affine.rows()).put("columns", affine.outer());
      entry.put("weighted", affine.products().stream().filter(Product::hasWeights).count());
      entry.put("products", affine.products().size()).put("terms", affine.terms().size());
    }
    var outputs = result.putArray("outputs");
    for (Output output : circuit.one().outputs()) {
      verb.say("output    %s%s", output.name(), Arrays.toString(output.shape()));
      outputs.addObject().put("name", output.name()).set("shape", Json.node(output.shape()));
    }
  }

  private void blocks(Circuit circuit) {
    var list = result.putArray("blocks");
    Map<String, long[]> kinds = new TreeMap<>();
    for (Block block : circuit.blocks()) {
      String kind = kind(block);
      list.addObject()
          .put("name", block.name())
          .put("kind", kind)
          .put("length", block.length())
          .put("exponent", block.exponent());
      long[] sums = kinds.computeIfAbsent(kind, _ -> new long[2]);
      sums[0]++;
      sums[1] += block.length();
    }
    kinds.forEach(
        (kind, sums) -> verb.say("blocks    %s: %d, with %d gadgets", kind, sums[0], sums[1]));
    int entries = circuit.tables().stream().mapToInt(FunctionTable::size).sum();
    if (entries > 0) {
      verb.say("tables    %d, with %d entries", circuit.tables().size(), entries);
    }
    result.put("tables", circuit.tables().size()).put("tableEntries", entries);
  }

  /** Returns what a block's gadgets are called. */
  static String kind(Block block) {
    return block.gadget().getClass().getSimpleName().toLowerCase(Locale.ROOT);
  }

  private void layout(ModelKey key) {
    LayoutShape shape = key.layout().shape();
    ObjectNode layout = result.putObject("layout");
    layout.put("logRows", shape.logRows()).put("activeRows", key.layout().activeRows());
    layout.put("weightTrees", shape.weightInstances());
    AirProgram program = key.lowering().mainProgram();
    ObjectNode columns = layout.putObject("columns");
    long cells = 0;
    StringBuilder text = new StringBuilder();
    for (Tree tree : Tree.values()) {
      int count = program.columnsOf(tree).size();
      String name = tree.name().toLowerCase(Locale.ROOT);
      columns.put(name, count);
      text.append(text.isEmpty() ? "" : ", ").append(name).append(' ').append(count);
      if (tree != Tree.PREPROCESSED && tree != Tree.PUBLIC) {
        cells += ((long) count * (tree.isSecure() ? QM31.DEGREE : 1)) << shape.logRows();
      }
    }
    layout.put("traceCells", cells);
    verb.say(
        "rows      2^%d, of which %d hold constraints; columns: %s; %d trace cells",
        shape.logRows(), key.layout().activeRows(), text, cells);
    long products = 0;
    for (Affine affine : key.circuit().affines()) {
      for (Product product : affine.products()) {
        products += (long) product.rows() * product.inner() * product.outer();
      }
    }
    layout.put("products", products);
    key.layout().describe().lines().forEach(line -> verb.say("layout    %s", line));
  }

  private void security(SecurityReport report) {
    report.describe(TARGET_BITS).lines().forEach(line -> verb.say("bits      %s", line));
    var sources = result.putArray("bits");
    for (SecurityReport.Item item : report.items()) {
      sources
          .addObject()
          .put("source", item.source().name())
          .put("bits", Math.round(item.bits() * 10) / 10.0)
          .put("ofWork", item.powBits())
          .put("formula", item.formula());
    }
  }
}
