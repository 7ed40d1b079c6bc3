package lucerna.stark;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bytes among words: what was written is read, and there is one way to write it. */
final class WordReaderTest {
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5, 7, 8, 61, 64})
  void bytesAreReadAsWritten(int length) throws ProofRejectedException {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    var out = new WordWriter();
    out.bytes(bytes);
    out.word(-7);
    var in = new WordReader(out.toBytes());
    assertArrayEquals(bytes, in.bytes("bytes", length));
    assertEquals(-7, in.word());
    in.end();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5, 6, 7})
  void rejectsPadding(int length) throws ProofRejectedException {
    var out = new WordWriter();
    out.bytes(new byte[length]);
    byte[] written = out.toBytes();
    for (int at = Integer.BYTES + length; at < written.length; at++) {
      for (int bit = 0; bit < Byte.SIZE; bit++) {
        byte[] changed = written.clone();
        changed[at] ^= (byte) (1 << bit);
        assertRejected(changed, length, "padding that is not zero");
      }
    }
  }

  @Test
  void rejectsLengthsThatCannotBe() throws ProofRejectedException {
    var out = new WordWriter();
    out.bytes(new byte[9]);
    byte[] written = out.toBytes();
    assertRejected(
        Arrays.copyOf(written, written.length - Integer.BYTES), 9, "a length of 9 bytes");
    assertRejected(written, 8, "a length of 9 bytes");
    written[3] = (byte) 0x80;
    assertRejected(written, Integer.MAX_VALUE, "a length of 2147483657 bytes");
  }

  private static void assertRejected(byte[] written, int most, String detail)
      throws ProofRejectedException {
    var in = new WordReader(written);
    var e = assertThrows(ProofRejectedException.class, () -> in.bytes("bytes", most));
    assertEquals(Rejection.Reason.SHAPE, e.rejection().reason());
    assertEquals(detail, e.rejection().detail());
  }
}
