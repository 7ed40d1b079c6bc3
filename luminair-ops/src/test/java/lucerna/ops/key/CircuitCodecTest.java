package lucerna.ops.key;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import lucerna.ops.UserException;
import lucerna.ops.circuit.Batch;
import lucerna.ops.circuit.Circuit;
import lucerna.ops.circuit.CircuitChecks;
import lucerna.ops.circuit.Gadget;
import lucerna.ops.circuit.RandomCircuits;
import lucerna.ops.circuit.View;
import lucerna.ops.circuit.Wire;
import lucerna.stark.ProofRejectedException;
import lucerna.stark.WordReader;
import lucerna.stark.WordWriter;
import org.junit.jupiter.api.Test;

final class CircuitCodecTest {
  private static byte[] bytes(Circuit circuit) {
    var out = new WordWriter();
    CircuitCodec.write(circuit, out);
    return out.toBytes();
  }

  private static Circuit circuit(byte[] bytes) throws ProofRejectedException {
    var in = new WordReader(bytes);
    Circuit circuit = CircuitCodec.read(in);
    in.end();
    return circuit;
  }

  @Test
  void readsWhatWasWritten() throws Exception {
    int inverses = 0;
    for (int seed = 0; seed < 200; seed++) {
      Circuit circuit = RandomCircuits.of(seed).circuit();
      byte[] bytes = bytes(circuit);
      Circuit read = circuit(bytes);
      assertArrayEquals(bytes, bytes(read));
      assertEquals(circuit.tables(), read.tables());
      for (int a = 0; a < circuit.affines().size(); a++) {
        var products = circuit.affines().get(a).products();
        assertEquals(products, read.affines().get(a).products());
        for (int t = 0; t < circuit.affines().get(a).terms().size(); t++) {
          var term = circuit.affines().get(a).terms().get(t);
          var other = read.affines().get(a).terms().get(t);
          assertEquals(term.view(), other.view());
          assertArrayEquals(term.coefficients(), other.coefficients());
        }
      }
      for (int b = 0; b < circuit.blocks().size(); b++) {
        assertEquals(
            circuit.blocks().get(b).gadget().getClass(), read.blocks().get(b).gadget().getClass());
        if (circuit.blocks().get(b).gadget() instanceof Gadget.Invert invert) {
          assertEquals(invert, read.blocks().get(b).gadget());
          inverses++;
        }
      }
      CircuitChecks.check(read);
    }
    assertTrue(inverses > 50, inverses + " inverses");
  }

  @Test
  void allInputsSaturateOrNone() throws Exception {
    Circuit plain = RandomCircuits.of(1).circuit();
    var saturating =
        new Circuit(
            plain.name(),
            plain.inputs(),
            plain.tables(),
            plain.blocks(),
            plain.affines(),
            plain.zeros(),
            plain.outputs(),
            true);
    byte[] bytes = bytes(saturating);
    assertTrue(circuit(bytes).saturates());
    assertFalse(circuit(bytes(plain)).saturates());
    assertArrayEquals(bytes, bytes(circuit(bytes)));
    byte[] before = bytes(plain);
    int inputs = 0;
    for (int at = 0; at < bytes.length; at++) {
      if (bytes[at] != before[at]) {
        inputs++;
        assertEquals(before[at] + 4, bytes[at]);
        byte[] other = bytes.clone();
        other[at] = before[at];
        if (plain.inputs().size() > 1) {
          assertThrows(ProofRejectedException.class, () -> circuit(other));
        }
      }
    }
    assertEquals(plain.inputs().size(), inputs);
  }

