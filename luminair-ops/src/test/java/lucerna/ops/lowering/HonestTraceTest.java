package lucerna.ops.lowering;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.function.LongFunction;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Honest traces pass, for each kind of program, each privacy, one limb or two. */
final class HonestTraceTest {
  private static final List<LongFunction<TinyModel>> MODELS =
      List.of(
          TinyModel::denseReluDense,
          TinyModel::reluOutput,
          TinyModel::addition,
          TinyModel::constantAddition,
          TinyModel::batch,
          TinyModel::mixedBatches);

  static Stream<Arguments> cases() {
    Stream.Builder<Arguments> cases = Stream.builder();
    for (int model = 0; model < MODELS.size(); model++) {
      for (InputPrivacy privacy : InputPrivacy.values()) {
        for (int tableBits : new int[] {5, 8}) {
          cases.add(Arguments.of(model, privacy, tableBits));
        }
      }
    }
    return cases.build();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void passes(int model, InputPrivacy privacy, int tableBits) {
    for (long seed = 0; seed < 3; seed++) {
      TinyModel tiny = MODELS.get(model).apply(seed);
      boolean weighted = ProgramSizes.of(tiny.program()).hasWeights();
      int logRows = tableBits == 5 ? 7 : 10;
      LayoutShape shape =
          new LayoutShape(logRows, weighted ? 2 : 0, tableBits, 1 + (int) seed, 3, privacy);
      Lowering lowering = new Lowering(new Layout(tiny.program(), shape));
      assertEquals(List.of(), TestTrace.inference(lowering, tiny, seed).violations());
      if (weighted) {
        assertEquals(
            List.of(), TestTrace.registration(lowering, tiny.weights(), seed).violations());
      }
    }
  }
}
