package lucerna.ops.quantise;

/** What was chosen, one line per block. */
final class Report {
  private Report() {}

  static String of(Plan plan) {
    var text = new StringBuilder();
    for (PlanBlock block : plan.blocks) {
      Base base = block.base();
      text.append(
          "%-40s %-14s %8d x %2d bits, exponent %d%n"
              .formatted(
                  base.name,
                  block.getClass().getSimpleName(),
                  base.length,
                  Base.width(base.limit(), 0),
                  base.exponent));
    }
    return text.toString();
  }
}
