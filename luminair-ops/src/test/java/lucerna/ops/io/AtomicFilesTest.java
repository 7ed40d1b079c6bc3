package lucerna.ops.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import lucerna.ops.UserException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AtomicFilesTest {
  @TempDir private Path folder;

  @Test
  void makesFoldersAndReplacesFiles() throws IOException {
    Path file = folder.resolve("a/b/c.bin");
    AtomicFiles.write(file, new byte[] {1, 2, 3}, false);
    assertArrayEquals(new byte[] {1, 2, 3}, Files.readAllBytes(file));
    AtomicFiles.write(file, out -> out.write(7), false);
    assertArrayEquals(new byte[] {7}, Files.readAllBytes(file));
    assertEquals(List.of("c.bin"), names(file));
  }

  @Test
  void secretsAreTheOwnersOnly() throws IOException {
    Path file = folder.resolve("key");
    AtomicFiles.write(file, new byte[] {1}, false);
    String open = PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    AtomicFiles.write(
        file,
        out -> {
          List<String> aside = names(file).stream().filter(n -> n.endsWith(".part")).toList();
          assertEquals(1, aside.size());
          assertMode("rw-------", folder.resolve(aside.getFirst()));
          out.write(2);
        },
        true);
    assertMode("rw-------", file);
    AtomicFiles.write(file, new byte[] {3}, false);
    assertMode(open, file);
  }

  @Test
  void failureKeepsTheOldContentAndLeavesNothing() throws IOException {
    Path file = folder.resolve("f");
    AtomicFiles.write(file, new byte[] {1}, false);
    var refusal =
        assertThrows(
            UserException.class,
            () ->
                AtomicFiles.write(
                    file,
                    out -> {
                      out.write(new byte[1 << 20]);
                      throw new IOException("disk full");
                    },
                    false));
    assertEquals(file + " cannot be written: disk full.", refusal.getMessage());
    assertArrayEquals(new byte[] {1}, Files.readAllBytes(file));
    assertEquals(List.of("f"), names(file));
  }

  @Test
  void refusesFolders() throws IOException {
    Path file = folder.resolve("plain");
    Files.write(file, new byte[0]);
    refused(folder, "is a folder");
    refused(file.resolve("below"), "plain is not a folder");
  }

  private static void refused(Path file, String part) {
    var refusal =
        assertThrows(UserException.class, () -> AtomicFiles.write(file, new byte[1], false));
    assertTrue(String.valueOf(refusal.getMessage()).contains(part), refusal::toString);
  }

  private static void assertMode(String expected, Path file) throws IOException {
    assertEquals(
        expected, PosixFilePermissions.toString(Files.getPosixFilePermissions(file)), "mode");
  }

  private static List<String> names(Path file) throws IOException {
    try (Stream<Path> files = Files.list(file.resolveSibling(""))) {
      return files.map(path -> path.getFileName().toString()).toList();
    }
  }
}
