package lucerna.bench.jmh;

import java.util.concurrent.TimeUnit;
import lucerna.fri.channel.Channel;
import lucerna.fri.channel.ProofOfWork;
import lucerna.fri.hash.Blake2s;
import lucerna.fri.hash.BulkHash;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Hashing one message after the other, and in bulk.
 *
 * <p>Floors: {@link #one} is 16 compressions, each 1,150 instructions in sequence; {@link #search}
 * tries 2^log nonces, one compression each and no bytes moved; {@link #grind} does 2^12 on average.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class HashBenchmark {
  /** Makes a benchmark; what it works on is made by its set-up. */
  public HashBenchmark() {}

  /** Log of the number of nonces. */
  @Param("16")
  public int log;

  private final byte[] message = new byte[1024];
  private final int[] prefix = {1, 2, 3, 4, 5, 6, 7, 8};
  private long round;

  /** Varies the message. */
  @Setup
  public void message() {
    for (int i = 0; i < message.length; i++) {
      message[i] = (byte) i;
    }
  }

  /**
   * A message of 1,024 bytes.
   *
   * @return its hash
   */
  @Benchmark
  public byte[] one() {
    return Blake2s.hash(message);
  }

  /**
   * Nonces none of which can be expected to be good.
   *
   * @return -1
   */
  @Benchmark
  public int search() {
    return BulkHash.get().search(prefix, 60, round, 1 << log);
  }

  /**
   * A proof of work of 12 bits, a new one each time.
   *
   * @return the nonce
   */
  @Benchmark
  public long grind() {
    var channel = new Channel();
    channel.mixU64(round++);
    return ProofOfWork.grind(channel, 12);
  }
}
