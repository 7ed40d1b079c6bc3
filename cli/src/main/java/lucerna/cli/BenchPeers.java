package lucerna.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Runs other provers and ours in turn on the same work, and says how they compare. */
final class BenchPeers {
  static final int REPEAT = 5;

  /** Folders of models that the launcher named. */
  private static final String MODELS = "lucerna.models";

  private final Bench verb;
  private final PeerArguments wanted;

  BenchPeers(Bench verb, PeerArguments wanted) {
    this.verb = verb;
    this.wanted = wanted;
  }

  ObjectNode measure() {
    checkWorks();
    Set<String> kinds = chosen(PeerStwo.kinds());
    Set<String> networks = chosen(PeerEzkl.models());
    var folder = new PeerFolder(verb, work());
    boolean stwo = wanted.includes(PeerArguments.Peer.STWO) && !kinds.isEmpty();
    boolean ezkl = wanted.includes(PeerArguments.Peer.EZKL) && !networks.isEmpty();
    List<Path> models = models();
    // What is missing is said before anything is measured.
    if (stwo) {
      folder.stwo();
    }
    if (ezkl) {
      folder.ezkl();
    }
    verb.say("%s", PeerTable.head());
    List<ObjectNode> rows = new ArrayList<>();
    if (stwo) {
      rows.addAll(new PeerStwo(verb, folder, verb.repeat, kinds).measure());
    }
    if (ezkl) {
      rows.addAll(
          new PeerEzkl(verb, folder, models, verb.repeat, networks::contains, wanted.alsoLong)
              .measure());
    }
    ObjectNode result = Json.object();
    result.set("machine", BenchRun.machine());
    result.put("repetitions", verb.repeat);
    result.putArray("peers").addAll(rows);
    return result;
  }

  /** Refuses works that nobody has, and those of a prover that is left out. */
  private void checkWorks() {
    List<String> known = new ArrayList<>();
    if (wanted.includes(PeerArguments.Peer.STWO)) {
      known.addAll(PeerStwo.kinds());
    }
    if (wanted.includes(PeerArguments.Peer.EZKL)) {
      known.addAll(PeerEzkl.models());
    }
    for (String work : wanted.works) {
      if (!known.contains(work)) {
        throw Verb.mistake("--works takes some of %s, not %s.", String.join(",", known), work);
      }
    }
  }

  private Set<String> chosen(Collection<String> known) {
    Set<String> chosen = new LinkedHashSet<>(wanted.works.isEmpty() ? known : wanted.works);
    chosen.retainAll(known);
    return chosen;
  }

  private Path work() {
    Path given = wanted.work;
    if (given != null) {
      return given.toAbsolutePath();
    }
    String cache = verb.host().variable("XDG_CACHE_HOME");
    String home = verb.host().variable("HOME");
    if (!cache.startsWith("/") && home.isEmpty()) {
      throw Verb.mistake("HOME is not set; give a folder to build in by --work.");
    }
    Path base = cache.startsWith("/") ? Path.of(cache) : Path.of(home, ".cache");
    return base.resolve("lucerna").resolve("peers");
  }

  private List<Path> models() {
    Path given = wanted.models;
    if (given != null) {
      return List.of(given);
    }
    return Arrays.stream(System.getProperty(MODELS, "").split(File.pathSeparator))
        .filter(place -> !place.isEmpty())
        .map(Path::of)
        .toList();
  }
}
