package lucerna.cairo;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A statement of an emitted verifier that can only refuse: an assertion, an opening of a Merkle
 * tree, a proof of work.
 *
 * @param name file and reason; those that come later add their number
 * @param reason what the panic says
 * @param file where it stands
 * @param from where it begins
 * @param to where it ends
 * @param less what is left of it: the condition, or the absorption of a proof of work's nonce
 */
record EmittedCheck(String name, String reason, String file, int from, int to, String less) {
  private static final Pattern START =
      Pattern.compile("(?m)^ +(assert|crate::merkle::check|work)\\(");
  private static final Pattern REASON = Pattern.compile("'([^']*)'");

  /** Finds all of them, file by file. */
  static List<EmittedCheck> all(Map<String, String> files) {
    var checks = new ArrayList<EmittedCheck>();
    for (var file : new TreeMap<>(files).entrySet()) {
      if (file.getKey().endsWith(".cairo")) {
        find(file.getKey(), file.getValue(), checks);
      }
    }
    return checks;
  }

  private static void find(String file, String source, List<EmittedCheck> checks) {
    Map<String, Integer> numbers = new HashMap<>();
    Matcher starts = START.matcher(source);
    while (starts.find()) {
      int to = source.indexOf(";\n", starts.start()) + 1; // No check spans a block.
      String text = source.substring(starts.start(), to);
      String reason;
      String less = "";
      switch (starts.group(1)) {
        case "assert" -> {
          Matcher quoted = REASON.matcher(text);
          if (!quoted.find()) {
            throw new IllegalStateException("a check without a reason: " + text);
          }
          reason = quoted.group(1);
          // What the condition reads is read.
          String condition = text.substring(text.indexOf('(') + 1, text.lastIndexOf(','));
          less = "let _ = " + condition + ";";
        }
        case "work" -> {
          reason = "PROOF_OF_WORK";
          less = "crate::channel::mix_long(ref channel, low, high);";
        }
        default -> reason = "MERKLE: another root";
      }
      String name = file.substring(file.lastIndexOf('/') + 1) + " " + reason;
      int number = numbers.merge(name, 1, Integer::sum);
      name += number == 1 ? "" : " " + number;
      checks.add(new EmittedCheck(name, reason, file, starts.start(), to, less));
    }
  }

  /** Returns the sources without this check. */
  Map<String, String> without(Map<String, String> files) {
    var changed = new TreeMap<>(files);
    changed.computeIfPresent(
        file, (name, source) -> source.substring(0, from) + less + source.substring(to));
    return changed;
  }
}
