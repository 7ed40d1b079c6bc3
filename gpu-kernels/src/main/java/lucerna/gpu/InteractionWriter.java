package lucerna.gpu;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import lucerna.air.AirProgram;
import lucerna.field.QM31;
import org.jspecify.annotations.Nullable;

/** Writes numerators, denominators and terms of the running sum, some of them as one kernel. */
final class InteractionWriter {
  private final AirProgram program;
  private final ScalarWords scalars;
  private final List<Place> places;

  /**
   * Where an expression's value goes.
   *
   * @param denominator whether it goes to the denominators and not to the columns
   * @param column number of the secure column there
   */
  record Place(boolean denominator, int column) {}

  /**
   * Prepares kernels.
   *
   * @param places for each root where its value goes; those of one place follow one another
   */
  InteractionWriter(AirProgram program, ScalarWords scalars, List<Place> places) {
    this.program = program;
    this.scalars = scalars;
    this.places = places;
  }

  /**
   * Writes a kernel.
   *
   * @param begun roots of which an earlier kernel has stored a part
   */
  String write(String name, List<RootTerms.Term> terms, BitSet begun, KernelText text) {
    NodeWriter nodes = new NodeWriter(program, scalars, text);
    String @Nullable [] sum = null;
    String @Nullable [] group = null;
    int first = terms.getFirst().root();
    for (int i = 0; i < terms.size(); i++) {
      RootTerms.Term term = terms.get(i);
      group = nodes.plus(group, term);
      boolean last = i + 1 == terms.size();
      if (last || !term.goesWith(terms.get(i + 1))) {
        String[] product = nodes.times(group, term);
        sum = sum == null ? product : text.add(sum, product);
        group = null;
        Place place = places.get(term.root());
        if (last || !place.equals(places.get(terms.get(i + 1).root()))) {
          boolean add = isBegun(place, first, begun);
          text.store(place.denominator(), place.column(), secure(sum, text), add);
          sum = null;
        }
      }
    }
    return text.finish(name);
  }

  /** Only what the kernel begins with can have been begun before. */
  private boolean isBegun(Place place, int first, BitSet begun) {
    if (!place.equals(places.get(first))) {
      return false;
    }
    return begun.stream().anyMatch(root -> places.get(root).equals(place));
  }

  private static String[] secure(String[] value, KernelText text) {
    String[] words = Arrays.copyOf(value, QM31.DEGREE);
    for (int k = value.length; k < words.length; k++) {
      words[k] = text.constant(0);
    }
    return words;
  }
}
