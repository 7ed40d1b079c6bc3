package lucerna.ops.io;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import lucerna.ops.UserException;

/** Writes files so that their path only ever shows the old content or all of the new one. */
public final class AtomicFiles {
  private AtomicFiles() {}

  /** What fills a file. */
  @FunctionalInterface
  public interface Content {
    /**
     * Writes the whole content.
     *
     * @param out where to; buffered, and closed by the caller
     * @throws IOException if writing fails
     */
    void writeTo(OutputStream out) throws IOException;
  }

  /** What fills a file in any order. */
  @FunctionalInterface
  public interface Places {
    /**
     * Writes the whole content.
     *
     * @param file an empty file, open for reading and writing, and closed by the caller
     * @throws IOException if writing fails
     */
    void writeTo(FileChannel file) throws IOException;
  }

  /**
   * Writes bytes.
   *
   * @param file the file to make or replace; its folder is made if need be
   * @param content all of the new content
   * @param secret whether only the owner may read the file
   * @throws UserException if the file cannot be written; nothing is left behind then
   */
  public static void write(Path file, byte[] content, boolean secret) {
    write(file, out -> out.write(content), secret);
  }

  /**
   * Writes what {@code content} hands over.
   *
   * @param file the file to make or replace; its folder is made if need be
   * @param content writes the new content; if it throws, the old one stays
   * @param secret whether only the owner may read the file
   * @throws UserException if the file cannot be written; nothing is left behind then
   */
  public static void write(Path file, Content content, boolean secret) {
    writePlaces(
        file,
        channel -> {
          var out = new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16);
          content.writeTo(out);
          out.flush();
        },
        secret);
  }

  /**
   * Writes what {@code content} puts into its places.
   *
   * @param file the file to make or replace; its folder is made if need be
   * @param content writes the new content; if it throws, the old one stays
   * @param secret whether only the owner may read the file
   * @throws UserException if the file cannot be written; nothing is left behind then
   */
  public static void writePlaces(Path file, Places content, boolean secret) {
    if (Files.isDirectory(file)) {
      throw new UserException(file + " is a folder; give the path of a file to write.");
    }
    try {
      Path folder = file.toAbsolutePath().getParent();
      if (folder == null) {
        throw new UserException(file + " names no file; give the path of a file to write.");
      }
      Files.createDirectories(folder);
      replace(folder, file.toAbsolutePath(), content, secret);
    } catch (IOException e) {
      throw new UserException("%s cannot be written: %s.".formatted(file, reason(e)), e);
    }
  }

  private static void replace(Path folder, Path file, Places content, boolean secret)
      throws IOException {
    String suffix = Long.toHexString(ThreadLocalRandom.current().nextLong());
    Path aside = folder.resolve("." + file.getFileName() + "." + suffix + ".part");
    FileAttribute<?>[] attributes = {};
    if (secret && Files.getFileStore(folder).supportsFileAttributeView("posix")) {
      attributes =
          new FileAttribute<?>[] {
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
          };
    }
    var options =
        Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE);
    try (FileChannel channel = FileChannel.open(aside, options, attributes)) {
      try {
        content.writeTo(channel);
        channel.force(true);
        Files.move(
            aside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(aside);
      }
    }
    syncFolder(folder);
  }

  /** Makes the renaming last; where folders cannot be opened, the system sees to that itself. */
  private static void syncFolder(Path folder) {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException e) {
      return;
    }
  }

  private static String reason(IOException e) {
    return switch (e) {
      case AccessDeniedException denied -> "no permission for " + denied.getFile();
      case FileAlreadyExistsException taken -> taken.getFile() + " is not a folder";
      case NoSuchFileException missing -> missing.getFile() + " does not exist";
      default -> String.valueOf(e.getMessage());
    };
  }
}
