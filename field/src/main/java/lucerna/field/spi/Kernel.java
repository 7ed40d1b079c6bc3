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

  /**
   * Returns how many entries one instruction works on.
   *
   * @return lanes of 32 bits; 1 for plain loops
   */
  default int lanes() {
    return 1;
  }

  /**
   * Says that much work is near: an implementation that must get ready begins to, in the
   * background. Does nothing for the others.
   */
  default void prepare() {}
}
