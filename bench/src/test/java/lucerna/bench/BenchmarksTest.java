package lucerna.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Every benchmark runs, once, in this process: so none rots. */
final class BenchmarksTest {
  private static final List<String> ALL =
      List.of(
          "CommitBenchmark.commit",
          "CommitBenchmark.commitSalted",
          "ConstraintsBenchmark.combine",
          "FftBenchmark.evaluate",
          "FftBenchmark.extend",
          "FftBenchmark.interpolate",
          "FieldBenchmark.accumulate",
          "FieldBenchmark.batchInverse",
          "FieldBenchmark.batchInverseSecure",
          "FieldBenchmark.dot",
          "FieldBenchmark.mul",
          "FieldBenchmark.mulAdd",
          "FieldBenchmark.mulSecure",
          "FriBenchmark.commit",
          "HashBenchmark.grind",
          "HashBenchmark.one",
          "HashBenchmark.search",
          "MerkleBenchmark.layerTree",
          "MerkleBenchmark.saltedTree",
          "MerkleBenchmark.tree",
          "ProofBenchmark.proof");

  @Test
  void everyBenchmarkRuns() throws Exception {
    var options =
        new OptionsBuilder()
            .include("lucerna\\.bench\\.jmh\\..*")
            .forks(0)
            .warmupIterations(0)
            .measurementIterations(1)
            .measurementTime(TimeValue.milliseconds(1))
            .param("log", "10")
            .shouldFailOnError(true)
            .verbosity(VerboseMode.SILENT)
            .build();
    Collection<RunResult> results = new Runner(options).run();
    var ran = new TreeSet<String>();
    for (RunResult result : results) {
      String name = result.getParams().getBenchmark();
      ran.add(name.substring("lucerna.bench.jmh.".length()));
      double score = result.getPrimaryResult().getScore();
      assertTrue(score > 0 && Double.isFinite(score), name + ": " + score);
    }
    assertFalse(results.isEmpty());
    assertEquals(ALL, new ArrayList<>(ran));
  }
}
