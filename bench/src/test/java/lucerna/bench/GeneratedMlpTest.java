package lucerna.bench;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import onnx.OnnxMl.ModelProto;
import onnx.OnnxMl.TensorProto;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class GeneratedMlpTest {
  @ParameterizedTest
  @ValueSource(longs = {10_000, 100_000, 1_000_000, 10_000_000})
  void theNumberOfWeightsIsNearTheWantedOne(long wanted) {
    double ratio = (double) GeneratedMlp.ofWeights(wanted, 7).weights() / wanted;
    assertTrue(Math.abs(ratio - 1) < 0.05, () -> wanted + " became " + ratio + " of it");
  }

  @Test
  void aFileHoldsAsManyWeightsAsSaid(@TempDir Path folder) throws Exception {
    var mlp = new GeneratedMlp(12, 7);
    mlp.write(folder);
    ModelProto model = ModelProto.parseFrom(Files.readAllBytes(folder.resolve("network.onnx")));
    long count = 0;
    for (TensorProto tensor : model.getGraph().getInitializerList()) {
      if (tensor.getDimsCount() == 2) {
        count += tensor.getRawData().size() / Float.BYTES;
      }
    }
    assertEquals(mlp.weights(), count);
    assertEquals(5, model.getGraph().getNodeCount());
  }

  @Test
  void theSameArgumentsGiveTheSameBytes(@TempDir Path one, @TempDir Path other) throws Exception {
    new GeneratedMlp(3, 1).write(one);
    new GeneratedMlp(3, 1).write(other);
    for (String file : new String[] {"network.onnx", "input.json"}) {
      assertArrayEquals(
          Files.readAllBytes(one.resolve(file)), Files.readAllBytes(other.resolve(file)));
    }
  }

  @Test
  void sizesThatNoModelHasAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> GeneratedMlp.ofWeights(3, 7));
    assertThrows(IllegalArgumentException.class, () -> GeneratedMlp.ofWeights(1L << 40, 7));
  }
}
