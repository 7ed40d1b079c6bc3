package lucerna.air;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;

/**
 * Serialises a program: integers as 4 bytes, big-endian; texts as UTF-8 and lists, both after their
 * length.
 */
final class CanonicalBytes {
  private static final String FORMAT = "lucerna.air.1";

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  private CanonicalBytes() {}

  static byte[] of(AirProgram program) {
    CanonicalBytes bytes = new CanonicalBytes();
    bytes.text(FORMAT);
    bytes.list(program.columns(), bytes::column);
    bytes.list(program.challenges(), bytes::text);
    if (program.hasFactors()) {
      bytes.integer(program.firstRoundChallenges());
    }
    bytes.list(program.publicScalars(), bytes::text);
    bytes.graph(program.graph());
    bytes.list(program.constraints(), bytes::constraint);
    bytes.integer(program.authoredConstraints());
    bytes.list(program.fractions(), bytes::fraction);
    bytes.list(program.fractionColumns(), bytes::fractionColumn);
    bytes.list(program.sumTerms(), bytes::sumTerm);
    bytes.list(program.runningSum().stream().toList(), bytes::runningSum);
    return bytes.out.toByteArray();
  }

  private void column(ColumnInfo column) {
    text(column.tree().name());
    text(column.name());
    list(column.offsets(), this::integer);
  }

  private void graph(ExprGraph graph) {
    integer(graph.size());
    for (int id = 0; id < graph.size(); id++) {
      ExprNode node = graph.node(id);
      text(node.op().name());
      integer(node.left());
      integer(node.right());
    }
  }

  private void constraint(Constraint constraint) {
    text(constraint.label());
    integer(constraint.node());
  }

  private void fraction(Fraction fraction) {
    text(fraction.label());
    text(fraction.relation().name());
    integer(fraction.relation().arity());
    integer(fraction.relation().busId());
    integer(fraction.produced() ? 1 : 0);
    integer(fraction.multiplicity());
    list(fraction.tuple(), this::integer);
    integer(fraction.numerator());
    integer(fraction.denominator());
  }

  private void fractionColumn(FractionColumn column) {
    integer(column.column());
    list(column.fractions(), this::integer);
    integer(column.numerator());
    integer(column.denominator());
  }

  private void sumTerm(SumTerm term) {
    text(term.label());
    integer(term.node());
  }

  private void runningSum(RunningSum sum) {
    integer(sum.column());
    integer(sum.active());
    integer(sum.first());
    integer(sum.last());
    integer(sum.total());
  }

  private <T> void list(List<T> items, Consumer<T> item) {
    integer(items.size());
    items.forEach(item);
  }

  private void text(String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    integer(utf8.length);
    out.writeBytes(utf8);
  }

  private void integer(int value) {
    out.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(value).array());
  }
}
