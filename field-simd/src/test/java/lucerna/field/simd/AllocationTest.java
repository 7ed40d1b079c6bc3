package lucerna.field.simd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.ThreadMXBean;
import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import lucerna.field.Kernels;
import org.junit.jupiter.api.Test;

/**
 * What the kernels in use allocate once they are compiled: scratch columns for a call, and nothing
 * for each entry. A vector that is not kept in a register would show up here as 64 bytes or more.
 *
 * <p>Each try is a process of its own: now and then the compiler decides once, by what it saw until
 * then, to leave a vector in memory, and does not come back to it. A loop whose vectors never fit
 * registers fails every time.
 */
final class AllocationTest {
  private static final int TRIES = 3;

  @Test
  void compiledLoopsAllocateScratchAlone() throws Exception {
    var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    assumeTrue(threads.isThreadAllocatedMemorySupported());
    String expected = "settled with " + Kernels.get().getClass().getSimpleName();
    String printed = "";
    for (int k = 0; k < TRIES && !printed.equals(expected); k++) {
      printed = allocations();
    }
    assertEquals(expected, printed);
  }

  /** Returns what {@link Allocations} prints in a new process with this one's kernels. */
  private static String allocations() throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("--add-modules", "jdk.incubator.vector"));
    for (String property : List.of("lucerna.kernels", "lucerna.lanes")) {
      if (System.getProperty(property) != null) {
        command.add("-D" + property + "=" + System.getProperty(property));
      }
    }
    String tests = Path.of("target", "test-classes").toString();
    String modules = System.getProperty("jdk.module.path", "");
    String others = System.getProperty("java.class.path");
    command.addAll(List.of("-cp", String.join(File.pathSeparator, tests, modules, others)));
    command.add(Allocations.class.getName());
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    String printed =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    process.waitFor();
    return printed;
  }
}
