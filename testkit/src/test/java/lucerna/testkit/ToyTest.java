package lucerna.testkit;

import static lucerna.testkit.Verdicts.accepted;
import static lucerna.testkit.Verdicts.rejected;
import static lucerna.testkit.Verdicts.verdict;

import lucerna.stark.Rejection.Reason;
import org.junit.jupiter.api.Test;

/** The attacks mean something only if the honest proof is accepted. */
final class ToyTest {
  private static final Toy TOY = Toy.honest(InsecureTestConfig.fast());

  @Test
  void theHonestProofIsAccepted() {
    accepted(verdict(TOY, TOY.proof()));
  }

  @Test
  void theProofOfAFalseStatementIsNot() {
    Toy wrong = TOY.withResult(TOY.result() + 1);
    rejected(Reason.CONSTRAINTS, verdict(wrong, wrong.proof()));
  }
}
