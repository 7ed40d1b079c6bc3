package lucerna.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.Locale;
import lucerna.air.AirProgram;
import lucerna.air.Tree;
import lucerna.field.QM31;
import lucerna.fri.security.SecurityReport;
import lucerna.ops.key.ModelKey;
import lucerna.ops.lowering.LayoutShape;
import lucerna.ops.program.Affine;
import lucerna.ops.program.Output;
import lucerna.ops.program.Program;
import lucerna.ops.program.TensorSpec;

/** What there is to say about a key in full. */
record KeyDetails(Verb verb, ObjectNode result) {
  private static final int TARGET_BITS = 100;

  void show(ModelKey key) {
    verb.say("digest    %s", key.digest().toHex());
    result.put("digest", key.digest().toHex());
    verb.say("%s", KeyView.security(key));
    result.set("security", KeyView.securityJson(key));
    verb.say("proofs    %s", KeyView.budget(key.proofBudget()));
    result.put("proofBudget", key.proofBudget());
    program(key.program());
    layout(key);
    security(key.security());
  }

  private void program(Program program) {
    var inputs = result.putArray("inputs");
    for (Program.Input input : program.inputs()) {
      verb.say("input     %s%s", input.name(), Arrays.toString(input.shape()));
      inputs.addObject().put("name", input.name()).set("shape", Json.node(input.shape()));
    }
    var tensors = result.putArray("tensors");
    for (TensorSpec tensor : program.tensors()) {
      verb.say(
          "tensor    %s: %d elements of %d bits, in units of 2^-%d",
          tensor.name(), tensor.length(), tensor.bits(), tensor.exponent());
      tensors
          .addObject()
          .put("name", tensor.name())
          .put("length", tensor.length())
          .put("bits", tensor.bits())
          .put("exponent", tensor.exponent());
    }
    var tables = result.putArray("accumulators");
    for (Affine affine : program.affines()) {
      verb.say(
          "sums      %s: %d x %d, %s%s",
          affine.name(),
          affine.batch(),
          affine.outer(),
          affine.inner() == 0 ? "additions only" : "of " + affine.inner() + " products",
          affine.biased() ? ", with bias" : "");
      tables
          .addObject()
          .put("node", affine.name())
          .put("batch", affine.batch())
          .put("inner", affine.inner())
          .put("outer", affine.outer())
          .put("biased", affine.biased());
    }
    var outputs = result.putArray("outputs");
    for (Output output : program.outputs()) {
      verb.say("output    %s%s", output.name(), Arrays.toString(output.shape()));
      outputs.addObject().put("name", output.name()).set("shape", Json.node(output.shape()));
    }
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
    int operands = 0;
    for (Affine affine : key.program().affines()) {
      products += (long) affine.batch() * affine.inner() * affine.outer();
      operands = Math.max(operands, affine.batch());
    }
    layout.put("products", products);
    if (products > 0) {
      verb.say(
          "products  %d, none in a cell of its own; witness columns for their operands: %d",
          products, operands);
    }
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