  /** A batch is written as what it copies, and the count of its entries with each input. */
  @Test
  void aBatchIsWrittenOnce() throws Exception {
    for (long seed = 0; seed < 20; seed++) {
      Circuit one = RandomCircuits.of(seed).circuit();
      byte[] alone = bytes(one);
      Circuit batch;
      try {
        batch = Batch.of(one, 5);
      } catch (UserException e) {
        continue;
      }
      byte[] bytes = bytes(batch);
      assertEquals(alone.length, bytes.length);
      Circuit read = circuit(bytes);
      assertEquals(5, read.entries());
      assertArrayEquals(alone, bytes(read.one()));
      assertArrayEquals(bytes, bytes(read));
      int inputs = 0;
      for (int at = 0; at < bytes.length; at++) {
        if (bytes[at] != alone[at]) {
          inputs++;
          assertEquals(alone[at] + 8 * 4, bytes[at]);
          byte[] other = bytes.clone();
          other[at] = (byte) (other[at] - 8);
          if (one.inputs().size() > 1) {
            assertThrows(ProofRejectedException.class, () -> circuit(other));
          }
          // 2^16 entries are more than any batch has.
          byte[] many = bytes.clone();
          many[at + 2] = 8;
          assertThrows(ProofRejectedException.class, () -> circuit(many));
        }
      }
      assertEquals(one.inputs().size(), inputs);
    }
  }

  /** Damage leads to a refusal, or to another circuit with just those bytes. */
  @Test
  void damageIsRefusedOrMeansAnotherCircuit() throws Exception {
    var random = new Random(7);
    int refused = 0;
    for (int round = 0; round < 4000; round++) {
      byte[] bytes = bytes(RandomCircuits.of(round % 20, round % RandomCircuits.KINDS).circuit());
      int at = random.nextInt(bytes.length);
      if (random.nextBoolean()) {
        bytes[at] ^= (byte) (1 << random.nextInt(8));
      } else {
        bytes[at] = (byte) random.nextInt();
      }
      try {
        Circuit read = circuit(bytes);
        assertArrayEquals(bytes, bytes(read));
        CircuitChecks.check(read);
      } catch (ProofRejectedException | UserException e) {
        refused++;
      }
    }
    assertTrue(refused > 2000, refused + " refused");
  }

  @Test
  void rejectEveryShorterFile() {
    byte[] bytes = bytes(RandomCircuits.of(3).circuit());
    for (int length = 0; length < bytes.length; length += Integer.BYTES) {
      byte[] cut = Arrays.copyOf(bytes, length);
      assertThrows(ProofRejectedException.class, () -> circuit(cut));
    }
  }

  private static View convolution(int size) {
    long[] wires = new long[(size - 2) * (size - 2) * 9];
    int at = 0;
    for (int y = 0; y < size - 2; y++) {
      for (int x = 0; x < size - 2; x++) {
        for (int k = 0; k < 9; k++) {
          wires[at++] = Wire.of(3, 1, (y + k / 3) * size + x + k % 3);
        }
      }
    }
    return new View(wires);
  }

  @Test
  void convolutionsTakeFewBytes() throws Exception {
    View view = convolution(66);
    var out = new WordWriter();
    ViewCodec.write(view, 9, out);
    assertTrue(out.toBytes().length < 4000, out.toBytes().length + " bytes");
    assertEquals(view, new ViewCodec(1 << 20).read(9, new WordReader(out.toBytes())));
  }

  private static void rejectView(int budget, int period, int... words) {
    var out = new WordWriter();
    out.words(words);
    assertThrows(
        ProofRejectedException.class,
        () -> new ViewCodec(budget).read(period, new WordReader(out.toBytes())));
  }

  @Test
  void rejectViewsThatAreLongOrNotCanonical() throws Exception {
    var good = new WordWriter();
    good.words(new int[] {4, 2, 1, 0, 4});
    assertEquals(
        new View(new long[] {1, 2, 3, 4}),
        new ViewCodec(4).read(2, new WordReader(good.toBytes())));
    rejectView(3, 2, 4, 2, 1, 0, 4);
    rejectView(4, 2, 4, 4, 1, 0, 2, 1, 0, 2); // a run in two
    rejectView(4, 2, 4, 5, 1, 0, 2, 2, 0, 2); // a period that does not pay
    rejectView(4, 2, 4, 2, 1, 0, 3);
    rejectView(4, 2, 4, 2, 1, 0, 5);
    rejectView(4, 0, 4, 3, 1, 0, 4);
    rejectView(4, 2, -1, 2, 1, 0, 4);
    rejectView(4, 2, 4, 0);
  }
}
