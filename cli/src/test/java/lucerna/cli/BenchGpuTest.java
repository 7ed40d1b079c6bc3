package lucerna.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import lucerna.ops.UserException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How measurements of a device are told; what measures is played by a shell. */
final class BenchGpuTest {
  private static final String DEVICE =
      """
      {"device":{"kind":"cuda","name":"H100","memoryBytes":85899345920,"driver":"CUDA 12.4",\
      "capability":"sm_90","isProcessor":false,"units":132,"megahertz":1980,"maxLogRows":24,\
      "floor":{"operationsPerSecond":1.673e13,"bytesPerSecond":3.35e12}}}
      """;
  private static final String ROW =
      """
      {"row":{"name":"FFT 256 x 2^20","deviceMillis":2.0,"unit":"butterflies","perSecond":1.3e12,\
      "floorMillis":1.0,"timesFloor":2.0,"processorMillis":600.0,"speedRatio":300.0,\
      "transfers":{"share":0.01},"agrees":%s}}
      """;
  private static final String CASE =
      "{\"contract\":{\"operation\":\"inverses\",\"size\":\"%d\",\"passed\":%b,\"reason\":\"%s\"}}\n";

  @TempDir Path home;

  private record Told(BenchGpu.Outcome outcome, String out, String err) {}

  /** Measures with a process that prints some text and ends with some code. */
  private Told measure(String text, int exit, String... onError) throws Exception {
    Path script = Files.writeString(home.resolve("script"), text);
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    BenchGpu.Outcome[] outcome = new BenchGpu.Outcome[1];
    var verb =
        new Verb() {
          @Override
          int run() {
            String said = String.join("\n", onError);
            String program = "cat \"$1\"; echo \"$2\" >&2; exit $3";
            List<String> command =
                List.of("sh", "-c", program, "sh", script.toString(), said, String.valueOf(exit));
            outcome[0] = new BenchGpu(this, new GpuArguments()).measure(command);
            return 0;
          }
        };
    var host =
        new Host(
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            Map.of(),
            false);
    verb.runOn(host);
    return new Told(
        outcome[0], out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  @Test
  void workIsToldBesideFloorAndProcessor() throws Exception {
    Told told = measure("chatter\n" + DEVICE + ROW.formatted("true"), 0);
    assertEquals(Exit.DONE, told.outcome().exit());
    assertEquals("H100", told.outcome().result().at("/device/name").asText());
    assertEquals(1, told.outcome().result().path("gpu").size());
    assertTrue(told.out().contains("CUDA: H100, 85.9 GB, driver CUDA 12.4, sm_90"), told.out());
    assertTrue(told.out().contains("of 16.73 T operations and 3.35 TB a second"), told.out());
    assertTrue(
        told.out()
            .lines()
            .anyMatch(line -> line.matches("FFT 256 x 2\\^20 .*300\\.00 .*1\\.0 %.*")),
        told.out());
    assertTrue(measure(DEVICE + ROW.formatted("false"), 1).out().contains("THE RESULTS DIFFER"));
  }

  @Test
  void theContractIsATable() throws Exception {
    String cases =
        CASE.formatted(1, true, "")
            + CASE.formatted(2, false, "word 0")
            + CASE.formatted(3, true, "");
    Told told = measure(DEVICE + cases, 1);
    assertEquals(Exit.REJECTED, told.outcome().exit());
    assertEquals(3, told.outcome().result().path("contract").size());
    assertTrue(
        told.out().lines().anyMatch(line -> line.matches("inverses +2 +1  2: word 0")), told.out());
  }

  @Test
  void aDeviceThatFailsIsAFault() throws Exception {
    String error = "{\"error\":{\"exit\":%d,\"message\":\"%s\"}}\n";
    Told told = measure(DEVICE + error.formatted(3, "hashLeaves failed: lost"), 3);
    assertEquals(Exit.FAULT, told.outcome().exit());
    assertEquals("lucerna: hashLeaves failed: lost\n", told.err());
    var refused =
        assertThrows(
            UserException.class, () -> measure(error.formatted(2, "no CUDA: no driver"), 2));
    assertEquals("no CUDA: no driver.", refused.getMessage());
    told = measure(DEVICE, 134, "chatter", "Final linking failed");
    assertEquals(Exit.FAULT, told.outcome().exit());
    assertTrue(told.err().endsWith("exit code 134, after: Final linking failed\n"), told.err());
  }

  @Test
  void resultsAreComparedByWork() throws Exception {
    var result = measure(DEVICE + ROW.formatted("true"), 0).outcome().result();
    Path a = Files.write(home.resolve("a.json"), Json.file(result));
    Path b =
        Files.writeString(
            home.resolve("b.json"),
            Files.readString(a).replace("\"deviceMillis\":2.0", "\"deviceMillis\":3.0"));
    JsonNode ratios =
        Cli.run(home, "bench", "--compare", a, b, "--json").exits(0).json().path("ratios");
    assertEquals("FFT 256 x 2^20", ratios.get(0).path("model").asText());
    assertEquals("deviceMillis", ratios.get(0).path("figure").asText());
    assertEquals(1.5, ratios.get(0).path("ratio").doubleValue());
  }

  @Test
  void aPictureIsDrawn() throws Exception {
    var result = measure(DEVICE + ROW.formatted("true"), 0).outcome().result();
    byte[] signature = {(byte) 0x89, 'P', 'N', 'G'};
    assertArrayEquals(signature, Arrays.copyOf(GpuPicture.png(result), signature.length));
  }

  @ParameterizedTest
  @CsvSource({
    "--contract, are for bench --gpu",
    "--max-rows=4096, are for bench --gpu",
    "--gpu --max-rows=1023, --max-rows takes 1024 to 268435456",
    "--gpu --leak-check=1, --leak-check takes 2 to 1000000",
    "--gpu --peers, --gpu has works of its own",
    "--gpu --scaling, --gpu has works of its own",
    "--gpu --device=metal, Invalid value",
  })
  void whatMakesNoSenseIsRefused(String options, String sentence) {
    String err = Cli.run(home, (Object[]) ("bench " + options).split(" ")).exits(2).err();
    assertTrue(err.contains(sentence), err);
  }

  /** Without a GPU: one sentence says why, and nothing is written. */
  @Test
  void aMissingDeviceIsNamed() {
    var probe = new DeviceReport().json();
    for (JsonNode kind : probe) {
      if (kind.path("kind").asText().equals("CUDA") && kind.has("absence")) {
        Path out = home.resolve("out");
        String sentence =
            Cli.run(home, "bench", "--gpu", "--device", "cuda", "-o", out).exits(2).sentence();
        assertTrue(sentence.endsWith("no CUDA: " + kind.path("absence").asText() + "."), sentence);
        assertFalse(Files.exists(out));
      }
    }
  }
}
