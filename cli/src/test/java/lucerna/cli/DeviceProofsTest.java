package lucerna.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import lucerna.stark.prover.BackendException;
import lucerna.stark.prover.Backends;
import lucerna.stark.prover.ProofColumns;
import lucerna.stark.prover.ProofSetup;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Proofs on devices: the same files, and one sentence where they cannot be made there. */
final class DeviceProofsTest {
  private static final String SEED = "2b".repeat(32);
  private static final Path EXAMPLES = Path.of("..", "examples");

  @TempDir private Path folder;

  @AfterEach
  void host() {
    Backends.useHost();
  }

  private Object[] prove(Path model, Path input, String out, String... further) {
    List<Object> words = new ArrayList<>(List.of("prove", model, input));
    words.addAll(List.of("-o", folder.resolve(out), "--proofs", 20, "--seed-for-testing", SEED));
    words.addAll(List.of("--json"));
    words.addAll(List.of(further));
    return words.toArray();
  }

  private Object[] small(String out, String... further) {
    return prove(
        Path.of(Cli.small("1l_mlp", "network.onnx")),
        Path.of(Cli.small("1l_mlp", "input.json")),
        out,
        further);
  }

  private byte[] proof(String out) throws IOException {
    return Files.readAllBytes(folder.resolve(out).resolve("proof.bin"));
  }

  /** A backend that is gone when a proof begins. */
  private static final class Gone implements lucerna.stark.prover.Backend {
    private final boolean refused;

    Gone(boolean refused) {
      this.refused = refused;
    }

    @Override
    public String kind() {
      return "gone";
    }

    @Override
    public String name() {
      return "gone";
    }

    @Override
    public ProofColumns begin(ProofSetup setup) {
      throw new BackendException("the device is gone", refused) {
        private static final long serialVersionUID = 1;
      };
    }

    @Override
    public void close() {}
  }

  @Test
  void aFaultIsOursAndARefusalIsNot() throws IOException {
    // The keys, so that it is the proof that fails.
    Cli.run(folder, small("out")).exits(0);
    Files.delete(folder.resolve("out").resolve("proof.bin"));
    Files.delete(folder.resolve("out").resolve("output.json"));
    for (boolean refused : new boolean[] {false, true}) {
      Backends.use(new Gone(refused), null);
      var failed = Cli.run(folder, small("out")).exits(refused ? 2 : 3);
      assertEquals("the device is gone", failed.json().path("error").path("message").textValue());
      assertEquals("model.key model.weights proving.key", Cli.names(folder.resolve("out")));
    }
  }

  @Test
  void theProcessorTakesOverWhereItMay() throws IOException {
    Cli.run(folder, small("expected")).exits(0);
    List<String> told = new ArrayList<>();
    Backends.use(new Gone(false), reason -> told.add(String.valueOf(reason.getMessage())));
    Cli.run(folder, small("out")).exits(0);
    assertEquals(List.of("the device is gone"), told);
    assertArrayEquals(proof("expected"), proof("out"));
  }

  @Test
  void cudaThatIsMissingIsRefusedWhereAskedFor() {
    assumeFalse(Files.exists(Path.of("/dev/nvidiactl")), "skipped, there is a GPU");
    var refused = Cli.run(folder, small("out", "--backend", "cuda")).exits(2);
    String said =
        refused.err().lines().filter(line -> line.contains("cuda")).findFirst().orElse("");
    assertTrue(said.startsWith("lucerna: --backend cuda cannot be had: no "), refused.err());
    assertTrue(Files.notExists(folder.resolve("out")));
  }

  /** Whole examples, in a process of their own, which has Aparapi on its class path. */
  @ParameterizedTest
  @ValueSource(strings = {"digits", "cnn"})
  void proofsOnOpenClHaveTheSameBytes(String name) throws Exception {
    String classPath =
        Arrays.stream(System.getProperty("java.class.path", "").split(File.pathSeparator))
            .filter(entry -> entry.matches(".*(aparapi|bcel|scala-library|commons-lang).*"))
            .collect(Collectors.joining(File.pathSeparator));
    assumeFalse(classPath.isEmpty(), "skipped, Aparapi is not on the class path");
    Path model = EXAMPLES.resolve(name).resolve("model.onnx");
    Path input = EXAMPLES.resolve(name).resolve("input.json");
    Cli.run(folder, prove(model, input, "host", "--backend", "scalar")).exits(0);
    var made =
        Cli.child(
            "",
            List.of(
                "-XX:+UseG1GC",
                "--class-path=" + classPath,
                "--enable-native-access=ALL-UNNAMED,lucerna.gpu"),
            prove(model, input, "device", "--backend", "opencl"));
    assumeTrue(
        made.exit() != 2 || !made.err().contains("cannot be had: no OpenCL"),
        () -> "skipped, " + made.err().strip());
    assertEquals("opencl", made.exits(0).json().path("backend").textValue());
    assertArrayEquals(proof("host"), proof("device"));
  }
}
