package lucerna.bench.gpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import lucerna.field.spi.DeviceInfo;
import lucerna.gpu.ColumnOps;
import lucerna.gpu.CudaProbe;
import lucerna.gpu.Device;
import lucerna.gpu.Devices;
import lucerna.gpu.OpenClProbe;
import org.junit.jupiter.api.Test;

/** What is measured on a device, at tiny sizes, by whatever OpenCL driver there is. */
final class GpuBenchTest {
  private record Run(int exit, List<JsonNode> lines) {
    List<JsonNode> of(String kind) {
      return lines.stream().filter(line -> line.has(kind)).map(line -> line.path(kind)).toList();
    }
  }

  private static Run run(String... arguments) throws Exception {
    PrintStream usual = System.out;
    var out = new ByteArrayOutputStream();
    int exit;
    try {
      System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
      exit = GpuBench.run(arguments);
    } finally {
      System.setOut(usual);
    }
    List<JsonNode> lines = new ArrayList<>();
    for (String line : out.toString(StandardCharsets.UTF_8).lines().toList()) {
      if (line.startsWith("{")) {
        lines.add(new JsonMapper().readTree(line));
      }
    }
    return new Run(exit, lines);
  }

  private static void requireOpenCl() {
    Optional<String> absence = new OpenClProbe().absence();
    assumeTrue(absence.isEmpty(), () -> "skipped, no OpenCL: " + absence.orElse(""));
  }

  @Test
  void aMissingDeviceIsNamed() throws Exception {
    Optional<String> absence = new CudaProbe().absence();
    assumeTrue(absence.isPresent(), "skipped, there is a GPU");
    Run run = run("cuda", "contract=1");
    assertEquals(2, run.exit());
    assertEquals(1, run.lines().size());
    JsonNode error = run.of("error").getFirst();
    assertEquals(2, error.path("exit").intValue());
    assertEquals("no CUDA: " + absence.orElse(""), error.path("message").textValue());
  }

  @Test
  void everyWorkAgreesWithTheProcessor() throws Exception {
    requireOpenCl();
    Run run = run("opencl", "log=10");
    assertEquals(0, run.exit(), run.lines()::toString);
    assertFalse(run.of("device").getFirst().path("name").textValue().isEmpty());
    List<String> names = run.of("row").stream().map(row -> row.path("name").asText()).toList();
    assertEquals(
        List.of(
            "copy to the device, 2^10 words",
            "copy from the device, 2^10 words",
            "inverse FFT 256 x 2^10",
            "FFT 256 x 2^10",
            "Merkle tree 16 x 2^10",
            "commit 256 x 2^10, blow-up 2",
            "commit 256 x 2^10, blow-up 4",
            "FRI from 2^10",
            "constraints 100 x 2^10",
            "proof of work 2^10",
            "wide Fibonacci 100 x 2^10"),
        names);
    for (JsonNode row : run.of("row")) {
      assertTrue(row.path("agrees").booleanValue(), row::toString);
      assertTrue(row.path("deviceMillis").doubleValue() > 0, row::toString);
      assertTrue(row.path("processorMillis").doubleValue() > 0, row::toString);
      assertTrue(row.path("perSecond").doubleValue() > 0, row::toString);
      // A root and no more comes back from a commitment.
      if (row.path("name").asText().startsWith("commit")) {
        assertEquals(32, row.at("/transfers/bytesDown").doubleValue());
        assertEquals(256 << 12, row.at("/transfers/inputBytes").intValue());
        assertTrue(row.path("scaled").asText().endsWith("instead of 256 x 2^20"), row::toString);
      }
    }
  }

  @Test
  void memoryComesBack() throws Exception {
    requireOpenCl();
    Run run = run("opencl", "leak=20");
    assertEquals(0, run.exit(), run.lines()::toString);
    JsonNode leak = run.of("leak").getFirst();
    assertEquals(20, leak.path("repetitions").intValue());
    assertEquals(leak.path("heldBytesBefore"), leak.path("heldBytesAfter"));
    assertTrue(leak.path("passed").booleanValue());
  }

  /** A buffer that is never closed. */
  @Test
  void aLeakIsFound() {
    requireOpenCl();
    var traffic = new Traffic();
    try (Device opened = Devices.openCl()) {
      Device device = CountingDevice.around(opened, traffic);
      try (var ops = new ColumnOps(device)) {
        assertTrue(new LeakCheck("opencl", ops, traffic).run(3).path("passed").booleanValue());
      }
      try (var ops = new ColumnOps(leaking(device))) {
        JsonNode told = new LeakCheck("opencl", ops, traffic).run(3);
        assertFalse(told.path("passed").booleanValue(), told::toString);
      }
    }
  }

  /** A device of which a word is lost at every request for memory. */
  private static Device leaking(Device device) {
    InvocationHandler handler =
        (proxy, method, arguments) -> {
          if (method.getName().equals("allocate")) {
            device.allocate(1);
          }
          return method.invoke(device, arguments);
        };
    return (Device)
        Proxy.newProxyInstance(
            Device.class.getClassLoader(), new Class<?>[] {Device.class}, handler);
  }

  @Test
  void theContractIsToldCaseByCase() throws Exception {
    requireOpenCl();
    Run run = run("opencl", "contract=1", "measure=0");
    assertEquals(0, run.exit());
    assertTrue(run.of("contract").size() > 100);
    assertTrue(run.of("contract").stream().allMatch(one -> one.path("passed").booleanValue()));
    assertEquals(List.of(), run.of("row"));
  }

  /** An H100: the figures that a reader can check by hand. */
  @Test
  void floorsAreArithmetic() {
    var floor =
        new Floor(
            new DeviceInfo("H100", 80L << 30, "", "sm_90", false, 132, 1980, 3_350_000_000_000L));
    assertTrue(floor.isKnown());
    // 256 columns x 2^20: 2.684e9 butterflies of 12 instructions on two pipes of 16.73 T a second.
    double butterflies = floor.millis(Floor.Load.transforms(256, 20, 0));
    assertEquals(2.684e9 * 12 / (2 * 16.727e12) * 1e3, butterflies, 1e-3);
    // 35.65 M compressions of 976 instructions.
    assertEquals(2.08, floor.millis(Floor.Load.hashes(35_650_000, 0)), 0.01);
    // 3.35 GB take a millisecond.
    assertEquals(1, floor.millis(Floor.Load.hashes(0, 3_350_000_000L)), 1e-9);
    assertFalse(new Floor(new DeviceInfo("", 0, "", "", true, 2, 2600, 0)).isKnown());
  }

  @Test
  void shapesThatDoNotFitAreMadeSmaller() {
    var limits = new Limits(20, 1L << 28, 1L << 40);
    assertEquals(new Limits.Shape(256, 20, ""), limits.fit(256, 20, 1));
    assertEquals(
        new Limits.Shape(64, 20, "64 x 2^20 instead of 256 x 2^20"), limits.fit(256, 20, 4));
    assertEquals(
        new Limits.Shape(256, 20, "256 x 2^20 instead of 256 x 2^22"), limits.fit(256, 22, 1));
    assertEquals(1, new Limits(20, 0, 0).fit(256, 20, 1).columns());
  }
}
