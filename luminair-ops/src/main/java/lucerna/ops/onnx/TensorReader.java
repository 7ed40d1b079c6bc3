package lucerna.ops.onnx;

import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;
import lucerna.ops.UserException;
import lucerna.ops.graph.Shape;
import onnx.OnnxMl.TensorProto;

/** Decodes constants of an ONNX file. */
final class TensorReader {
  private final Path file;

  TensorReader(Path file) {
    this.file = file;
  }

  /**
   * Decodes a tensor, whose values must be finite; only masks may hold negative infinities, which
   * is seen later.
   *
   * @param name how messages call it
   */
  Value.Constant read(TensorProto tensor, String name) {
    if (tensor.getDataLocation() == TensorProto.DataLocation.EXTERNAL
        || tensor.getExternalDataCount() > 0) {
      throw refusal(
          name, "lies in another file, which is not supported; save the model as a single file");
    }
    ElementType type = ElementType.of(tensor.getDataType());
    if (type == null) {
      throw refusal(
          name,
          "has elements of %s, which are not supported; convert it to float"
              .formatted(ElementType.nameOf(tensor.getDataType())));
    }
    Shape shape = shape(tensor, name);
    double[] values =
        tensor.hasRawData()
            ? raw(tensor.getRawData(), type, shape.size(), name)
            : typed(tensor, type, shape.size(), name);
    for (int i = 0; i < values.length; i++) {
      if (Double.isNaN(values[i]) || values[i] > Double.MAX_VALUE) {
        throw refusal(
            name,
            "holds %s at element %d; only finite weights can be proven, so train or export again"
                .formatted(Double.isNaN(values[i]) ? "NaN" : "an infinity", i));
      }
    }
    return new Value.Constant(shape, values, type);
  }

  private Shape shape(TensorProto tensor, String name) {
    int[] dims = new int[tensor.getDimsCount()];
    long size = 1;
    for (int i = 0; i < dims.length; i++) {
      long dim = tensor.getDims(i);
      if (dim < 0) {
        throw refusal(name, "has the negative dimension " + dim + "; export the model again");
      }
      size = dim > Shape.MAX_SIZE ? Long.MAX_VALUE : size * dim;
      if (size > Shape.MAX_SIZE) {
        throw refusal(
            name,
            "of dimensions %s has more than %d elements; use a smaller model"
                .formatted(tensor.getDimsList(), Shape.MAX_SIZE));
      }
      dims[i] = (int) dim;
    }
    return Shape.of(dims);
  }

  private double[] raw(ByteString data, ElementType type, int size, String name) {
    requireLength(data.size(), (long) size * type.bytes(), "bytes", name);
    ByteBuffer bytes = data.asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
    double[] values = new double[size];
    for (int i = 0; i < size; i++) {
      values[i] =
          switch (type) {
            case FLOAT -> bytes.getFloat();
            case DOUBLE -> bytes.getDouble();
            case INT64, UINT64 -> bytes.getLong();
            case INT32 -> bytes.getInt();
            case FLOAT16, BFLOAT16 -> half(bytes.getShort(), type);
            case UINT32 -> bytes.getInt() & 0xffffffffL;
            case INT16 -> bytes.getShort();
            case UINT16 -> bytes.getShort() & 0xffff;
            case INT8 -> bytes.get();
            case UINT8, BOOL -> bytes.get() & 0xff;
          };
    }
    return values;
  }

  private double[] typed(TensorProto tensor, ElementType type, int size, String name) {
    List<? extends Number> data =
        switch (type) {
          case FLOAT -> tensor.getFloatDataList();
          case DOUBLE -> tensor.getDoubleDataList();
          case INT64 -> tensor.getInt64DataList();
          case UINT64, UINT32 -> tensor.getUint64DataList();
          default -> tensor.getInt32DataList();
        };
    requireLength(data.size(), size, "elements", name);
    double[] values = new double[size];
    for (int i = 0; i < size; i++) {
      values[i] =
          type == ElementType.FLOAT16 || type == ElementType.BFLOAT16
              ? half(data.get(i).shortValue(), type)
              : data.get(i).doubleValue();
    }
    return values;
  }

  private static float half(short bits, ElementType type) {
    return type == ElementType.FLOAT16
        ? Float.float16ToFloat(bits)
        : Float.intBitsToFloat(bits << 16);
  }

  private void requireLength(long got, long expected, String unit, String name) {
    if (got != expected) {
      throw refusal(
          name,
          "holds %d %s where its dimensions ask for %d; export the model again"
              .formatted(got, unit, expected));
    }
  }

  private UserException refusal(String name, String problem) {
    return new UserException("%s: tensor '%s' %s.".formatted(file, name, problem));
  }
}
