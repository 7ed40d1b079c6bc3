package lucerna.testkit;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import lucerna.fri.channel.Channel;
import lucerna.fri.channel.ChannelListener;
import lucerna.fri.hash.Digest;

/**
 * A transcript that leaves absorptions out, or replaces them, and remembers the states it went
 * through.
 *
 * <p>With it a test answers what an absorption is for: a verifier that leaves it out refuses honest
 * proofs, and where the proof system rests on it, accepts a forged one.
 */
public final class TamperedTranscript implements ChannelListener {
  private final IntPredicate skipNumber;
  private final List<String> skipLabels;
  private final Map<String, Digest> replacements = new HashMap<>();
  private final List<String> absorbed = new ArrayList<>();
  private final List<String> operations = new ArrayList<>();
  private final Map<String, Digest> stateAfter = new HashMap<>();

  private TamperedTranscript(IntPredicate skipNumber, List<String> skipLabels) {
    this.skipNumber = skipNumber;
    this.skipLabels = skipLabels;
  }

  /**
   * Makes a transcript that absorbs everything.
   *
   * @return an honest transcript
   */
  public static TamperedTranscript honest() {
    return new TamperedTranscript(number -> false, List.of());
  }

  /**
   * Makes a transcript without one absorption.
   *
   * @param number how many absorptions come before it
   * @return the transcript
   */
  public static TamperedTranscript without(int number) {
    return new TamperedTranscript(n -> n == number, List.of());
  }

  /**
   * Makes a transcript without the absorptions of some labels.
   *
   * @param labels the labels
   * @return the transcript
   */
  public static TamperedTranscript without(String... labels) {
    return new TamperedTranscript(number -> false, List.of(labels));
  }

  /**
   * Replaces the state after an absorption.
   *
   * @param label the absorption's label
   * @param state the state to go on with
   * @return this
   */
  public TamperedTranscript replace(String label, Digest state) {
    replacements.put(label, state);
    return this;
  }

  /**
   * Makes a channel in a given state.
   *
   * @param state its digest
   * @return a channel that has drawn nothing in this state
   */
  public static Channel channelIn(Digest state) {
    var channel = new Channel(new TamperedTranscript(n -> false, List.of()).replace("set", state));
    channel.at("set").mixU32s();
    return channel;
  }

  /**
   * Makes a fresh channel under this transcript.
   *
   * @return the channel
   */
  public Channel channel() {
    return new Channel(this);
  }

  @Override
  public void onOperation(String label, Operation operation, Digest digest) {
    operations.add(label);
    stateAfter.put(label, digest);
  }

  @Override
  public Digest absorbed(String label, Digest before, Digest after) {
    boolean skip = skipNumber.test(absorbed.size()) || skipLabels.contains(label);
    absorbed.add(label);
    return skip ? before : replacements.getOrDefault(label, after);
  }

  /**
   * Returns the labels of the absorptions so far.
   *
   * @return the labels in order
   */
  public List<String> absorbedLabels() {
    return List.copyOf(absorbed);
  }

  /**
   * Returns the labels of all operations so far, draws included.
   *
   * @return the labels in order
   */
  public List<String> operationLabels() {
    return List.copyOf(operations);
  }

  /**
   * Returns the state after the last operation of a label; a draw leaves the state as it is.
   *
   * @param label the label
   * @return the digest
   */
  public Digest stateAt(String label) {
    Digest state = stateAfter.get(label);
    if (state == null) {
      throw new IllegalArgumentException("nothing was called " + label);
    }
    return state;
  }
}
