package lucerna.ops.key;

import java.util.function.IntFunction;
import lucerna.air.AirProgram;
import lucerna.field.QM31;
import lucerna.field.SecureColumn;
import lucerna.fri.channel.FixedMessage;
import lucerna.ops.layout.PublicData;
import lucerna.ops.layout.PublicSums;
import lucerna.ops.layout.Statement;
import lucerna.stark.AirInstance;

/**
 * A lowered statement as the proof system sees it.
 *
 * @param stated the statement
 * @param programMessage its program's identity, which is the key's and not the proof's
 */
record LoweredInstance(Statement stated, FixedMessage programMessage) implements AirInstance {
  /** States what nobody states again. */
  static LoweredInstance once(Statement stated) {
    return new LoweredInstance(stated, new FixedMessage(stated.program().canonicalBytes()));
  }

  @Override
  public AirProgram program() {
    return stated.program();
  }

  @Override
  public int logRows() {
    return stated.logRows();
  }

  @Override
  public int activeRows() {
    return stated.activeRows();
  }

  @Override
  public int[] weightTreeWidths() {
    return stated.weightTreeWidths();
  }

  @Override
  public lucerna.stark.PublicData publicData(QM31[] challenges) {
    PublicData data = stated.publicData(challenges);
    return new lucerna.stark.PublicData(
        data.columns().toArray(SecureColumn[]::new), data.scalars());
  }

  @Override
  public lucerna.stark.PublicSums publicSums(QM31[] challenges, IntFunction<SecureColumn> weights) {
    PublicSums sums = stated.publicSums(challenges, weights);
    return new lucerna.stark.PublicSums(sums.columns(), sums.scalars());
  }
}
