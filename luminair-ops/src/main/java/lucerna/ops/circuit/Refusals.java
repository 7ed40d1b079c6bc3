package lucerna.ops.circuit;

import lucerna.ops.UserException;

/** Sentences that say which condition fails, and where. */
final class Refusals {
  private Refusals() {}

  static void equal(String what, long actual, long expected) {
    if (actual != expected) {
      throw refusal("%s is %d, expected %d".formatted(what, actual, expected));
    }
  }

  static void within(String what, long actual, long least, long most) {
    if (actual < least || actual > most) {
      throw refusal("%s is %d, allowed is %d to %d".formatted(what, actual, least, most));
    }
  }

  static void require(boolean condition, String message) {
    if (!condition) {
      throw refusal(message);
    }
  }

  static UserException refusal(String message) {
    return new UserException(Character.toUpperCase(message.charAt(0)) + message.substring(1) + ".");
  }
}
