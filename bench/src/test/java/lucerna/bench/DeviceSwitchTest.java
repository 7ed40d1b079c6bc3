package lucerna.bench;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import lucerna.stark.prover.BackendException;
import org.junit.jupiter.api.Test;

final class DeviceSwitchTest {
  /** A work must not go on where it was not asked to run. */
  @Test
  void aDeviceThatIsNotThereIsRefused() {
    var refused = assertThrows(BackendException.class, () -> DeviceSwitch.use("abacus"));
    assertTrue(String.valueOf(refused.getMessage()).length() > 10);
  }
}
