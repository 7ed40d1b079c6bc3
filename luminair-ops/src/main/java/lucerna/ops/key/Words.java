package lucerna.ops.key;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import lucerna.stark.ProofRejectedException;
import lucerna.stark.Rejection;
import lucerna.stark.WordReader;
import lucerna.stark.WordWriter;

/** What the codecs of a key's parts share: texts, arrays and flags. */
final class Words {
  private static final int MAX_NAME_BYTES = 4096;
  private static final int MAX_COUNT = 1 << 26;

  private Words() {}

  static void string(String text, WordWriter out) {
    out.bytes(text.getBytes(StandardCharsets.UTF_8));
  }

  static String string(WordReader in) throws ProofRejectedException {
    byte[] bytes = in.bytes("name", MAX_NAME_BYTES);
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
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

  static boolean flag(WordReader in) throws ProofRejectedException {
    int word = in.word();
    if (word != 0 && word != 1) {
      throw wrong("a flag of " + word);
    }
    return word == 1;
  }

  static int count(WordReader in) throws ProofRejectedException {
    return in.count("circuit", MAX_COUNT);
  }

  static ProofRejectedException wrong(String detail) {
    return new ProofRejectedException(Rejection.Reason.SHAPE, "key", detail);
  }
}
