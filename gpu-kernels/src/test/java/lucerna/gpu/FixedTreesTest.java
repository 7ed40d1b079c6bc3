package lucerna.gpu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import lucerna.stark.prover.Backends;
import lucerna.testkit.WideProof;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is kept of the trees committed before: for the same key, as long as there is room. */
final class FixedTreesTest {
  private static final int LOG_ROWS = 6;
  private static final int WEIGHTS = 16;
  private static final long PREPROCESSED_BYTES = (4L * Integer.BYTES) << LOG_ROWS;

  /* All but 32 rows of a column are bytes. */
  private static final long WEIGHT_BYTES = WEIGHTS * ((1L << LOG_ROWS) - 32 + 32 * Integer.BYTES);

  private final WideProof one = new WideProof(LOG_ROWS, 5, WEIGHTS, 2, 1);
  private final WideProof other = new WideProof(LOG_ROWS, 5, WEIGHTS, 2, 2);
  private final InterpretedDevice device = new InterpretedDevice();
  private DeviceBackend backend = new DeviceBackend("interpreted", device);

  @AfterEach
  void everythingIsGivenBack() {
    backend.close();
    assertEquals(0, device.meter().heldBytes());
  }

  private long bytesUp(WideProof proof) {
    byte[] expected = proof.make(Backends.host());
    device.meter().restart();
    assertArrayEquals(expected, proof.make(backend));
    return device.meter().bytesUp();
  }

  @Test
  void theSecondProofSendsNoFixedColumns() {
    long first = bytesUp(one);
    long held = device.meter().heldBytes();
    long second = bytesUp(one);
    // The rest are twiddles: two tables of half a word a point of FRI's domain.
    long twiddles = 2 * ((1L << (LOG_ROWS + 4 - 1)) - 1) * Integer.BYTES;
    assertEquals(PREPROCESSED_BYTES + WEIGHT_BYTES + twiddles, first - second);
    assertEquals(second, bytesUp(one));
    assertEquals(held, device.meter().heldBytes());
  }

  /** Not even the preprocessed columns, which are the same ones under the same root. */
  @Test
  void anotherKeyDoesNotGetThem() {
    bytesUp(one);
    long known = bytesUp(one);
    long first = bytesUp(other);
    assertEquals(PREPROCESSED_BYTES + WEIGHT_BYTES, first - bytesUp(other));
    assertEquals(known + PREPROCESSED_BYTES, bytesUp(one), "its weights are still there");
    assertEquals(known, bytesUp(one));
    assertEquals(
        one.fixed().get(0).root(), other.fixed().get(0).root(), "the keys have the same shape");
  }

  /** With room for one key's weights, those used longest ago go when another's come. */
  @Test
  void whatIsKeptGoesWhenAProofNeedsTheMemory() {
    long peak;
    try (var sized =
        new Peaks(new DeviceBackend("interpreted", new InterpretedDevice(), Long.MAX_VALUE))) {
      one.make(sized);
      peak = sized.of(ProofMemory.Mode.WHOLE);
    }
    backend = new DeviceBackend("interpreted", device, peak);
    bytesUp(one);
    long known = bytesUp(one);
    long held = device.meter().heldBytes();
    long first = bytesUp(other);
    assertEquals(PREPROCESSED_BYTES + WEIGHT_BYTES, first - bytesUp(other));
    assertTrue(device.meter().peakBytes() <= peak);
    assertEquals(held, device.meter().heldBytes(), "one key's weights are held");
    assertEquals(known + PREPROCESSED_BYTES + WEIGHT_BYTES, bytesUp(one), "they went");
    assertEquals(known, bytesUp(one));
  }

  /** Columns sent for each pass are not kept: three passes of each proof. */
  @Test
  void whatIsSentForEachPassIsNotKept() {
    backend = new DeviceBackend("interpreted", device, Long.MAX_VALUE, ProofMemory.Mode.BLOCKS);
    bytesUp(one);
    long known = bytesUp(one);
    backend.close();
    backend =
        new DeviceBackend(
            "interpreted", device, Long.MAX_VALUE, ProofMemory.Mode.BLOCKS_AND_PASSES);
    bytesUp(one);
    assertEquals(known + 3 * WEIGHT_BYTES, bytesUp(one));
  }

  /** As after a damaged file: the same root, read through another object. */
  @Test
  void whatIsReadAnewIsSentAnew() {
    bytesUp(one);
    long known = bytesUp(one);
    long held = device.meter().heldBytes();
    var again = new WideProof(LOG_ROWS, 5, WEIGHTS, 2, 1);
    assertEquals(one.fixed().get(1).root(), again.fixed().get(1).root());
    assertEquals(known + PREPROCESSED_BYTES + WEIGHT_BYTES, bytesUp(again));
    assertEquals(held, device.meter().heldBytes(), "one of the two is kept");
  }

  /** A device that fails while columns are sent keeps none of them, and later proofs are right. */
  @Test
  void aFaultWhileTheyAreSentLeavesNone() {
    var plenty = new FaultyDevice(Integer.MAX_VALUE, Long.MAX_VALUE);
    try (var whole = new DeviceBackend("faulty", plenty)) {
      one.prove(whole);
    }
    for (int failing = 0; failing < plenty.operations(); failing += failing < 60 ? 1 : 17) {
      var faulty = new FaultyDevice(failing, Long.MAX_VALUE);
      try (var failed = new DeviceBackend("faulty", faulty)) {
        assertThrows(DeviceException.class, () -> one.prove(failed));
      }
      assertEquals(0, faulty.meter().heldBytes(), "after operation " + failing);
    }
  }
}
