package lucerna.ops.onnx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.protobuf.ByteString;
import java.nio.file.Path;
import onnx.OnnxMl.TensorProto;
import onnx.OnnxMl.TensorProto.DataType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TensorReaderTest {
  /** Bytes as hexadecimal digits, lowest address first. */
  @ParameterizedTest
  @CsvSource({
    "FLOAT, 0000c0bf, -1.5",
    "DOUBLE, 000000000000f8bf, -1.5",
    "FLOAT16, 00be, -1.5",
    "BFLOAT16, c0bf, -1.5",
    "INT32, feffffff, -2",
    "INT64, feffffffffffffff, -2",
    "INT8, fe, -2",
    "UINT8, fe, 254",
    "BOOL, 01, 1"
  })
  void rawData(DataType type, String hex, double expected) {
    var tensor = tensor(type).setRawData(ByteString.fromHex(hex)).build();
    assertArrayEquals(new double[] {expected}, read(tensor).values());
  }

  @ParameterizedTest
  @CsvSource({
    "FLOAT16, 48640, -1.5",
    "BFLOAT16, 49088, -1.5",
    "INT32, -2, -2",
    "INT8, -2, -2",
    "UINT8, 254, 254",
    "BOOL, 1, 1"
  })
  void dataInTheFieldOfIntegers(DataType type, int data, double expected) {
    assertArrayEquals(
        new double[] {expected}, read(tensor(type).addInt32Data(data).build()).values());
  }

  @Test
  void dataInItsOwnField() {
    assertEquals(2.5, read(tensor(DataType.FLOAT).addFloatData(2.5f).build()).values()[0]);
    assertEquals(2.5, read(tensor(DataType.DOUBLE).addDoubleData(2.5).build()).values()[0]);
    assertEquals(-7, read(tensor(DataType.INT64).addInt64Data(-7).build()).values()[0]);
  }

  @ParameterizedTest
  @CsvSource({
    "DOUBLE, 1.0000000001, 1.0000000001",
    "FLOAT, 1.0000000001, 1",
    "FLOAT16, 2049, 2048",
    "BFLOAT16, 257, 256",
    "BFLOAT16, 259, 260",
    "INT64, -2.9, -2",
    "INT32, 2.9, 2",
    "INT8, 200, -56",
    "UINT8, 257, 1",
    "BOOL, 0.5, 1",
    "BOOL, 0, 0"
  })
  void casts(ElementType type, double value, double expected) {
    assertEquals(expected, type.cast(value));
  }

  private static TensorProto.Builder tensor(DataType type) {
    return TensorProto.newBuilder().setDataType(type.getNumber()).addDims(1);
  }

  private static Value.Constant read(TensorProto tensor) {
    return new TensorReader(Path.of("m.onnx")).read(tensor, "t");
  }
}
