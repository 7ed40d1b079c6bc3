package lucerna.ops.key;

import static org.junit.jupiter.api.Assertions.assertEquals;

import lucerna.air.Air;
import lucerna.air.AirProgram;
import lucerna.air.Expr;
import lucerna.fri.PcsConfig;
import lucerna.fri.security.SecurityReport;
import org.junit.jupiter.api.Test;

final class KeySecurityTest {
  private static SecurityReport report(Air air) {
    return KeySecurity.report(AirProgram.of(air), 10, PcsConfig.p100(), 100);
  }

  @Test
  void aFactorIsBatchedAsFourColumnsOnEveryRowItIsReadOn() {
    SecurityReport factor =
        report(
            air -> {
              Expr phi = air.factor("phi");
              air.lateChallenge("theta");
              air.label("sum").zero(phi.next().minus(phi));
            });
    SecurityReport columns =
        report(
            air -> {
              for (int k = 0; k < 4; k++) {
                Expr x = air.column("x" + k);
                air.label("x" + k).zero(x.next().minus(x));
              }
            });
    assertEquals(
        columns.item(SecurityReport.Source.BATCHING), factor.item(SecurityReport.Source.BATCHING));
  }
}
