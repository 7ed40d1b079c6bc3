package lucerna.ops.prover;

import java.util.Map;
import lucerna.air.Scalars;
import lucerna.field.QM31;
import lucerna.field.SecureColumn;
import lucerna.stark.StarkProof;
import lucerna.stark.prover.ProverListener;

/** Writes down how long stages take, and lets another listener see everything. */
record Stopwatch(ProverListener inner, Map<String, Long> nanos) implements ProverListener {
  @Override
  public void stage(String stage, long duration) {
    nanos.merge(stage, duration, Long::sum);
    inner.stage(stage, duration);
  }

  @Override
  public void witness(int[][] rows) {
    inner.witness(rows);
  }

  @Override
  public void factors(SecureColumn[] columns, QM31[] firstChallenges) {
    inner.factors(columns, firstChallenges);
  }

  @Override
  public void interaction(SecureColumn[] columns, Scalars scalars) {
    inner.interaction(columns, scalars);
  }

  @Override
  public void composition(int[][] coefficients) {
    inner.composition(coefficients);
  }

  @Override
  public void mask(int[][] coefficients) {
    inner.mask(coefficients);
  }

  @Override
  public void outOfDomain(QM31[] values) {
    inner.outOfDomain(values);
  }

  @Override
  public void friInput(SecureColumn values) {
    inner.friInput(values);
  }

  @Override
  public StarkProof finished(StarkProof proof) {
    return inner.finished(proof);
  }
}
