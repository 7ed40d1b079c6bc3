package lucerna.ops.key;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import lucerna.ops.UserException;
import org.jspecify.annotations.Nullable;

/** The kinds of Lucerna's own files; each starts with 6 letters and a 16-bit version. */
public enum FileKind {
  /** The public key of a model. */
  KEY("LUCKEY", "model key"),
  /** The secret with which proofs are made. */
  PROVING_KEY("LUCPKY", "proving key"),
  /** A weight tree as proofs read it, kept beside the proving key. */
  WEIGHTS("LUCWTS", "stored weight tree"),
  /** A proof of one inference. */
  PROOF("LUCPRF", "proof");

  /** The version that this program reads and writes. */
  public static final int VERSION = 3;

  /** Bytes before the content. */
  public static final int HEADER_BYTES = 8;

  private final String magic;
  private final String title;

  FileKind(String magic, String title) {
    this.magic = magic;
    this.title = title;
  }

  /**
   * Returns what people call such a file.
   *
   * @return the name
   */
  public String title() {
    return title;
  }

  /**
   * Returns the bytes at the start of a file.
   *
   * @return 8 bytes
   */
  public byte[] header() {
    byte[] header = Arrays.copyOf(magic.getBytes(StandardCharsets.US_ASCII), HEADER_BYTES);
    header[6] = VERSION;
    return header;
  }

  /**
   * Says which kind of file some bytes start.
   *
   * @param bytes at least the start of a file
   * @return the kind, or null for a foreign file
   */
  public static @Nullable FileKind of(byte[] bytes) {
    for (FileKind kind : values()) {
      byte[] magic = kind.magic.getBytes(StandardCharsets.US_ASCII);
      if (bytes.length >= magic.length
          && Arrays.equals(bytes, 0, magic.length, magic, 0, magic.length)) {
        return kind;
      }
    }
    return null;
  }

  /**
   * Reads a file that should be of this kind.
   *
   * @param file the file
   * @return its bytes, not yet looked at
   * @throws UserException if there is no such file or it cannot be read
   */
  public byte[] read(Path file) {
    if (Files.isDirectory(file)) {
      throw new UserException(file + " is a folder; a " + title + " file was expected");
    }
    try {
      return Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      throw new UserException(file + " does not exist; a " + title + " was expected there");
    } catch (IOException e) {
      throw new UserException(file + " cannot be read: " + e.getMessage());
    }
  }

  /**
   * Takes the header off a file of this kind.
   *
   * @param bytes the file
   * @param name its name, for messages
   * @return what follows the header
   * @throws UserException if it is another kind of file, empty, or of a newer version
   */
  public byte[] content(byte[] bytes, String name) {
    if (bytes.length == 0) {
      throw new UserException(name + " is empty; a " + title + " was expected");
    }
    FileKind found = of(bytes);
    if (found != this) {
      throw new UserException(
          found == null
              ? name + " is no " + title + " of Lucerna"
              : "%s is a %s; a %s was expected".formatted(name, found.title, title));
    }
    if (bytes.length < HEADER_BYTES) {
      throw new UserException(name + " is cut short: even its header is incomplete");
    }
    int version = (bytes[6] & 0xff) | (bytes[7] & 0xff) << 8;
    if (version != VERSION) {
      throw new UserException(
          "%s has format version %d; this Lucerna reads version %d, so %s"
              .formatted(
                  name,
                  version,
                  VERSION,
                  version > VERSION ? "update Lucerna" : "make the file again"));
    }
    return Arrays.copyOfRange(bytes, HEADER_BYTES, bytes.length);
  }
}
