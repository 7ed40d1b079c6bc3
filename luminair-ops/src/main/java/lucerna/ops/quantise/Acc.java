package lucerna.ops.quantise;

import java.util.Map;
import java.util.function.Function;
import lucerna.ops.graph.ElementKind;
import org.jspecify.annotations.Nullable;

/** A table of accumulators that may yet become part of what reads it. */
final class Acc {
  final int id;
  final String name;
  final Form form;
  final ElementKind kind;
  final int readers;
  final Function<Map<String, double[]>, double[]> real;

  /** What it was rounded to, if some reader needed that. */
  @Nullable Base rounded;

  /** If it is a softmax: what it divides, and the inverse sums. */
  @Nullable Shares shares;

  /** Exponentials in groups, 0 where masked, and the inverse of each group's sum. */
  record Shares(Ref exponentials, Base inverses) {}

  /** Whether it is part of another form, and must not be read any more. */
  boolean absorbed;

  Acc(
      int id,
      String name,
      Form form,
      ElementKind kind,
      int readers,
      Function<Map<String, double[]>, double[]> real) {
    this.id = id;
    this.name = name;
    this.form = form;
    this.kind = kind;
    this.readers = readers;
    this.real = real;
  }
}
