package lucerna.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Set;
import lucerna.fri.channel.Channel;
import lucerna.stark.Rejection;
import lucerna.stark.Rejection.Reason;
import lucerna.stark.StarkProof;
import org.jspecify.annotations.Nullable;

/** What tests say of verdicts. */
final class Verdicts {
  /**
   * What refuses a proof whose queries come out otherwise: the openings are of other rows, and of
   * another number where queries meet.
   */
  static final Set<Reason> OTHER_QUERIES = Set.of(Reason.MERKLE, Reason.SHAPE, Reason.FRI);

  private Verdicts() {}

  static @Nullable Rejection verdict(Toy toy, StarkProof proof) {
    return MaliciousProver.verdict(toy.statement(), proof, new Channel());
  }

  static void accepted(@Nullable Rejection rejection) {
    assertNull(rejection);
  }

  static void rejected(Reason reason, @Nullable Rejection rejection) {
    assertNotNull(rejection, () -> "accepted instead of " + reason);
    assertEquals(reason, rejection.reason(), rejection::toString);
  }

  static void rejected(Reason reason, String where, @Nullable Rejection rejection) {
    rejected(reason, rejection);
    assertTrue(
        rejection != null && (rejection.where() + ": " + rejection.detail()).contains(where),
        () -> rejection + " does not speak of " + where);
  }

  static void rejected(Set<Reason> reasons, @Nullable Rejection rejection) {
    assertNotNull(rejection, () -> "accepted instead of one of " + reasons);
    assertTrue(reasons.contains(rejection.reason()), rejection::toString);
  }
}
