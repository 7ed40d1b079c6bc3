package lucerna.cairo;

/**
 * Something that a part of a verification hands to a later one, as a state holds it.
 *
 * @param name what the code calls it
 * @param kind what it is
 * @param count how many elements or values it has, where its kind does not say
 */
record StateField(String name, Kind kind, int count) {
  /** The lists whose lengths follow from the queries; a state says how long they are. */
  enum Count {
    /** No such list. */
    NONE(""),
    /** Distinct positions. */
    POSITIONS("positions"),
    /** Distinct positions in the trees of trace height. */
    LIFTED("lifted"),
    /** Known values of a layer. */
    KNOWN("cosets");

    private final String label;

    Count(String label) {
      this.label = label;
    }

    /** Returns what the code calls it. */
    String variable() {
      return "count_" + label;
    }
  }

  /** What there is to hand on: how it is called in the kernels, how many elements it takes. */
  enum Kind {
    /** Eight words. */
    DIGEST("digest", 0, Count.NONE),
    /** Elements of M31. */
    ELEMENTS("elements", 1, Count.NONE),
    /** Elements of QM31. */
    VALUES("values", 4, Count.NONE),
    /** An element of QM31. */
    VALUE("value", 4, Count.NONE),
    /** A point over QM31. */
    POINT("point", 8, Count.NONE),
    /** A batch of quotients. */
    BATCH("batch", 18, Count.NONE),
    /** Positions, below 2^30. */
    POSITIONS("positions", 1, Count.POSITIONS),
    /** Weighted sums of rows, by position. */
    SUMS("sums", 4, Count.LIFTED),
    /** Positions, points and values. */
    KNOWN("known", 7, Count.KNOWN);

    private final String kernel;
    private final int each;
    private final Count list;

    Kind(String kernel, int each, Count list) {
      this.kernel = kernel;
      this.each = each;
      this.list = list;
    }

    /** Returns what its functions in {@code session.cairo} end on. */
    String kernel() {
      return kernel;
    }

    /** Returns which list it is as long as. */
    Count list() {
      return list;
    }

    /** Returns how many elements it has each. */
    int each() {
      return each;
    }
  }

  static StateField of(String name, Kind kind) {
    return new StateField(name, kind, 1);
  }

  /** Returns how many elements it has, where that is fixed; else 0. */
  int elements() {
    return kind.list == Count.NONE ? kind.each * count : 0;
  }
}
