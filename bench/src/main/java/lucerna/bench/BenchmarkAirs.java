package lucerna.bench;

import lucerna.air.AirProgram;

/** The constraint systems of the works, without their traces. */
public final class BenchmarkAirs {
  /* Programs do not depend on the height, so the least that has free rows does. */
  private static final int LOG_ROWS = 9;

  private BenchmarkAirs() {}

  /**
   * Returns a program.
   *
   * @param name {@code fibonacci} or {@code lookups}
   * @param columns of the witness, those of tables not counted
   * @return its program
   * @throws IllegalArgumentException if there is none of that name
   */
  public static AirProgram of(String name, int columns) {
    return switch (name) {
      case "fibonacci" -> new WideFibonacci(LOG_ROWS, columns, true).program();
      // As high as the table, whose columns would be most of the program otherwise.
      case "lookups" -> new RangeChecks(17, columns).program();
      default -> throw new IllegalArgumentException("there are no constraints " + name);
    };
  }
}
