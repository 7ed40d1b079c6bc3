package lucerna.cairo;

import lucerna.fri.channel.Channel;
import lucerna.fri.channel.ChannelListener;
import lucerna.fri.hash.Digest;
import lucerna.stark.Statement;
import lucerna.stark.Transcript;

/** The part of the transcript that no proof changes. */
final class FixedTranscript {
  private FixedTranscript() {}

  /** Returns the channel's digest after tag, parameters, program and shape. */
  static Digest digest(Statement statement) {
    var seen = new Digest[] {Digest.ZERO};
    var channel =
        new Channel(
            new ChannelListener() {
              @Override
              public void onOperation(String label, Operation operation, Digest digest) {
                if (label.equals("shape")) {
                  seen[0] = digest;
                }
              }
            });
    Transcript.begin(channel, statement);
    return seen[0];
  }
}
