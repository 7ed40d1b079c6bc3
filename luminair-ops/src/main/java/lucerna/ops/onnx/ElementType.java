package lucerna.ops.onnx;

import java.util.Locale;
import lucerna.ops.graph.ElementKind;
import onnx.OnnxMl.TensorProto.DataType;
import org.jspecify.annotations.Nullable;

/** The element types that tensors may have. */
enum ElementType {
  FLOAT(DataType.FLOAT, 4),
  DOUBLE(DataType.DOUBLE, 8),
  FLOAT16(DataType.FLOAT16, 2),
  BFLOAT16(DataType.BFLOAT16, 2),
  INT32(DataType.INT32, 4),
  INT64(DataType.INT64, 8),
  INT16(DataType.INT16, 2),
  INT8(DataType.INT8, 1),
  UINT64(DataType.UINT64, 8),
  UINT32(DataType.UINT32, 4),
  UINT16(DataType.UINT16, 2),
  UINT8(DataType.UINT8, 1),
  BOOL(DataType.BOOL, 1);

  private final DataType code;
  private final int bytes;

  ElementType(DataType code, int bytes) {
    this.code = code;
    this.bytes = bytes;
  }

  /** The type of ONNX's number {@code code}, or null if it is not among ours. */
  static @Nullable ElementType of(int code) {
    for (ElementType type : values()) {
      if (type.code.getNumber() == code) {
        return type;
      }
    }
    return null;
  }

  /** How a message calls ONNX's type number {@code code}. */
  static String nameOf(int code) {
    DataType known = DataType.forNumber(code);
    return known == null ? "type number " + code : known.name().toLowerCase(Locale.ROOT);
  }

  /** Bytes per element in raw data. */
  int bytes() {
    return bytes;
  }

  boolean isFloat() {
    return this == FLOAT || this == DOUBLE || this == FLOAT16 || this == BFLOAT16;
  }

  boolean isUnsigned() {
    return this == UINT64 || this == UINT32 || this == UINT16 || this == UINT8;
  }

  /** What values a graph's tensor of this type takes. */
  ElementKind kind() {
    if (isFloat()) {
      return ElementKind.REAL;
    }
    return this == BOOL ? ElementKind.BOOLEAN : ElementKind.INTEGER;
  }

  /** The value that a cast to this type makes of {@code value}. */
  double cast(double value) {
    return switch (this) {
      case DOUBLE -> value;
      case FLOAT -> (float) value;
      case FLOAT16 -> Float.float16ToFloat(Float.floatToFloat16((float) value));
      case BFLOAT16 -> bfloat16((float) value);
      case INT64, UINT64 -> (long) value;
      case INT32 -> (int) (long) value;
      case INT16 -> (short) (long) value;
      case UINT32 -> (long) value & 0xffffffffL;
      case UINT16 -> (long) value & 0xffff;
      case INT8 -> (byte) (long) value;
      case UINT8 -> (long) value & 0xff;
      case BOOL -> value == 0 ? 0 : 1;
    };
  }

  /** Rounds to the nearest, ties to even, by adding just under half a unit to the kept bits. */
  private static double bfloat16(float value) {
    int bits = Float.floatToRawIntBits(value);
    int rounded = bits + 0x7fff + (bits >>> 16 & 1);
    return Float.intBitsToFloat(rounded & 0xffff0000);
  }
}
