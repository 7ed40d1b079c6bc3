package lucerna.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import lucerna.stark.Rejection;
import org.jspecify.annotations.Nullable;

/**
 * What a check said.
 *
 * @param rejection why not, or null if accepted
 */
record Verdict(@Nullable Reason rejection) {
  static final Verdict ACCEPTED = new Verdict(null);

  /**
   * Why something is rejected.
   *
   * @param reason the check that failed
   * @param where what it failed on
   * @param detail expected and got
   */
  record Reason(String reason, String where, String detail) {}

  static Verdict rejected(String reason, String where, String detail) {
    return new Verdict(new Reason(reason, where, detail));
  }

  static Verdict rejected(Rejection rejection) {
    return rejected(rejection.reason().name(), rejection.where(), rejection.detail());
  }

  boolean accepted() {
    return rejection == null;
  }

  String line() {
    return rejection == null
        ? "accepted"
        : "rejected: %s (%s): %s"
            .formatted(rejection.reason(), rejection.where(), rejection.detail());
  }

  /** Adds the verdict to an object of JSON. */
  void addTo(ObjectNode object) {
    object.put("accepted", accepted());
    if (rejection != null) {
      object
          .putObject("rejection")
          .put("reason", rejection.reason())
          .put("where", rejection.where())
          .put("detail", rejection.detail());
    }
  }
}
