package lucerna.stark;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import lucerna.field.QM31;
import lucerna.field.circle.CanonicCoset;
import lucerna.field.circle.CircleDomain;
import lucerna.field.circle.CircleFft;
import org.junit.jupiter.api.Test;

/** The quotients of stwo, whose smaller columns are lifted before they are divided. */
final class QuotientsKatTest {
  private static final JsonNode ANSWERS = StwoAnswers.read("quotients.json");

  @Test
  void quotientsAreThoseOfStwo() {
    int logSize = ANSWERS.get("lifting_log_size").asInt();
    List<int[]> columns = liftedColumns(logSize);
    CircleDomain domain = new CanonicCoset(logSize).domain();
    JsonNode expected = ANSWERS.get("quotients_bit_reversed");
    assertEquals(domain.size(), expected.size());
    for (int i = 0; i < domain.size(); i++) {
      QM31 sum = QM31.ZERO;
      for (JsonNode batch : ANSWERS.get("batches")) {
        var deep = new DeepBatch(StwoAnswers.point(batch.get("point")));
        QM31 combined = QM31.ZERO;
        for (JsonNode term : batch.get("terms")) {
          QM31 weight = StwoAnswers.felt(term.get("alpha_power"));
          deep.add(StwoAnswers.felt(term.get("value")), weight);
          combined = combined.add(weight.mul(columns.get(term.get("column").asInt())[i]));
        }
        sum = sum.add(deep.quotient(combined, domain.atStorage(i)));
      }
      assertEquals(StwoAnswers.felt(expected.get(i)), sum, "position " + i);
    }
  }

  private static List<int[]> liftedColumns(int logSize) {
    int logBlowup = ANSWERS.get("log_blowup_factor").asInt();
    var lifted = new ArrayList<int[]>();
    for (JsonNode tree : ANSWERS.get("coefficients")) {
      for (JsonNode column : tree) {
        int[] coefficients = StwoAnswers.ints(column);
        int[] values = Arrays.copyOf(coefficients, coefficients.length << logBlowup);
        CircleFft.evaluate(values);
        int shift = logSize - Integer.numberOfTrailingZeros(values.length);
        int[] wide = new int[1 << logSize];
        for (int i = 0; i < wide.length; i++) {
          wide[i] = values[((i >> (shift + 1)) << 1) + (i & 1)];
        }
        lifted.add(wide);
      }
    }
    return lifted;
  }
}
