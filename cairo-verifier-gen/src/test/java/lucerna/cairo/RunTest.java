package lucerna.cairo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import lucerna.ops.layout.InputPrivacy;
import lucerna.ops.layout.PublicTerms;
import org.junit.jupiter.api.Test;

/** Runs are their summands, no more and no less. */
final class RunTest {
  private static List<Integer> exponents(Run run, int i, int j) {
    var exponents = new ArrayList<Integer>();
    for (int c = 0; c < run.exponents().size(); c++) {
      int inner = i * run.inner().step().get(c);
      exponents.add(run.exponents().get(c) + inner + j * run.outer().step().get(c));
    }
    return exponents;
  }

  private static Map<PublicTerms.Summand, Integer> expanded(List<Run> runs) {
    Map<PublicTerms.Summand, Integer> summands = new HashMap<>();
    for (Run run : runs) {
      boolean total = run.column() == PublicTerms.TOTAL;
      for (int j = 0; j < run.outer().count(); j++) {
        for (int i = 0; i < run.inner().count(); i++) {
          int place = run.first() + i * run.inner().stride() + j * run.outer().stride();
          int integer = run.source() == Run.Source.INTEGERS ? place : PublicTerms.NO_INTEGER;
          summands.merge(
              new PublicTerms.Summand(
                  run.column(),
                  total ? 0 : place,
                  integer,
                  run.coefficient(),
                  exponents(run, i, j)),
              1,
              Integer::sum);
        }
      }
    }
    return summands;
  }

  private static void areTheSummands(List<PublicTerms.Summand> summands) {
    Map<PublicTerms.Summand, Integer> given = new HashMap<>();
    summands.forEach(summand -> given.merge(summand, 1, Integer::sum));
    List<Run> runs = Run.along(summands);
    List<Run> nested = Run.nested(runs);
    assertTrue(nested.size() < runs.size() && runs.size() < summands.size());
    assertEquals(given, expanded(runs));
    assertEquals(given, expanded(nested));
    assertTrue(RunTable.fits(nested));
  }

  @Test
  void ofAPerceptronWithPublicInput() {
    SmallModel model = SmallModel.of("accuracy", InputPrivacy.PUBLIC, false);
    areTheSummands(PublicTerms.of(model.key().layout()));
  }

  @Test
  void ofAConvolutionalNetwork() {
    areTheSummands(PublicTerms.of(SmallModel.cnn().key().layout()));
  }

  @Test
  void whatIsTooLongForTheTableDoesNotFit() {
    var one = List.of(1, 0, 0, 0, 0, 0);
    var none = Run.Axis.POINT;
    Run fits = new Run(0, Run.Source.ROWS, 1, 65_535, one, none, none);
    assertTrue(RunTable.fits(List.of(fits)));
    assertFalse(RunTable.fits(List.of(new Run(0, Run.Source.ROWS, 1, 65_536, one, none, none))));
    Run.Axis wide = new Run.Axis(16_384, 2, one);
    assertFalse(RunTable.fits(List.of(new Run(0, Run.Source.ROWS, 1, 0, one, wide, none))));
    assertFalse(RunTable.fits(List.of(new Run(0, Run.Source.ROWS, 1, 0, one, none, wide))));
    Run.Axis steep = new Run.Axis(1, 2, List.of(0, 0, 0, 1 << 20, 0, 0));
    assertFalse(RunTable.fits(List.of(new Run(0, Run.Source.ROWS, 1, 0, one, steep, none))));
  }
}
