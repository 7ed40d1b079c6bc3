package lucerna.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import lucerna.field.ColumnArena;
import lucerna.field.Kernels;
import lucerna.fri.PcsConfig;
import lucerna.fri.hash.BulkHash;

/**
 * A process that does one work again each time a line comes in, and says what it measured: so two
 * such processes can be asked in turn, both warm.
 *
 * <p>It prints one JSON object for itself when it is ready, and one for each line that it reads.
 */
public final class Works {
  private Works() {}

  /**
   * Makes a work.
   *
   * @param words its name, then arguments such as {@code log=20}: {@code log} of the rows, {@code
   *     columns}, {@code blowup} (its log), {@code queries}, {@code pow}, {@code fold} and {@code
   *     last} (logs), {@code zk} (0 or 1), {@code p100} (1 for the level P100 instead)
   * @return the work
   * @throws IllegalArgumentException if there is no such work, or an argument is no number
   */
  public static Work of(String... words) {
    Map<String, Integer> numbers = new HashMap<>();
    for (int i = 1; i < words.length; i++) {
      int split = words[i].indexOf('=');
      if (split < 1) {
        throw new IllegalArgumentException("not of the form name=number: " + words[i]);
      }
      numbers.put(words[i].substring(0, split), Integer.valueOf(words[i].substring(split + 1)));
    }
    int log = numbers.getOrDefault("log", 16);
    int columns = numbers.getOrDefault("columns", 1);
    int blowup = numbers.getOrDefault("blowup", 2);
    boolean hidden = numbers.getOrDefault("zk", 0) == 1;
    String name = words.length == 0 ? "" : words[0];
    return switch (name) {
      case "fft" -> ColumnWorks.fft(log);
      case "merkle" -> ColumnWorks.merkle(log, columns);
      case "commit" -> ColumnWorks.commit(log, columns, blowup);
      case "fibonacci" -> proof(new WideFibonacci(log, columns, hidden), numbers);
      case "lookups" -> proof(new RangeChecks(log, columns), numbers);
      default -> throw new IllegalArgumentException("there is no work " + name);
    };
  }

  private static Work proof(ProvableWork air, Map<String, Integer> numbers) {
    boolean zeroKnowledge = numbers.getOrDefault("zk", 0) == 1;
    if (numbers.getOrDefault("p100", 0) == 1) {
      return new ProofWork(air, PcsConfig.p100(), zeroKnowledge);
    }
    return new ProofWork(
        air,
        ProofWork.config(
            numbers.getOrDefault("blowup", 2),
            numbers.getOrDefault("fold", 3),
            numbers.getOrDefault("last", 6),
            numbers.getOrDefault("queries", 120),
            numbers.getOrDefault("pow", 20)),
        zeroKnowledge);
  }

  /**
   * Does a work for each line of standard input.
   *
   * @param arguments those of {@link #of}
   * @throws IOException if standard input cannot be read
   */
  public static void main(String[] arguments) throws IOException {
    Work work;
    try {
      work = of(arguments);
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage());
      System.exit(2);
      return;
    }
    Kernels.get().prepare();
    BulkHash.get().prepare();
    DeviceSwitch.apply();
    ObjectNode ready = ColumnWorks.object().put("system", "lucerna");
    if (work instanceof ProofWork proof) {
      ready.put("securityBits", proof.securityBits());
      ready.put("peerSecurityBits", proof.peerSecurityBits());
    }
    ready.put("kernels", Kernels.get().name()).put("lanes", Kernels.get().lanes());
    System.out.println(ready);
    var lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    // What one repetition gives back serves the next, as in a process of native code.
    try (var _ = new ColumnArena()) {
      for (int repetition = 0; lines.readLine() != null; repetition++) {
        ObjectNode measured = work.repeat(repetition);
        System.out.println(measured.put("peakMemoryBytes", peakMemoryBytes()));
        System.out.flush();
      }
    }
  }

  /** Returns the most memory that this process ever held; 0 where the system does not tell. */
  private static long peakMemoryBytes() throws IOException {
    Path status = Path.of("/proc/self/status");
    if (!Files.isReadable(status)) {
      return 0;
    }
    return Files.readAllLines(status).stream()
        .filter(line -> line.startsWith("VmHWM:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) << 10)
        .findFirst()
        .orElse(0);
  }
}
