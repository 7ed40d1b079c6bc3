package lucerna.gpu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import lucerna.stark.prover.Backend;
import lucerna.stark.prover.BackendException;
import lucerna.stark.prover.Backends;
import lucerna.testkit.SmallProof;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A device that fails at any operation whatever: what is said, and that no memory is lost. */
final class FaultTest {
  private static final int NEVER = Integer.MAX_VALUE;
  private static final long PLENTY = 1L << 40;

  @AfterEach
  void host() {
    Backends.useHost();
  }

  private static int operationsOfAProof() {
    var device = new FaultyDevice(NEVER, PLENTY);
    try (var backend = new DeviceBackend("faulty", device)) {
      SmallProof.make(backend);
      return device.operations();
    }
  }

  /** At every operation in turn; only the twiddles stay until the backend is closed. */
  @Test
  void everyFaultIsReportedAndLeavesNoMemoryTaken() {
    int operations = operationsOfAProof();
    assertTrue(operations > 200, operations + " operations");
    for (int failing = 0; failing < operations; failing++) {
      var device = new FaultyDevice(failing, PLENTY);
      try (var backend = new DeviceBackend("faulty", device)) {
        var fault = assertThrows(DeviceException.class, () -> SmallProof.make(backend));
        assertFalse(fault.refused(), fault.getMessage());
      }
      assertEquals(0, device.meter().heldBytes(), "after operation " + failing);
      assertTrue(device.isClosed());
    }
  }

  /** What a backend keeps between proofs does not grow. */
  @Test
  void proofsInARowTakeNoMoreMemory() {
    var device = new FaultyDevice(NEVER, PLENTY);
    try (var backend = new DeviceBackend("faulty", device)) {
      SmallProof.make(backend);
      long held = device.meter().heldBytes();
      for (int i = 0; i < 3; i++) {
        SmallProof.make(backend);
        assertEquals(held, device.meter().heldBytes());
      }
    }
    assertEquals(0, device.meter().heldBytes());
  }

  /** The most that a proof holds at once is known beforehand, not much too high. */
  @Test
  void thePeakOfMemoryIsKnownBeforehand() {
    for (boolean large : new boolean[] {false, true}) {
      var refusing = new DeviceBackend("faulty", new FaultyDevice(NEVER, 0));
      var refused =
          assertThrows(
              DeviceException.TooLittleMemory.class, () -> SmallProof.make(refusing, large));
      assertTrue(refused.refused());
      assertEquals(0, refused.available());
      var device = new FaultyDevice(NEVER, refused.needed());
      try (var backend = new DeviceBackend("faulty", device)) {
        SmallProof.make(backend, large);
      }
      long peak = device.meter().peakBytes();
      String both = peak + " of " + refused.needed();
      assertTrue(peak <= refused.needed(), both);
      // Small buffers and tables are reckoned with a constant, which is most of a small proof.
      assertTrue(peak >= (refused.needed() - (1 << 18)) / 2, both);
    }
  }

  /** The host takes over where it may, once and with the same bytes, and says why. */
  @Test
  void theHostTakesOverWhereItMay() {
    byte[] expected = SmallProof.make(Backends.host());
    int operations = operationsOfAProof();
    for (int failing : new int[] {0, operations / 3, operations - 1}) {
      List<BackendException> told = new ArrayList<>();
      try (Backend backend = new DeviceBackend("faulty", new FaultyDevice(failing, PLENTY))) {
        Backends.use(backend, told::add);
        assertArrayEquals(expected, SmallProof.makeWithChosen());
        assertSame(Backends.host(), Backends.current());
        assertArrayEquals(expected, SmallProof.makeWithChosen());
      }
      assertEquals(1, told.size());
    }
  }

  @Test
  void theHostDoesNotTakeOverWhereItMayNot() {
    try (Backend backend = new DeviceBackend("faulty", new FaultyDevice(5, PLENTY))) {
      Backends.use(backend, null);
      assertThrows(DeviceException.class, SmallProof::makeWithChosen);
      assertSame(backend, Backends.current());
    }
  }

  @Test
  void hashesWithoutAKernelAreRefused() {
    var device = new FaultyDevice(NEVER, PLENTY);
    try (var backend = new DeviceBackend("faulty", device)) {
      var refused =
          assertThrows(
              DeviceException.NotSupported.class, () -> SmallProof.makeWithShortDigests(backend));
      assertTrue(refused.refused());
      assertEquals("trees hashed by Blake2s-248 have no kernel yet", refused.getMessage());
    }
    assertEquals(0, device.operations());
  }

  @Test
  void aMissingKindIsRefused() {
    var refused = assertThrows(BackendException.class, () -> Backends.open("abacus"));
    assertTrue(refused.refused());
    assertEquals("no module of this build has a backend abacus", refused.getMessage());
  }
}
