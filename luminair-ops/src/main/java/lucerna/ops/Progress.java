package lucerna.ops;

/** Receives how far a long computation has come. */
@FunctionalInterface
public interface Progress {
  /** Ignores everything. */
  Progress NONE = (stage, done, total) -> {};

  /**
   * Called at the start and the end of each stage, and in between where that makes sense.
   *
   * @param stage what is being done, for people
   * @param done units done, 0 to {@code total}
   * @param total units of the stage, at least 1
   */
  void stage(String stage, int done, int total);
}
