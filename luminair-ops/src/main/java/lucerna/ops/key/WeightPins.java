package lucerna.ops.key;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import lucerna.field.QM31;
import lucerna.field.circle.SecureCirclePoint;
import lucerna.fri.channel.Channel;
import lucerna.fri.channel.ProofOfWork;
import lucerna.stark.OutOfDomain;
import lucerna.stark.ProofRejectedException;
import lucerna.stark.WordReader;
import lucerna.stark.WordWriter;

/**
 * The values of all weight columns of a key at one point that its roots decide.
 *
 * <p>Where a root binds to a list of polynomials, these values choose one of it: they stand in the
 * key, and the registration proof and every other proof open the weight trees at this point too.
 *
 * @param nonce the work before the point is drawn
 * @param values tree by tree, column by column
 */
public record WeightPins(long nonce, List<QM31> values) {
  /** Names what the point is drawn for. */
  static final String TAG = "lucerna weight pins 1";

  /** Copies the values. */
  public WeightPins {
    values = List.copyOf(values);
  }

  /** The channel that has absorbed everything the point depends on but the work. */
  private static Channel channel(KeyContent content) {
    var words = new WordWriter();
    content.writeUnpinned(words);
    var channel = new Channel();
    channel.mixBytes(TAG.getBytes(StandardCharsets.US_ASCII));
    channel.mixBytes(words.toBytes());
    return channel;
  }

  /**
   * Works for a point and takes the values there.
   *
   * @param content the key's content, with roots and without pins
   * @param values what all columns of all weight trees are at a point
   * @return the pins
   */
  public static WeightPins make(
      KeyContent content, Function<SecureCirclePoint, List<QM31>> values) {
    Channel channel = channel(content);
    long nonce = ProofOfWork.grind(channel, content.config().oodPowBits());
    channel.mixU64(nonce);
    SecureCirclePoint point = OutOfDomain.draw(channel, content.shape().logRows());
    if (point == null) {
      throw new IllegalStateException("the pins' point lies on a smaller field; make the key anew");
    }
    return new WeightPins(nonce, values.apply(point));
  }

  /**
   * Draws the point.
   *
   * @param content the key's content
   * @return the point
   * @throws IllegalArgumentException if the work is missing, or the point lies on a smaller field
   */
  SecureCirclePoint point(KeyContent content) {
    Channel channel = channel(content);
    int bits = content.config().oodPowBits();
    if (!ProofOfWork.check(channel, bits, nonce)) {
      throw new IllegalArgumentException("the work before the pins' point is missing");
    }
    channel.mixU64(nonce);
    SecureCirclePoint point = OutOfDomain.draw(channel, content.shape().logRows());
    if (point == null) {
      throw new IllegalArgumentException("the pins' point lies on a smaller field");
    }
    return point;
  }

  void write(WordWriter out) {
    out.nonce(nonce);
    values.forEach(out::felt);
  }

  static WeightPins read(WordReader in, int count) throws ProofRejectedException {
    long nonce = in.nonce();
    var values = new ArrayList<QM31>();
    for (int i = 0; i < count; i++) {
      values.add(in.felt("pins"));
    }
    return new WeightPins(nonce, values);
  }
}
