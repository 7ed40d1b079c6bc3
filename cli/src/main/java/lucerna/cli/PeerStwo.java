package lucerna.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Measures S-two and us in turn on the same works. */
final class PeerStwo {
  /* The JVM compiles what is hot while it is used: so it works for a while before it counts. */
  private static final double WARM_MILLIS = 4_000;
  private static final int LEAST_WARM = 2;
  private static final double MOST_WARM_MILLIS = 60_000;
  private static final double IMPROVED = 0.9;

  private static final String PROOF = " blowup=2 queries=120 pow=20";

  /**
   * A work.
   *
   * @param name for people
   * @param kind by which it is chosen
   * @param theirs its words there
   * @param ours its words here, without and with zero knowledge, and at our own level
   * @param split whether S-two splits it among threads
   */
  private record Piece(String name, String kind, String theirs, List<String> ours, boolean split) {}

  private static final List<Piece> PIECES =
      List.of(
          column("FFT 1 x 2^16", "fft", "fft log=16"),
          column("FFT 1 x 2^20", "fft", "fft log=20"),
          column("FFT 1 x 2^22", "fft", "fft log=22"),
          column("Merkle 16 x 2^20", "merkle", "merkle log=20 columns=16"),
          column("commit 16 x 2^20, blow-up 2", "commit", "commit log=20 columns=16 blowup=1"),
          column("commit 16 x 2^20, blow-up 4", "commit", "commit log=20 columns=16 blowup=2"),
          proof(
              "wide Fibonacci 100 x 2^18",
              "fibonacci",
              "fibonacci log=18 columns=100",
              "fibonacci log=18 columns=100"),
          proof(
              "2^20 lookups, 1 x 2^20",
              "lookups",
              "lookups log=20 columns=1",
              "lookups log=20 columns=1"),
          proof(
              "2^20 lookups, 16 x 2^16",
              "lookups",
              "lookups log=16 columns=16",
              "lookups log=16 columns=17"));

  private final Verb verb;
  private final PeerFolder folder;
  private final int repeat;
  private final Set<String> kinds;

  PeerStwo(Verb verb, PeerFolder folder, int repeat, Set<String> kinds) {
    this.verb = verb;
    this.folder = folder;
    this.repeat = repeat;
    this.kinds = kinds;
  }

  private static Piece column(String name, String kind, String words) {
    return new Piece(name, kind, words, List.of(words), !kind.equals("fft"));
  }

  private static Piece proof(String name, String kind, String theirs, String ours) {
    return new Piece(
        name,
        kind,
        theirs + PROOF,
        List.of(ours + PROOF, ours + PROOF + " zk=1", ours + " p100=1 zk=1"),
        true);
  }

  /** Returns the kinds of works, by which they are chosen. */
  static List<String> kinds() {
    return PIECES.stream().map(Piece::kind).distinct().toList();
  }

  /** Measures all works that were asked for; says a line for each as it is done. */
  List<ObjectNode> measure() {
    List<Path> programs = folder.stwo();
    List<ObjectNode> rows = new ArrayList<>();
    for (int threads = 1; threads <= 2; threads++) {
      for (Piece piece : PIECES) {
        if (kinds.contains(piece.kind) && (threads == 1 || piece.split)) {
          rows.addAll(measure(piece, threads, programs.get(threads - 1)));
        }
      }
    }
    return rows;
  }

  private List<ObjectNode> measure(Piece piece, int threads, Path program) {
    List<String> command = new ArrayList<>();
    command.add(program.toString());
    command.addAll(Arrays.asList(piece.theirs.split(" ")));
    command.add("threads=" + threads);
    List<ObjectNode> rows = new ArrayList<>();
    try (var theirs = new PeerProcess(command, Map.of(), log("stwo.log"))) {
      theirs.measure(); // The first touches its memory.
      for (String words : piece.ours) {
        List<String> own = new ArrayList<>(PeerFolder.ours("lucerna.bench.Works", threads));
        own.addAll(Arrays.asList(words.split(" ")));
        try (var ours = new PeerProcess(own, Map.of(), log("lucerna.log"))) {
          rows.add(row(piece, threads, words, ours, theirs));
        }
      }
    }
    return rows;
  }

  private Path log(String name) {
    return folder.work().resolve(name);
  }

  private ObjectNode row(
      Piece piece, int threads, String words, PeerProcess ours, PeerProcess theirs) {
    warm(ours);
    var here = new PeerSeries();
    var there = new PeerSeries();
    for (int i = 0; i < repeat; i++) {
      there.add(theirs.measure());
      here.add(ours.measure());
    }
    String level = words.contains("p100=1") ? ", P100" : "";
    boolean hides = words.contains("zk=1");
    ObjectNode row = Json.object();
    row.put(
        "name",
        piece.name
            + level
            + (hides ? ", zk" : "")
            + ", "
            + threads
            + (threads == 1 ? " thread" : " threads"));
    row.put("work", piece.name + level).put("peer", "stwo").put("threads", threads);
    row.set("ours", here.json().put("zeroKnowledge", hides));
    row.set("theirs", there.json().put("zeroKnowledge", false));
    bits(row.withObject("/ours"), ours.ready().path("securityBits"));
    bits(row.withObject("/theirs"), ours.ready().path("peerSecurityBits"));
    PeerTable.ratios(row, PeerSeries.ratios(there, here));
    verb.say("%s", PeerTable.line(row));
    return row;
  }

  private static void bits(ObjectNode side, JsonNode bits) {
    if (bits.isNumber()) {
      side.set("securityBits", bits);
    }
  }

  /* Until the best time has stood for a while: compilers of a busy machine lag behind. */
  private static void warm(PeerProcess ours) {
    long start = System.nanoTime();
    double best = Double.MAX_VALUE;
    double spent = 0;
    double improvedAt = 0;
    for (int i = 0; spent < MOST_WARM_MILLIS; i++) {
      double millis = ours.measure().path("millis").doubleValue();
      spent = Figures.millis(System.nanoTime() - start);
      if (millis < IMPROVED * best) {
        improvedAt = spent;
      }
      best = Math.min(best, millis);
      if (i >= LEAST_WARM && spent - improvedAt >= WARM_MILLIS) {
        return;
      }
    }
  }
}
