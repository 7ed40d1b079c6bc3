package lucerna.gpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SignalActionsTest {
  private static final Map<Integer, String> OF_THE_MACHINE =
      Map.of(4, "SIGILL", 7, "SIGBUS", 8, "SIGFPE", 11, "SIGSEGV", 15, "SIGTERM");

  /** PoCL and its LLVM take these signals, by which the Java machine stops its threads and ends. */
  @Test
  void aDriverLeavesTheMachineItsSignals() throws IOException {
    assumeTrue(Files.isReadable(Path.of("/proc/self/maps")), "skipped, no /proc");
    Optional<String> absence = new OpenClProbe().absence();
    assumeTrue(absence.isEmpty(), () -> "skipped, no OpenCL: " + absence.orElse(""));
    var module =
        new KernelModule(
            "three", "kernel void three(global int *x, long at, int y) { x[at] = y; }", "");
    try (Device device = Devices.openCl();
        DeviceBuffer buffer = device.allocate(1)) {
      device.launch(
          new Kernel(module, "three", 1),
          1,
          new Arguments().slice(DeviceSlice.of(buffer)).words(3));
      int[] read = new int[1];
      buffer.read(0, read);
      assertEquals(3, read[0]);
    }
    try (Arena arena = Arena.ofConfined()) {
      var actions = new SignalActions(arena);
      OF_THE_MACHINE.forEach(
          (signal, name) -> {
            long handler = actions.remembered(signal).get(ValueLayout.JAVA_LONG, 0);
            assertTrue(inTheMachine(handler), () -> name + " is at " + Long.toHexString(handler));
          });
    }
  }

  private static boolean inTheMachine(long address) {
    try (Stream<String> maps = Files.lines(Path.of("/proc/self/maps"))) {
      return maps.filter(line -> line.endsWith("/libjvm.so"))
          .map(line -> line.substring(0, line.indexOf(' ')).split("-", 2))
          .anyMatch(
              range ->
                  HexFormat.fromHexDigitsToLong(range[0]) <= address
                      && address < HexFormat.fromHexDigitsToLong(range[1]));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
