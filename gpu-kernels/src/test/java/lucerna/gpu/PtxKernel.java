package lucerna.gpu;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One kernel of a PTX module, parsed. What the parser does not know is an error. */
final class PtxKernel {
  private static final Pattern SHARED =
      Pattern.compile("\\.shared \\.align \\d+ \\.b8 (\\S+)\\[(\\d+)];");
  private static final String DECLARATION = "|[{}()]|\\.(entry|reg|maxntid|minnctapersm|pragma).*";

  private final List<PtxOp> code = new ArrayList<>();
  private final Map<String, Integer> slots = new HashMap<>();
  private final Map<String, Long> symbols = new HashMap<>();
  private final List<String> params = new ArrayList<>();
  private int sharedBytes;

  PtxKernel(String module, String kernel) {
    int start = module.indexOf(".entry " + kernel + "(");
    if (start < 0) {
      throw new IllegalArgumentException("no kernel " + kernel);
    }
    String body = module.substring(start, module.indexOf("\n}", start)).replaceAll("//[^\n]*", "");
    Map<String, Integer> labels = new HashMap<>();
    List<String> lines = new ArrayList<>();
    for (String raw : body.split("\n", -1)) {
      String line = raw.strip().replace("\t", " ").replaceAll(" +", " ");
      Matcher shared = SHARED.matcher(line);
      if (line.startsWith(".param")) {
        params.add(line.split(" ", -1)[2].replace(",", ""));
      } else if (shared.matches()) {
        symbols.put(shared.group(1), (long) sharedBytes);
        sharedBytes += (Integer.parseInt(shared.group(2)) + 15) & -16;
      } else if (line.matches("\\$\\S+:")) {
        labels.put(line.substring(0, line.length() - 1), lines.size());
      } else if (line.matches("[@a-z].*;")) {
        lines.add(line.substring(0, line.length() - 1));
      } else if (!line.matches(DECLARATION)) {
        throw new IllegalArgumentException(line);
      }
    }
    for (String line : lines) {
      code.add(decode(line, labels));
    }
  }

  List<PtxOp> code() {
    return code;
  }

  int registers() {
    return slots.size();
  }

  int sharedWords() {
    return sharedBytes / Integer.BYTES;
  }

  int parameters() {
    return params.size();
  }

  /** The slot of a special register, or -1 where the kernel does not read it. */
  int special(String register) {
    return slots.getOrDefault(register, -1);
  }

  private PtxOp decode(String whole, Map<String, Integer> labels) {
    String line = whole;
    int guard = -1;
    boolean negated = false;
    if (line.startsWith("@")) {
      negated = line.charAt(1) == '!';
      guard = slot(line.substring(negated ? 2 : 1, line.indexOf(' ')));
      line = line.substring(line.indexOf(' ') + 1);
    }
    int space = line.indexOf(' ');
    String[] name = (space < 0 ? line : line.substring(0, space)).split("\\.", -1);
    String[] args =
        space < 0
            ? new String[0]
            : line.substring(space + 1).replaceAll("[\\[\\]{}]", "").split(", ?", -1);
    int[] slot = new int[args.length];
    long[] value = new long[args.length];
    int target = -1;
    for (int i = 0; i < args.length; i++) {
      slot[i] = -1;
      String arg = args[i];
      int plus = arg.indexOf('+');
      if (plus > 0) {
        value[i] = Long.decode(arg.substring(plus + 1));
        arg = arg.substring(0, plus);
      }
      if (arg.startsWith("$")) {
        target = Objects.requireNonNull(labels.get(arg), arg);
      } else if (arg.startsWith("%")) {
        slot[i] = slot(arg);
      } else if (params.contains(arg)) {
        value[i] = params.indexOf(arg);
      } else if (symbols.containsKey(arg)) {
        value[i] += symbols.get(arg);
      } else {
        value[i] = Long.decode(arg.replace("U", ""));
      }
    }
    String form = (name[0] + (name.length - 1)).intern();
    return new PtxOp(form, name, args, guard, negated, slot, value, target);
  }

  private int slot(String register) {
    return slots.computeIfAbsent(register, r -> slots.size());
  }
}
