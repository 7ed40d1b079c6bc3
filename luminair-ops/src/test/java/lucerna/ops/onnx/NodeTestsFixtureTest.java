package lucerna.ops.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.InvalidProtocolBufferException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import lucerna.ops.graph.Shape;
import lucerna.ops.onnx.NodeTests.Fixture;
import lucerna.ops.onnx.NodeTests.Tensor;
import onnx.OnnxMl.ModelProto;
import onnx.OnnxMl.ValueInfoProto;
import org.junit.jupiter.api.Test;

final class NodeTestsFixtureTest {
  private static final int FEWEST = 1500;
  private static final int FEWEST_OPERATORS = 120;

  private final List<Fixture> fixtures = NodeTests.all();

  @Test
  void areManyInOrder() {
    assertTrue(fixtures.size() >= FEWEST, "only " + fixtures.size());
    List<String> names = fixtures.stream().map(Fixture::name).toList();
    assertEquals(names.stream().sorted().distinct().toList(), names);
    Set<String> operators = new HashSet<>(fixtures.stream().map(Fixture::operator).toList());
    assertTrue(operators.size() >= FEWEST_OPERATORS, "only " + operators.size());
  }

  @Test
  void haveModelsOfTheirTensors() throws InvalidProtocolBufferException {
    for (Fixture fixture : fixtures) {
      ModelProto model = ModelProto.parseFrom(fixture.model());
      assertTrue(model.getGraph().getNodeCount() > 0, fixture.name());
      assertFalse(fixture.inputs().isEmpty(), fixture.name());
      assertFalse(fixture.outputs().isEmpty(), fixture.name());
      check(fixture, fixture.inputs(), model.getGraph().getInputList());
      check(fixture, fixture.outputs(), model.getGraph().getOutputList());
    }
  }

  private static void check(Fixture fixture, List<Tensor> tensors, List<ValueInfoProto> declared) {
    assertEquals(
        declared.stream().map(ValueInfoProto::getName).toList(),
        tensors.stream().map(Tensor::name).toList(),
        fixture.name());
    for (int i = 0; i < tensors.size(); i++) {
      Tensor tensor = tensors.get(i);
      assertEquals(Shape.of(tensor.dims()).size(), tensor.values().length, fixture.name());
      assertEquals(
          declared.get(i).getType().getTensorType().getShape().getDimList().stream()
              .map(dim -> (int) dim.getDimValue())
              .toList(),
          Arrays.stream(tensor.dims()).boxed().toList(),
          fixture.name());
    }
  }

  @Test
  void holdNumbersOfTheirTypes() {
    for (Fixture fixture : fixtures) {
      for (Tensor tensor : fixture.inputs()) {
        for (double value : tensor.values()) {
          assertTrue(Double.isFinite(value), fixture.name());
          if (!tensor.dtype().startsWith("float")) {
            assertEquals(Math.rint(value), value, fixture.name());
          }
        }
      }
    }
  }
}
