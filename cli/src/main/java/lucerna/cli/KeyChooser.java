package lucerna.cli;

import lucerna.fri.hash.Digest;
import lucerna.ops.UserException;
import lucerna.ops.circuit.Circuit;
import lucerna.ops.graph.Graph;
import lucerna.ops.prover.KeyMaker;
import lucerna.ops.prover.Keys;
import lucerna.ops.prover.ModelProver;
import lucerna.ops.quantise.Quantised;
import org.jspecify.annotations.Nullable;

/** Finds the keys to prove with, or makes them. */
final class KeyChooser {
  private final Prove verb;
  private final Entropy entropy;
  private final Clock clock;
  private final @Nullable Ahead<Keys> old;
  private final @Nullable Ahead<ModelProver> oldProver;
  private String source = "";

  /** Begins to read the keys where there are some to use, and to prepare their proofs. */
  KeyChooser(Prove verb, Entropy entropy, Clock clock) {
    this.verb = verb;
    this.entropy = entropy;
    this.clock = clock;
    boolean given = verb.keyFolder != null;
    old = given || (folder().isUsed() && !verb.force) ? folder().readAhead() : null;
    oldProver = old == null ? null : Ahead.start(() -> newProver(old.get()));
  }

  /** Returns the prover of the keys chosen. */
  ModelProver prover(Keys keys) {
    return oldProver == null ? newProver(keys) : oldProver.get();
  }

  private ModelProver newProver(Keys keys) {
    return new ModelProver(keys.key(), keys.provingKey(), folder().provingKey());
  }

  /** Returns the folder of the keys. */
  KeyFolder folder() {
    return new KeyFolder(verb.keyFolder == null ? verb.output : verb.keyFolder);
  }

  /** Returns where the keys came from, for people. */
  String source() {
    return source;
  }

  /**
   * Returns the keys.
   *
   * @param graph the model
   * @param entries the inputs, which serve to calibrate where nothing better is given
   */
  Keys choose(Graph graph, Entries entries) {
    Digest digest = verb.source.shapes.digest(verb.given.model);
    verb.wanted.options();
    boolean given = verb.keyFolder != null;
    if (given && verb.force) {
      throw new UserException("--force makes new keys and --key uses old ones: give only one.");
    }
    return old == null ? make(graph, digest, entries) : reuse(old.get(), digest, given, entries);
  }

  private Keys reuse(Keys keys, Digest digest, boolean given, Entries entries) {
    String remedy =
        given ? "give another --key." : "give another -o, or --force to replace the keys there.";
    if (!keys.provingKey().modelDigest().equals(digest)) {
      throw new UserException(
          "%s belongs to another model than %s; %s"
              .formatted(folder().modelKey(), verb.given.model, remedy));
    }
    String difference = verb.wanted.difference(keys.key(), !given);
    if (difference == null) {
      difference = verb.source.difference(keys.key().circuit().one(), !given);
    }
    if (difference != null) {
      throw new UserException(
          "%s is not as asked for: %s; %s".formatted(folder().modelKey(), difference, remedy));
    }
    saturation(keys, given, remedy);
    entries.requireFit(keys.key().circuit(), folder().modelKey());
    if (verb.source.saysRanges() || verb.source.target.isGiven()) {
      verb.warn("%s has its scales already: the ones given are not used", folder().modelKey());
    }
    source = "keys of " + folder().path();
    clock.lap("key");
    return keys;
  }

  private void saturation(Keys keys, boolean given, String remedy) {
    boolean wanted = verb.source.target.saturate;
    boolean has = keys.key().circuit().saturates();
    boolean possible = !keys.key().circuit().inputs().isEmpty();
    if (possible && has != wanted && (wanted || !given)) {
      throw new UserException(
          "%s is not as asked for: it %s; %s"
              .formatted(folder().modelKey(), has ? "saturates" : "does not saturate", remedy));
    }
  }

  private Keys make(Graph graph, Digest digest, Entries entries) {
    Quantised quantised =
        verb.source.quantise(
            verb, verb.given.model, graph, verb.wanted.options(), entries.values());
    Circuit circuit = entries.circuitOf(quantised.circuit());
    clock.lap("calibrate");
    Keys keys;
    try (ProgressDisplay progress = verb.progress()) {
      keys =
          KeyMaker.make(
              circuit,
              quantised.weights(),
              digest,
              verb.wanted.options(),
              entropy.next("key"),
              progress::show);
    }
    folder().write(keys);
    source =
        "new keys, scales from "
            + verb.source.source(entries.isBatch() ? "the inputs themselves" : "the input itself");
    clock.lap("key");
    return keys;
  }
}
