package lucerna.field.spi;

/** What implementations are told apart by. */
public interface Kernel {
  /**
   * Returns the name by which this implementation can be asked for.
   *
   * @return a short lower-case name
   */
  String name();

  /**
   * Returns the rank among implementations; the highest is taken.
   *
   * @return 0 for the scalar loops, more for faster ones, less for never without being asked for
   */
  int priority();
}
