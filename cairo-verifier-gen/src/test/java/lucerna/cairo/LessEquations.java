package lucerna.cairo;

import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.LongStream;
import lucerna.air.AirProgram;
import lucerna.air.Tree;
import lucerna.field.M31;
import lucerna.field.QM31;
import lucerna.field.SecureColumn;
import lucerna.ops.key.PublicPart;
import lucerna.ops.layout.Layout;
import lucerna.ops.layout.PublicTerms;
import lucerna.stark.AirInstance;
import lucerna.stark.PublicData;

/**
 * An instance whose public columns and total are those of some equations alone: the terms of
 * protocol.md, section 7.4, whose exponents are wanted.
 */
record LessEquations(
    AirInstance whole, Layout layout, PublicPart part, Predicate<List<Integer>> wanted)
    implements AirInstance {
  @Override
  public AirProgram program() {
    return whole.program();
  }

  @Override
  public int logRows() {
    return whole.logRows();
  }

  @Override
  public int activeRows() {
    return whole.activeRows();
  }

  @Override
  public int[] weightTreeWidths() {
    return whole.weightTreeWidths();
  }

  @Override
  public PublicData publicData(QM31[] challenges) {
    int[] numbers = PublicColumnSource.challengeNumbers(program().challenges());
    int length = whole.publicData(challenges).columns()[0].length();
    var columns = new SecureColumn[program().columnsOf(Tree.PUBLIC).size()];
    Arrays.setAll(columns, i -> SecureColumn.zeros(length));
    int[] integers =
        Arrays.stream(part.values().outputs())
            .flatMapToLong(LongStream::of)
            .mapToInt(M31::of)
            .toArray();
    QM31 total = QM31.ZERO;
    for (PublicTerms.Summand summand : PublicTerms.of(layout)) {
      if (!wanted.test(summand.exponents())) {
        continue;
      }
      QM31 term = QM31.of(summand.coefficient());
      for (int c = 0; c < numbers.length; c++) {
        int exponent = summand.exponents().get(c);
        term = exponent == 0 ? term : term.mul(challenges[numbers[c]].pow(exponent));
      }
      if (summand.column() == PublicTerms.TOTAL) {
        boolean free = summand.integer() == PublicTerms.NO_INTEGER;
        total = total.add(free ? term : term.mul(integers[summand.integer()]));
      } else {
        SecureColumn column = columns[summand.column()];
        column.set(summand.row(), column.get(summand.row()).add(term));
      }
    }
    return new PublicData(columns, new QM31[] {total});
  }
}
