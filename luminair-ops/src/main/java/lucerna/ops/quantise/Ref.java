package lucerna.ops.quantise;

import java.util.Arrays;

/**
 * A tensor as it lies in sources: element i is {@code scale} times a form of an element of a
 * source, or a public constant.
 *
 * @param source per element the source's number, or -1 for a constant
 * @param element per element its place in the source
 * @param form per element which form of it, see {@link Form}
 * @param constants values of constants, in units of 1 / scale; empty if there are none
 * @param scale what all are multiplied with
 */
@SuppressWarnings("ArrayRecordComponent") // equality is never asked for
record Ref(int[] source, int[] element, byte[] form, double[] constants, double scale) {
  /** The element itself. */
  static final byte VALUE = 0;

  /** Its positive part. */
  static final byte RELU = 1;

  /** Its absolute value. */
  static final byte MAGNITUDE = 2;

  /** Its square, in squared units of the source. */
  static final byte SQUARE = 3;

  static Ref all(int source, int length, double scale) {
    int[] sources = new int[length];
    Arrays.fill(sources, source);
    int[] elements = new int[length];
    Arrays.setAll(elements, i -> i);
    return new Ref(sources, elements, new byte[length], new double[0], scale);
  }

  int length() {
    return source.length;
  }

  double constant(int index) {
    return constants[element[index]];
  }

  Ref pick(int[] places) {
    int[] sources = new int[places.length];
    int[] elements = new int[places.length];
    byte[] forms = new byte[places.length];
    for (int i = 0; i < places.length; i++) {
      sources[i] = source[places[i]];
      elements[i] = element[places[i]];
      forms[i] = form[places[i]];
    }
    return new Ref(sources, elements, forms, constants, scale);
  }

  Ref times(double factor) {
    return new Ref(source, element, form, constants, scale * factor);
  }

  Ref as(byte newForm) {
    byte[] forms = new byte[form.length];
    Arrays.fill(forms, newForm);
    return new Ref(source, element, forms, constants, scale);
  }

  /** Returns the one source of all elements if there is one and all are plain values, else -1. */
  int single() {
    for (int i = 0; i < source.length; i++) {
      if (source[i] < 0 || source[i] != source[0] || form[i] != VALUE) {
        return -1;
      }
    }
    return source.length == 0 ? -1 : source[0];
  }

  /** Returns whether the elements are a permutation of 0 to length - 1. */
  boolean permutes(int length) {
    if (element.length != length) {
      return false;
    }
    boolean[] seen = new boolean[length];
    for (int e : element) {
      if (e >= length || seen[e]) {
        return false;
      }
      seen[e] = true;
    }
    return true;
  }

  /** Returns whether every element i lies in place i of its source. */
  boolean isIdentity() {
    for (int i = 0; i < element.length; i++) {
      if (element[i] != i) {
        return false;
      }
    }
    return true;
  }

  static int[] inverse(int[] permutation) {
    int[] inverse = new int[permutation.length];
    for (int i = 0; i < inverse.length; i++) {
      inverse[permutation[i]] = i;
    }
    return inverse;
  }
}
