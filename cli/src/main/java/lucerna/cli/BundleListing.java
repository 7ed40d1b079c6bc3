package lucerna.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What a bundle holds: a list of all files with their SHA-256, as {@code sha256sum -c MANIFEST}
 * checks it, and a list of the licences of what others wrote.
 */
final class BundleListing {
  static final String MANIFEST = "MANIFEST";
  static final String LICENCES = "LICENCES";

  private static final String APACHE = "Apache-2.0";
  private static final String MIT = "MIT";

  /* A jar of whose licence nothing is known must not get into a bundle. */
  private static final Map<String, String> KNOWN =
      Map.ofEntries(
          Map.entry("jackson-", APACHE + ", FasterXML"),
          Map.entry("jspecify-", APACHE + ", The JSpecify Authors"),
          Map.entry("picocli-", APACHE + ", Remko Popma"),
          Map.entry("protobuf-java-", "BSD-3-Clause, Google Inc."),
          Map.entry("bcprov-", MIT + ", The Legion of the Bouncy Castle Inc."),
          Map.entry("xchart-", APACHE + ", Knowm Inc."),
          Map.entry("jcuda-", MIT + ", Marco Hutter"),
          Map.entry("aparapi-", APACHE + ", Syncleus, Inc. and others"),
          Map.entry("bcel-", APACHE + ", The Apache Software Foundation"),
          Map.entry("scala-library-", APACHE + ", EPFL and Lightbend, Inc."));

  private final Path folder;
  private int files;
  private long bytes;
  private String digest = "";

  BundleListing(Path folder) {
    this.folder = folder;
  }

  /** Writes both lists. */
  void write() {
    try {
      Files.writeString(folder.resolve(LICENCES), licences());
      StringBuilder lines = new StringBuilder();
      for (Map.Entry<String, Path> file : all().entrySet()) {
        lines.append(hash(file.getValue())).append("  ").append(file.getKey()).append('\n');
        files++;
        bytes += Files.size(file.getValue());
      }
      byte[] manifest = lines.toString().getBytes(StandardCharsets.UTF_8);
      Files.write(folder.resolve(MANIFEST), manifest);
      digest = HexFormat.of().formatHex(sha256().digest(manifest));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  int files() {
    return files;
  }

  long bytes() {
    return bytes;
  }

  /** Returns the SHA-256 of the list, which is that of the whole bundle. */
  String digest() {
    return digest;
  }

  private SortedMap<String, Path> all() throws IOException {
    var all = new TreeMap<String, Path>();
    try (Stream<Path> found = Files.walk(folder)) {
      found
          .filter(Files::isRegularFile)
          .forEach(file -> all.put(folder.relativize(file).toString(), file));
    }
    return all;
  }

  private String licences() throws IOException {
    SortedSet<String> jars = new TreeSet<>();
    for (Path file : all().values()) {
      String name = String.valueOf(file.getFileName());
      if (name.endsWith(".jar") && !file.startsWith(folder.resolve("runtime"))) {
        jars.add(name);
      }
    }
    StringBuilder lines = new StringBuilder();
    lines.append("Licences of what this folder holds.\n\n");
    lines.append("Lucerna, lucerna-*.jar: ").append(APACHE).append(", see LICENSE\n");
    lines.append(
        "runtime: OpenJDK, GPL-2.0 with the Classpath exception, and others; see runtime/legal\n");
    lines.append("lib/natives/lib/libJCudaDriver-*.so: ").append(MIT).append(", Marco Hutter\n");
    lines.append("examples: each folder says where its model and inputs come from\n");
    for (String jar : jars) {
      if (!jar.startsWith("lucerna-")) {
        lines.append(jar).append(": ").append(licence(jar)).append('\n');
      }
    }
    return lines.toString();
  }

  /**
   * Returns the licence of a jar.
   *
   * @throws IllegalStateException if it is not known
   */
  static String licence(String jar) {
    List<String> found =
        KNOWN.entrySet().stream()
            .filter(known -> jar.startsWith(known.getKey()))
            .map(Map.Entry::getValue)
            .toList();
    if (found.size() != 1) {
      throw new IllegalStateException("the licence of " + jar + " is not known");
    }
    return found.getFirst();
  }

  private static String hash(Path file) throws IOException {
    MessageDigest sha = sha256();
    try (InputStream in = new DigestInputStream(Files.newInputStream(file), sha)) {
      in.transferTo(java.io.OutputStream.nullOutputStream());
    }
    return HexFormat.of().formatHex(sha.digest());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
