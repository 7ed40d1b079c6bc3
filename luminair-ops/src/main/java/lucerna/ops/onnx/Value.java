package lucerna.ops.onnx;

import lucerna.ops.graph.Shape;

/** What a name of the ONNX graph stands for during import. */
sealed interface Value {
  Shape shape();

  /** What its elements are to ONNX. */
  ElementType type();

  /** Known before any input is: row-major values. */
  @SuppressWarnings("ArrayRecordComponent")
  record Constant(Shape shape, double[] values, ElementType type) implements Value {
    public Constant {
      if (values.length != shape.size()) {
        throw new IllegalArgumentException("constant of wrong length");
      }
    }

    /** A scalar constant. */
    static Constant scalar(double value, ElementType type) {
      return new Constant(Shape.of(), new double[] {value}, type);
    }

    /** Whether all elements are equal, and there are any. */
    boolean isUniform() {
      for (double value : values) {
        if (value != values[0]) {
          return false;
        }
      }
      return values.length > 0;
    }

    /** A rank-1 constant of 64-bit integers. */
    static Constant ofLongs(long... values) {
      double[] doubles = new double[values.length];
      for (int i = 0; i < doubles.length; i++) {
        doubles[i] = values[i];
      }
      return new Constant(Shape.of(values.length), doubles, ElementType.INT64);
    }

    long[] longs() {
      long[] longs = new long[values.length];
      for (int i = 0; i < longs.length; i++) {
        longs[i] = longs(i);
      }
      return longs;
    }

    /** Element {@code i} as an integer. */
    long longs(int i) {
      return (long) values[i];
    }
  }

  /** Depends on the inputs: a tensor of the graph, looked at under a shape of as many elements. */
  record Activation(String tensor, Shape shape, ElementType type) implements Value {}
}
