package lucerna.ops.io;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import lucerna.ops.UserException;
import org.jspecify.annotations.Nullable;

/** The tokens of a JSON file; every fault names the file, and the line and column where one is. */
final class JsonFile implements AutoCloseable {
  static final long MAX_BYTES = 1L << 30;

  /* NaN is no JSON, but Python writes it: it must reach the check that can say where it stands. */
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
          .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
          .build();

  private static final Pattern NUMBER =
      Pattern.compile("[+-]?(?:[0-9]+\\.?[0-9]*|\\.[0-9]+)(?:[eE][+-]?[0-9]+)?");

  private final Path file;
  private final JsonParser parser;

  JsonFile(Path file) {
    this.file = file;
    if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
      String fault = " does not exist";
      if (Files.exists(file)) {
        fault = Files.isDirectory(file) ? " is a folder" : " is no file that can be read";
      }
      throw new UserException(file + fault + "; give the path of a JSON file.");
    }
    try {
      requireSize(file, Files.size(file));
      parser = FACTORY.createParser(Files.newInputStream(file));
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  /** Refuses files so large that they must be a mistake. */
  static void requireSize(Path file, long bytes) {
    if (bytes > MAX_BYTES) {
      throw new UserException(file + " is larger than 1 GiB; give a smaller JSON file.");
    }
  }

  /** Moves on; null at the end of the file. */
  @Nullable JsonToken next() {
    try {
      return parser.nextToken();
    } catch (JsonProcessingException e) {
      JsonLocation at = e.getLocation();
      throw new UserException(
          "%s is not valid JSON at %s: %s."
              .formatted(
                  file,
                  at == null
                      ? "an unknown place"
                      : "line %d, column %d".formatted(at.getLineNr(), at.getColumnNr()),
                  firstLine(e.getOriginalMessage())),
          e);
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  /** The name of the field that the parser stands at. */
  String field() {
    try {
      return parser.currentName();
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  /** Passes over the array or object that the parser stands at, if it does. */
  void skip() {
    int depth = 0;
    JsonToken token = parser.currentToken();
    while (token != null) {
      depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
      if (depth == 0) {
        return;
      }
      token = next();
    }
  }

  /** The finite number that the parser stands at, written as a number or a string. */
  double number(String what) {
    JsonToken token = parser.currentToken();
    try {
      double value;
      if (token == JsonToken.VALUE_STRING && NUMBER.matcher(parser.getText().strip()).matches()) {
        value = Double.parseDouble(parser.getText());
      } else if (token == JsonToken.VALUE_NUMBER_INT || token == JsonToken.VALUE_NUMBER_FLOAT) {
        value = parser.getDoubleValue();
      } else {
        throw refusal(what + " is " + shown() + " instead of a number");
      }
      if (!Double.isFinite(value)) {
        throw refusal(what + " is " + shown() + ", but must be a finite number");
      }
      return value;
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  /** As {@link #number}, but {@code false} is 0 and {@code true} is 1. */
  double numberOrBoolean(String what) {
    JsonToken token = parser.currentToken();
    return token == JsonToken.VALUE_TRUE ? 1 : token == JsonToken.VALUE_FALSE ? 0 : number(what);
  }

  /** The integer that the parser stands at. */
  int integer(String what) {
    double value = number(what);
    if (value != (int) value) {
      throw refusal(what + " is " + shown() + " instead of an integer");
    }
    return (int) value;
  }

  /** A refusal that says where the parser stands. */
  UserException refusal(String problem) {
    JsonLocation at = parser.currentTokenLocation();
    return new UserException(
        "%s, line %d, column %d: %s.".formatted(file, at.getLineNr(), at.getColumnNr(), problem));
  }

  /** A refusal of the whole file. */
  UserException refusalOfAll(String problem) {
    return new UserException("%s %s.".formatted(file, problem));
  }

  @Override
  public void close() {
    try {
      parser.close();
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  private String shown() {
    try {
      String text = parser.currentToken() == null ? "missing" : parser.getText();
      return text.length() > 40 ? text.substring(0, 40) + "..." : text;
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  private UserException unreadable(IOException e) {
    return new UserException(file + " cannot be read: " + e.getMessage() + ".", e);
  }

  private static String firstLine(String message) {
    // The parser adds where a list began and that it does not quote the file; the place is said
    // already.
    return message
        .lines()
        .findFirst()
        .orElse("")
        .replaceAll(" \\(start marker at .*", "")
        .replaceAll("[.\\s]+$", "");
  }
}
