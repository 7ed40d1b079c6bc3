package lucerna.ops.key;

import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import lucerna.ops.program.Affine;
import lucerna.ops.program.Output;
import lucerna.ops.program.Program;
import lucerna.ops.program.TensorSpec;
import lucerna.ops.program.View;
import lucerna.stark.ProofRejectedException;
import lucerna.stark.Rejection;
import lucerna.stark.WordReader;
import lucerna.stark.WordWriter;
import org.jspecify.annotations.Nullable;

/** The bytes of a {@link Program}: its records' fields in order, lists and arrays after a count. */
final class ProgramCodec {
  private static final int MAX_NAME_BYTES = 4096;
  private static final int MAX_COUNT = 1 << 26;

  private ProgramCodec() {}

  static void write(Program program, WordWriter out) {
    string(program.name(), out);
    out.word(program.inputs().size());
    for (Program.Input input : program.inputs()) {
      string(input.name(), out);
      array(input.shape(), out);
    }
    out.word(program.tensors().size());
    for (TensorSpec tensor : program.tensors()) {
      string(tensor.name(), out);
      out.words(
          new int[] {
            tensor.length(), tensor.bits(), tensor.exponent(), tensor.affine(), tensor.input()
          });
      array(tensor.shift(), out);
    }
    out.word(program.affines().size());
    for (Affine affine : program.affines()) {
      string(affine.name(), out);
      out.words(new int[] {affine.batch(), affine.inner(), affine.outer()});
      view(affine.operand(), out);
      out.word(affine.biased() ? 1 : 0);
      out.word(affine.terms().size());
      for (Affine.Term term : affine.terms()) {
        view(term.view(), out);
        out.word(term.shift());
      }
      out.nonce(affine.sumBound());
      out.word(affine.signed() ? 1 : 0);
      array(affine.exponents(), out);
    }
    out.word(program.outputs().size());
    for (Output output : program.outputs()) {
      string(output.name(), out);
      array(output.shape(), out);
      out.word(output.affine());
      array(output.source(), out);
      view(output.view(), out);
      array(output.exponents(), out);
    }
  }

  static Program read(WordReader in) throws ProofRejectedException {
    String name = string(in);
    var inputs = new ArrayList<Program.Input>();
    for (int n = count(in); n > 0; n--) {
      inputs.add(new Program.Input(string(in), array(in)));
    }
    var tensors = new ArrayList<TensorSpec>();
    for (int n = count(in); n > 0; n--) {
      tensors.add(
          new TensorSpec(
              string(in), in.word(), in.word(), in.word(), in.word(), in.word(), array(in)));
    }
    var affines = new ArrayList<Affine>();
    for (int n = count(in); n > 0; n--) {
      affines.add(affine(in));
    }
    var outputs = new ArrayList<Output>();
    for (int n = count(in); n > 0; n--) {
      outputs.add(new Output(string(in), array(in), in.word(), array(in), view(in), array(in)));
    }
    return new Program(
        name,
        List.copyOf(inputs),
        List.copyOf(tensors),
        List.copyOf(affines),
        List.copyOf(outputs));
  }

  private static Affine affine(WordReader in) throws ProofRejectedException {
    String name = string(in);
    int[] sizes = in.words(3);
    View operand = view(in);
    boolean biased = flag(in);
    var terms = new ArrayList<Affine.Term>();
    for (int n = count(in); n > 0; n--) {
      View view = view(in);
      if (view == null) {
        throw wrong("a term without a view");
      }
      terms.add(new Affine.Term(view, in.word()));
    }
    return new Affine(
        name,
        sizes[0],
        sizes[1],
        sizes[2],
        operand,
        biased,
        List.copyOf(terms),
        in.nonce(),
        flag(in),
        array(in));
  }

  static void string(String text, WordWriter out) {
    out.bytes(text.getBytes(StandardCharsets.UTF_8));
  }

  static String string(WordReader in) throws ProofRejectedException {
    byte[] bytes = in.bytes("name", MAX_NAME_BYTES);
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(java.nio.ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw wrong("a name that is no UTF-8");
    }
  }

  static void array(int[] values, WordWriter out) {
    out.word(values.length);
    out.words(values);
  }

  static int[] array(WordReader in) throws ProofRejectedException {
    return in.words(count(in));
  }

  private static final int NO_VIEW = 0;
  private static final int RANGE_VIEW = 1;
  private static final int LIST_VIEW = 2;

  /** Most views read consecutive elements: those need their first and their number alone. */
  private static void view(@Nullable View view, WordWriter out) {
    if (view == null) {
      out.word(NO_VIEW);
      return;
    }
    int[] source = view.source();
    boolean range = source.length > 0;
    for (int i = 0; i < source.length; i++) {
      range &= source[i] == source[0] + i;
    }
    out.word(range ? RANGE_VIEW : LIST_VIEW);
    out.word(view.tensor());
    out.word(view.relu() ? 1 : 0);
    if (range) {
      out.word(source[0]);
      out.word(source.length);
    } else {
      array(source, out);
    }
  }

  private static @Nullable View view(WordReader in) throws ProofRejectedException {
    int kind = in.word();
    if (kind == NO_VIEW) {
      return null;
    }
    if (kind != RANGE_VIEW && kind != LIST_VIEW) {
      throw wrong("a view of kind " + kind);
    }
    int tensor = in.word();
    boolean relu = flag(in);
    if (kind == LIST_VIEW) {
      return new View(tensor, relu, array(in));
    }
    int first = in.word();
    int length = in.word();
    if (first < 0 || length < 1 || length > MAX_COUNT || first > MAX_COUNT) {
      throw wrong("a view of " + length + " elements from " + first);
    }
    int[] source = new int[length];
    for (int i = 0; i < length; i++) {
      source[i] = first + i;
    }
    return new View(tensor, relu, source);
  }

  static boolean flag(WordReader in) throws ProofRejectedException {
    int word = in.word();
    if (word != 0 && word != 1) {
      throw wrong("a flag of " + word);
    }
    return word == 1;
  }

  static int count(WordReader in) throws ProofRejectedException {
    return in.count("program", MAX_COUNT);
  }

  static ProofRejectedException wrong(String detail) {
    return new ProofRejectedException(Rejection.Reason.SHAPE, "key", detail);
  }
}
