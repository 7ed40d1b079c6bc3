package lucerna.cli;

import java.nio.file.Path;
import java.util.List;
import lucerna.field.ColumnArena;
import lucerna.ops.Progress;
import lucerna.ops.graph.Graph;
import lucerna.ops.io.AtomicFiles;
import lucerna.ops.key.ModelKey;
import lucerna.ops.layout.InputPrivacy;
import lucerna.ops.prover.Keys;
import lucerna.ops.prover.ModelProver;
import lucerna.ops.prover.Proven;
import lucerna.ops.verifier.ModelVerifier;
import lucerna.stark.ProofRejectedException;
import lucerna.stark.prover.ProverListener;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Proves what a model makes of an input, or of several at once. */
@Command(
    name = "prove",
    description = "Proves what a model makes of its inputs; makes the keys if there are none.")
final class Prove extends Verb {
  @Mixin InputArguments given = new InputArguments();

  @Option(
      names = "-o",
      paramLabel = "DIR",
      required = true,
      description = "Write proof.bin and output.json to this folder, and keys if they are made.")
  Path output;

  @Option(
      names = "--key",
      paramLabel = "KEYDIR",
      description = "Use the model.key and proving.key of this folder.")
  @Nullable Path keyFolder;

  @Mixin ModelArguments source = new ModelArguments();
  @Mixin KeyArguments wanted = new KeyArguments();

  @Option(
      names = "--context",
      paramLabel = "TEXT",
      defaultValue = "",
      description = "Bind the proof to this text, such as a challenge or a purpose.")
  String context;

  @Option(
      names = "--opening",
      paramLabel = "FILE",
      description =
          "With --input committed: take the commitment from this file if it is there, else write it"
              + " there (default: DIR/input.opening, a new one each time).")
  @Nullable Path opening;

  @Option(names = "--force", description = "Make new keys even where DIR holds some.")
  boolean force;

  @Mixin BackendArgument backend = new BackendArgument();

  @Option(
      names = "--repeat",
      paramLabel = "N",
      defaultValue = "1",
      description =
          "Prove N times in this process and report the times; each uses one of the key's proofs.")
  int repeat;

  @Option(
      names = "--seed-for-testing",
      paramLabel = "HEX",
      description = "Take all randomness from this seed; the proof then hides nothing.")
  @Nullable String seed;

  @Override
  int run() {
    var clock = new Clock();
    if (repeat < 1) {
      throw mistake("--repeat takes a number from 1 on, not %d.", repeat);
    }
    given.check();
    Entropy entropy = new Entropy(seed);
    try (var _ = backend.apply(this)) {
      return prove(clock, entropy);
    }
  }

  private int prove(Clock clock, Entropy entropy) {
    if (entropy.isForTesting()) {
      warn("proofs from a seed hide nothing: for tests only");
    }
    new KeyFolder(output).requireFolder();
    var chooser = new KeyChooser(this, entropy, clock);
    Graph graph = source.graph(given.model);
    Entries entries = given.read(graph);
    clock.lap("import");
    Keys keys = chooser.choose(graph, entries);
    List<double[]> values = entries.stacked(keys.key().circuit());
    KeyFolder folder = chooser.folder();
    ProveReport report = new ProveReport(this, keys, clock);
    Proven proven = prove(keys, chooser.prover(keys), values, entropy, report);
    selfCheck(keys, proven);
    clock.lap("verify");
    write(keys, proven);
    clock.lap("write");
    report.finish(graph, entries, proven, folder, chooser.source());
    return Exit.DONE;
  }

  private Proven prove(
      Keys keys, ModelProver prover, List<double[]> values, Entropy entropy, ProveReport report) {
    byte[] inputSeed = inputSeed(keys.key(), values, entropy);
    Proven proven = null;
    // Open around all of them: one proof's memory serves the next.
    try (ProgressDisplay progress = progress();
        var _ = new ColumnArena()) {
      for (int i = 0; i < repeat; i++) {
        if (repeat > 1) {
          progress.show("proving " + repeat + " times", i, repeat);
        }
        Machine.collect();
        long start = System.nanoTime();
        proven =
            prover.prove(
                values,
                entropy.next("proof " + i),
                context,
                repeat > 1 ? Progress.NONE : progress::show,
                inputSeed,
                ProverListener.NONE);
        report.proved(System.nanoTime() - start);
      }
    }
    if (proven == null) {
      throw new IllegalStateException("nothing was proved");
    }
    return proven;
  }

  /** Takes up, or makes, the commitment to the input where the key asks for one. */
  private byte @Nullable [] inputSeed(ModelKey key, List<double[]> values, Entropy entropy) {
    Path chosen = opening;
    if (key.privacy().input() != InputPrivacy.COMMITTED) {
      if (chosen != null) {
        throw mistake("--opening needs a key with --input committed.");
      }
      return null;
    }
    Path file = chosen == null ? openingFile() : chosen;
    Opening commitment =
        chosen != null && Opening.isAt(chosen)
            ? Opening.read(chosen, key, values)
            : Opening.fresh(key, values, entropy.next("input"));
    return commitment.use(file, key, repeat).seedBytes();
  }

  /** Verifies before anything is written: what leaves this process is accepted elsewhere. */
  private static void selfCheck(Keys keys, Proven proven) {
    try {
      new ModelVerifier(keys.key()).verify(proven.proof());
    } catch (ProofRejectedException e) {
      throw new IllegalStateException("the proof just made is rejected: " + e.rejection(), e);
    }
  }

  private void write(Keys keys, Proven proven) {
    AtomicFiles.write(proofFile(), proven.proof().bytes(), false);
    byte[] result = Json.file(OutputFile.file(keys.key().circuit(), proven.proof().outputs()));
    AtomicFiles.write(outputFile(), result, false);
  }

  Path proofFile() {
    return output.resolve("proof.bin");
  }

  Path openingFile() {
    return output.resolve("input.opening");
  }

  Path outputFile() {
    return output.resolve("output.json");
  }
}
