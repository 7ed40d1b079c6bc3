package lucerna.gpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Holds the committed PTX to its source. After a change of the source: {@code mvn -pl gpu-kernels
 * -am test -Dtest=PtxFilesTest -Dkernels=write -Dsurefire.failIfNoSpecifiedTests=false}.
 */
final class PtxFilesTest {
  private static final Path FOLDER = Path.of("src/main/resources/lucerna/gpu/kernels");

  static Stream<KernelModule> modules() {
    return Kernels.MODULES.stream();
  }

  @ParameterizedTest
  @ValueSource(strings = {"fft", "hash", "column", "query", "interaction", "random", "pass"})
  void filesAreOfTheirSource(String name) throws Exception {
    String source = KernelModule.source(name);
    Path file = FOLDER.resolve(name + ".ptx");
    if ("write".equals(System.getProperty("kernels"))) {
      Files.writeString(file, KernelBuild.compile(source));
    }
    assertTrue(
        Files.readString(file).startsWith(KernelBuild.head(source)),
        () -> file + " is stale; rewrite it with -Dkernels=write");
  }

  @ParameterizedTest
  @ValueSource(strings = {"fft", "hash", "column", "query", "interaction", "random", "pass"})
  void filesAreWhatTheCompilerWrites(String name) throws Exception {
    assumeTrue(KernelBuild.compilerIsThere(), "skipped, no clang-16");
    assertEquals(
        KernelBuild.compile(KernelModule.source(name)),
        Files.readString(FOLDER.resolve(name + ".ptx")));
  }

  /** Blocks are as large on the host as in the source, and no kernel is left out. */
  @Test
  void kernelsAreThoseOfTheFiles() throws Exception {
    Map<KernelModule, Integer> named = new HashMap<>();
    for (Field field : Kernels.class.getDeclaredFields()) {
      if (field.getType() == Kernel.class) {
        Kernel kernel = (Kernel) field.get(null);
        String ptx = kernel.module().ptx();
        int entry = ptx.indexOf(".entry " + kernel.name() + "(");
        assertTrue(entry >= 0, kernel.name());
        assertTrue(
            ptx.indexOf(".maxntid " + kernel.threads() + ", 1, 1", entry)
                == ptx.indexOf(".maxntid", entry),
            kernel.name());
        named.merge(kernel.module(), 1, Integer::sum);
      }
    }
    for (KernelModule module : Kernels.MODULES) {
      int entries = module.ptx().split("\\.visible \\.entry ", -1).length - 1;
      assertEquals(entries, named.get(module), module.name());
    }
  }

  @ParameterizedTest
  @MethodSource("modules")
  void filesAssembleWithoutSpills(KernelModule module) {
    for (String architecture : new String[] {"sm_80", "sm_90"}) {
      Assembler.Result result = Assembler.assemble(module.ptx(), architecture);
      assertTrue(result.cubinBytes() > 0);
      assertTrue(result.kernels() > 0, result.log());
      assertEquals(0, result.spilledBytes(), result.log());
    }
  }
}
