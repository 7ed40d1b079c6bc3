package lucerna.cairo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Stream;
import lucerna.ops.UserException;

/** Writes a folder, all of it or nothing. */
public final class NewFolder {
  private NewFolder() {}

  /**
   * Writes a folder.
   *
   * @param folder a path where nothing is, or an empty folder
   * @param files texts by their paths in it
   * @throws UserException if something is there already, or it cannot be written
   */
  public static void write(Path folder, Map<String, String> files) {
    Path target = folder.toAbsolutePath().normalize();
    try {
      if (Files.exists(target)) {
        if (!Files.isDirectory(target)) {
          throw new UserException(folder + " is a file; give the path of a new folder.");
        }
        try (Stream<Path> entries = Files.list(target)) {
          if (entries.findAny().isPresent()) {
            throw new UserException(folder + " is not empty; give the path of a new folder.");
          }
        }
      }
      Path parent = target.getParent();
      if (parent == null) {
        throw new UserException(folder + " cannot hold a package; give the path of a new folder.");
      }
      Files.createDirectories(parent);
      Path aside = Files.createTempDirectory(parent, ".cairo");
      try {
        for (Map.Entry<String, String> file : files.entrySet()) {
          Path path = aside.resolve(file.getKey());
          Files.createDirectories(path.getParent());
          Files.writeString(path, file.getValue());
        }
        Files.setPosixFilePermissions(aside, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.move(aside, target, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        delete(aside);
      }
    } catch (IOException e) {
      throw new UserException("%s cannot be written: %s.".formatted(folder, e.getMessage()), e);
    }
  }

  private static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
