package lucerna.cli;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What is compared with other provers. */
final class PeerArguments {
  /** A prover to compare with. */
  enum Peer {
    /** The crate {@code stwo}. */
    STWO,
    /** The package {@code ezkl}. */
    EZKL;

    @Override
    public String toString() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  @Option(
      names = "--peers",
      description =
          "Compare with S-two and EZKL instead, which are built or installed on first use: both"
              + " sides do the same work in turn.")
  boolean peers;

  @Option(
      names = "--only",
      paramLabel = "stwo|ezkl",
      description = "With --peers: compare with this one alone.")
  @Nullable Peer only;

  @Option(
      names = "--works",
      split = ",",
      paramLabel = "NAME",
      description =
          "With --peers: only these works of S-two, fft,merkle,commit,fibonacci,lookups, and models"
              + " of EZKL, such as 1l_mlp.")
  List<String> works = List.of();

  @Option(
      names = "--work",
      paramLabel = "DIR",
      description =
          "With --peers: build and install in this folder (default: ~/.cache/lucerna/peers).")
  @Nullable Path work;

  @Option(
      names = "--models",
      paramLabel = "DIR",
      description =
          "With --peers: take EZKL's models from here, DIR/NAME/network.onnx and input.json"
              + " (default: those of this checkout).")
  @Nullable Path models;

  @Option(
      names = "--long",
      description =
          "With --peers: also what takes EZKL minutes and 11 GB (hashed weights, a LeNet).")
  boolean alsoLong;

  boolean includes(Peer peer) {
    return only == null || only == peer;
  }
}
