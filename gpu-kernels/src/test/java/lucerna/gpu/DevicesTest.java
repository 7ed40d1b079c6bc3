package lucerna.gpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.List;
import java.util.Optional;
import lucerna.field.spi.DeviceProbe;
import org.junit.jupiter.api.Test;

/** What is said where there is no device, and of what a device cannot do. */
final class DevicesTest {
  @Test
  void probesNameDevicesOrSayWhyThereAreNone() {
    for (DeviceProbe probe : new DeviceProbe[] {new CudaProbe(), new OpenClProbe()}) {
      assertEquals(probe.absence().isPresent(), probe.devices().isEmpty(), probe.kind());
    }
  }

  @Test
  void aMissingDriverIsAnAnswer() {
    for (DeviceProbe probe :
        new DeviceProbe[] {new CudaProbe("libnone.so.1"), new OpenClProbe("libnone.so.1")}) {
      assertTrue(probe.absence().orElse("").startsWith("there is no "), probe.kind());
      assertTrue(probe.absence().orElse("").endsWith("(libnone.so.1)"), probe.kind());
      assertEquals(List.of(), probe.devices());
    }
  }

  @Test
  void aLibraryThatIsNoDriverIsAnAnswer() {
    assertTrue(new CudaProbe("libc.so.6").absence().orElse("").contains("not what it should be"));
    assertTrue(new OpenClProbe("libc.so.6").absence().orElse("").contains("not what it should be"));
  }

  @Test
  void cudaWithoutADriverIsRefusedWithTheReason() {
    Optional<String> absence = new CudaProbe().absence();
    assumeTrue(absence.isPresent(), "skipped, there is a GPU");
    var refused = assertThrows(DeviceException.NoDriver.class, Devices::cuda);
    assertEquals("no CUDA: " + absence.orElse(""), refused.getMessage());
  }

  @Test
  void tooLittleMemorySaysHowMuchIsNeeded() {
    var refused = new DeviceException.OutOfMemory("device", 1 << 20, 4096);
    assertEquals(
        "device is out of memory: 1,048,576 bytes are needed, 4,096 are available",
        refused.getMessage());
    assertEquals(1 << 20, refused.needed());
    assertEquals(4096, refused.available());
  }

  @Test
  void anOpenClDeviceRefusesWhatItCannotDo() {
    Optional<String> absence = new OpenClProbe().absence();
    assumeTrue(absence.isEmpty(), () -> "skipped, no OpenCL: " + absence.orElse(""));
    try (Device device = Devices.openCl()) {
      assertFalse(device.name().isEmpty());
      var memory = assertThrows(DeviceException.OutOfMemory.class, () -> device.allocate(1L << 40));
      assertEquals(1L << 42, memory.needed());
      var module = new KernelModule("broken", "kernel void none(", "");
      var kernel = new Kernel(module, "none", 1);
      assertThrows(
          DeviceException.KernelFailed.class, () -> device.launch(kernel, 1, new Arguments()));
      try (var buffer = device.allocate(4)) {
        assertThrows(IndexOutOfBoundsException.class, () -> buffer.write(2, new int[3]));
        assertThrows(IndexOutOfBoundsException.class, () -> buffer.read(2, new int[3]));
      }
    }
  }
}
