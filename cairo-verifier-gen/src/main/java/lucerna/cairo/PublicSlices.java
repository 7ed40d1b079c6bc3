package lucerna.cairo;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import lucerna.air.AirProgram;
import lucerna.air.Tree;
import lucerna.field.QM31;
import lucerna.field.SecureColumn;
import lucerna.ops.UserException;
import lucerna.ops.layout.Layout;

/**
 * The public columns at the out-of-domain point and the total, as one slice or cut into several
 * whose sums are added.
 */
final class PublicSlices {
  private final PublicColumnSource source;
  private final boolean apart;
  private final int columns;
  private final int[] challengeOf;

  private PublicSlices(PublicColumnSource source, boolean apart, int columns, int... challengeOf) {
    this.source = source;
    this.apart = apart;
    this.columns = columns;
    this.challengeOf = challengeOf;
  }

  /**
   * Plans the sums.
   *
   * @param layout the key's layout
   * @param program the program
   * @param partGas the gas of a part; slices are whole parts
   * @return one slice of all
   * @throws UserException if the tables' numbers are too large
   */
  static PublicSlices of(Layout layout, AirProgram program, double partGas) {
    PublicColumnSource source = PublicColumnSource.of(layout, partGas);
    if (!source.fits()) {
      throw new UserException(
          "The verifier of this model would be too large for a class: its public columns take %,d felts of tables."
              .formatted(source.felts()));
    }
    int[] challengeOf = PublicColumnSource.challengeNumbers(program.challenges());
    return new PublicSlices(source, false, program.columnsOf(Tree.PUBLIC).size(), challengeOf);
  }

  /** Returns the same, each part a slice. */
  PublicSlices cut() {
    return new PublicSlices(source, true, columns, challengeOf);
  }

  /** Says whether no slice can be cut further. */
  boolean isCut() {
    return apart || source.parts().size() == 1;
  }

  /** Returns how many slices there are. */
  int count() {
    return apart ? source.parts().size() : 1;
  }

  /** Returns the expected gas of a slice by itself. */
  double cost(int slice) {
    return apart ? source.gas(slice) : source.gas();
  }

  /** Returns the module of all slices. */
  String text() {
    return source.text(challengeOf);
  }

  /**
   * Writes the sums of some slices as an expression of Cairo.
   *
   * @param from the first slice
   * @param to the slice after the last
   */
  String values(int from, int to) {
    return apart
        ? "crate::public_columns::partial(%d, %d, row_weights, elements, challenges).span()"
            .formatted(from, to)
        : "crate::public_columns::values(row_weights, elements, challenges).span()";
  }

  /**
   * Sums slices.
   *
   * @param upTo how many slices, from the first on
   * @param weights the rows' weights
   * @param integers the public integers modulo p
   * @param challenges the program's challenges
   * @return the columns' sums, then the total
   */
  QM31[] sums(int upTo, SecureColumn weights, int[] integers, QM31... challenges) {
    var rows = new ArrayList<QM31>();
    for (int i = 0; i < weights.length(); i++) {
      rows.add(weights.get(i));
    }
    rows.add(QM31.ONE);
    Arrays.stream(integers).mapToObj(QM31::of).forEach(rows::add);
    var bases = new QM31[challengeOf.length];
    Arrays.setAll(bases, i -> challengeOf[i] < 0 ? QM31.ONE : challenges[challengeOf[i]]);
    var sums = new QM31[columns + 1];
    Arrays.fill(sums, QM31.ZERO);
    List<PublicTable> all = source.parts();
    for (PublicTable part : apart || upTo == 0 ? all.subList(0, upTo) : all) {
      new PublicWalk(part).addTo(rows, bases, sums);
    }
    return sums;
  }
}
