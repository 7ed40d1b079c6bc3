package lucerna.gpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import lucerna.field.spi.DeviceProbe;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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

  /** In a process that has the module and not the library, as the command has. */
  @Test
  void aMissingLibraryIsNamed(@TempDir Path folder) throws Exception {
    Optional<String> absence = new OpenClProbe().absence();
    String modules = System.getProperty("jdk.module.path");
    assumeTrue(absence.isEmpty(), () -> "skipped, no OpenCL: " + absence.orElse(""));
    assumeTrue(modules != null, "skipped, not run from the module path");
    String program =
        """
        void main() {
          try (var device = lucerna.gpu.Devices.openCl()) {
            IO.println("opened " + device.name());
          } catch (lucerna.gpu.DeviceException.NoDriver e) {
            IO.println(e.getMessage());
          }
        }
        """;
    Path source = Files.writeString(folder.resolve("Open.java"), program);
    var java = Path.of(System.getProperty("java.home"), "bin", "java");
    Process process =
        new ProcessBuilder(
                java.toString(),
                "--module-path=" + modules,
                "--add-modules=lucerna.gpu",
                "--enable-native-access=lucerna.gpu",
                source.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), said);
    assertTrue(said.startsWith("Aparapi cannot be loaded: "), said);
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
