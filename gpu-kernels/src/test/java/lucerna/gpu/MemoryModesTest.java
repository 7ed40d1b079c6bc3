package lucerna.gpu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import lucerna.stark.prover.Backends;
import lucerna.testkit.WideProof;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Proofs in less memory: the same bytes, and no more held than was computed. */
final class MemoryModesTest {
  private static final long PLENTY = 1L << 40;

  private static DeviceBackend interpreted(InterpretedDevice device, long limitBytes) {
    return new DeviceBackend("interpreted", device, limitBytes);
  }

  @ParameterizedTest
  @CsvSource({"2, WHOLE", "2, BLOCKS", "3, BLOCKS", "2, BLOCKS_AND_PASSES"})
  void everyModeHasTheHostsBytes(int logBlowup, ProofMemory.Mode mode) {
    var proof = new WideProof(6, 12, 9, logBlowup, 1);
    byte[] expected = proof.make(Backends.host());
    var device = new InterpretedDevice();
    try (var backend = new Peaks(new DeviceBackend("interpreted", device, PLENTY, mode))) {
      assertArrayEquals(expected, proof.make(backend));
      assertTrue(device.meter().peakBytes() <= backend.of(mode));
    }
    assertEquals(0, device.meter().heldBytes());
  }

  /** Of a wide trace, and of one that is mostly weights. */
  @ParameterizedTest
  @EnumSource
  void thePeakOfEveryModeIsKnownBeforehand(ProofMemory.Mode mode) {
    for (var proof :
        new WideProof[] {
          new WideProof(11, 200, 6, 2, 1),
          new WideProof(12, 3, 600, 2, 1),
          new WideProof(11, 60, 60, 3, 1),
          new WideProof(10, 60, 20, 4, 1)
        }) {
      var device = new FaultyDevice(Integer.MAX_VALUE, PLENTY);
      try (var backend = new Peaks(new DeviceBackend("faulty", device, PLENTY, mode))) {
        for (int i = 0; i < 2; i++) {
          proof.prove(backend);
          long peak = device.meter().peakBytes();
          String both = peak + " of " + backend.of(mode);
          assertTrue(peak <= backend.of(mode), both);
          assertTrue(peak >= backend.of(mode) / 2, both);
        }
        assertTrue(backend.of(ProofMemory.Mode.BLOCKS) < backend.of(ProofMemory.Mode.WHOLE));
      }
    }
  }

  /** At a rate of a quarter five words an element, or three; at an eighth nine, or three. */
  @ParameterizedTest
  @CsvSource({"2, 0.75", "3, 0.6"})
  void blocksTakeLessOfAWideTrace(int logBlowup, double part) {
    var proof = new WideProof(11, 400, 6, logBlowup, 1);
    var device = new FaultyDevice(Integer.MAX_VALUE, PLENTY);
    try (var backend = new Peaks(new DeviceBackend("faulty", device))) {
      proof.prove(backend);
      assertTrue(
          backend.of(ProofMemory.Mode.BLOCKS) <= part * backend.of(ProofMemory.Mode.WHOLE),
          () -> backend.of(ProofMemory.Mode.BLOCKS) + " " + backend.of(ProofMemory.Mode.WHOLE));
    }
  }

  /** The limit is what the mode takes, so the next faster one does not fit. */
  @ParameterizedTest
  @EnumSource
  void aProofTakesTheFastestModeThatFits(ProofMemory.Mode mode) {
    var proof = new WideProof(9, 24, 100, 2, 1);
    byte[] expected = proof.make(Backends.host());
    long limit;
    try (var sized = new Peaks(interpreted(new InterpretedDevice(), 0))) {
      assertThrows(DeviceException.TooLittleMemory.class, () -> proof.make(sized));
      limit = sized.of(mode);
    }
    var device = new InterpretedDevice();
    try (var backend = interpreted(device, limit)) {
      assertArrayEquals(expected, proof.make(backend));
    }
    assertTrue(device.meter().peakBytes() <= limit, device.meter().peakBytes() + " of " + limit);
  }

  @Test
  void whatDoesNotFitEvenSoIsRefusedWithNumbers() {
    var proof = new WideProof(9, 24, 100, 2, 1);
    var device = new InterpretedDevice();
    try (var sized = new Peaks(interpreted(device, 0))) {
      var none = assertThrows(DeviceException.TooLittleMemory.class, () -> proof.make(sized));
      assertEquals(sized.of(ProofMemory.Mode.BLOCKS_AND_PASSES), none.needed());
      assertEquals(0, none.available());
      try (var small = interpreted(new InterpretedDevice(), none.needed() - 1)) {
        var refused = assertThrows(DeviceException.TooLittleMemory.class, () -> proof.make(small));
        assertTrue(refused.refused());
        assertEquals(none.needed(), refused.needed());
        assertEquals(none.needed() - 1, refused.available());
      }
    }
    assertEquals(0, device.meter().peakBytes());
  }
}
