package lucerna.cairo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import lucerna.ops.layout.InputPrivacy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A verifier of several classes: classes that are not those of the package are refused when it is
 * deployed; parts out of order, left out or of another session are refused wherever classes end;
 * what the classes are asked by others registers nothing.
 */
final class ClassAttackTest {
  private static final String SESSION = "SESSION: another state";
  private static final String CLASSES = "CLASSES: another class";
  private static final long CLASS_FELTS = 32_000;

  @TempDir Path folder;

  private final Chains chains = new Chains();
  private final List<String> names = new ArrayList<>();
  private final List<List<String>> expected = new ArrayList<>();
  private List<String> question = List.of();
  private SplitPlan plan;

  private void attack(String name, List<SplitCalldata.Part> sent, String... reasons) {
    chains.begin().deployed(places());
    sent.forEach(chains::part);
    var all = new ArrayList<>(List.of(""));
    all.addAll(List.of(reasons));
    finish(name, all);
  }

  private void deployed(String name, List<String> classes, String reason) {
    chains.begin().deployed(classes);
    finish(name, List.of(reason));
  }

  private void finish(String name, List<String> reasons) {
    chains.call("is_verified", question);
    names.add(name);
    expected.add(reasons);
  }

  ClassAttackTest() {
    plan = SplitPlan.of(KEYS.key(), PublicColumnSource.PART_GAS, 1_000_000, 1L << 50, CLASS_FELTS);
  }

  private static final SmallModel KEYS = SmallModel.of("2l_relu_small", InputPrivacy.HIDDEN, true);

  @Test
  void onlyTheClassesOfThePackageInTheirPlacesInOrder() throws Exception {
    assumeTrue(CairoCheck.installed(), "cairo-check is not installed");
    question = Calldata.question(KEYS.proof());
    int[] whole = plan.pieces();
    assertTrue(plan.classes() >= 2 && plan.parts() == 1, "pieces of one part");
    // Parts that end within classes and with them; the last one has a piece in each of two.
    int all = whole[whole.length - 1];
    plan = plan.joined(KEYS.key(), 1, whole[0] + 1, all - 1, all);
    assertTrue(plan.pieces().length > plan.parts(), "a part of several pieces");
    List<SplitCalldata.Part> parts = SplitCalldata.of(plan, KEYS.key(), KEYS.proof());
    SplitCalldata.Part first = parts.getFirst();
    SplitCalldata.Part second = parts.get(1);
    SplitCalldata.Part third = parts.get(2);
    SplitCalldata.Part last = parts.getLast();

    attack("honest", parts, "", "", "", "");
    attack("left out", List.of(first, third), "", SESSION);
    attack("out of order", List.of(first, last, second), "", SESSION, "");
    attack("not begun", List.of(last), SESSION);
    attack("sent again", List.of(first, second, second), "", "", SESSION);
    attack("too many felts", List.of(first, with(second)), "", "SHAPE: the part goes on");
    attack(
        "a state of another piece",
        List.of(first, new SplitCalldata.Part(third.state(), third.felts())),
        "",
        SESSION);
    attack("parts as one", List.of(joined(first, third)), "SHAPE: the part goes on");

    List<String> own = places();
    deployed("the own classes", own, "");
    deployed("classes swapped", own.reversed(), CLASSES);
    for (int place = 0; place < own.size(); place++) {
      var others = new ArrayList<>(own);
      others.set(place, "other::class_%1$d::Class%1$d".formatted(place + 1));
      deployed("another key's class " + (place + 1), others, CLASSES);
    }
    deployed("a class too few", own.subList(0, own.size() - 1), "Failed to deserialize.*");
    var more = new ArrayList<>(own);
    more.add(own.getFirst());
    deployed("a class too many", more, "Input too long for arguments");

    asked(parts);
    judge();
  }

  /* The classes answer to all, but what they say is not registered, and each knows its pieces. */
  private void asked(List<SplitCalldata.Part> parts) {
    chains.begin().deployed(places());
    var reasons = new ArrayList<>(List.of(""));
    int[] classOf = plan.classOf();
    for (int part = 0; part < parts.size(); part++) {
      int piece = plan.piecesAfter(part);
      for (int place = 0; place < plan.classes(); place++) {
        boolean own = classOf[piece] == place;
        if (part > 0 || own) {
          chains.call(
              "lucerna_verifier::class_%1$d::Class%1$d::run".formatted(place + 1),
              parts.get(part).arguments());
          reasons.add(own ? "" : "SHAPE: no such part");
        }
      }
    }
    finish("the classes themselves", reasons);
  }

  private List<String> places() {
    var names = new ArrayList<String>();
    for (int place = 1; place <= plan.classes(); place++) {
      names.add("lucerna_verifier::class_%1$d::Class%1$d".formatted(place));
    }
    return names;
  }

  private void judge() throws Exception {
    Map<String, String> files = new TreeMap<>(CairoPackage.of(KEYS.key(), plan).files());
    SmallModel other = SmallModel.of("2l_relu_small", InputPrivacy.HIDDEN, false);
    SplitPlan others =
        SplitPlan.of(other.key(), PublicColumnSource.PART_GAS, 1_000_000, 1L << 50, CLASS_FELTS);
    assertEquals(plan.classes(), others.classes());
    // The other key's package as a module of this one.
    CairoPackage.of(other.key(), others)
        .files()
        .forEach(
            (name, text) -> {
              if (name.equals("src/lib.cairo")) {
                files.put("src/other.cairo", text.replace("pub mod contract;\n", ""));
              } else if (name.startsWith("src/") && !name.equals("src/contract.cairo")) {
                files.put(
                    name.replace("src/", "src/other/"), text.replace("crate::", "crate::other::"));
              }
            });
    files.computeIfPresent("src/lib.cairo", (name, text) -> text + "\npub mod other;\n");
    Path target = folder.resolve("package");
    Chains.write(target, files);
    chains.judge(folder, target, names, expected, "honest"::equals);
    System.out.printf("%d chains over %d classes%n", names.size(), plan.classes());
  }

  private static SplitCalldata.Part with(SplitCalldata.Part part) {
    var felts = new ArrayList<>(part.felts());
    felts.add("0x0");
    return new SplitCalldata.Part(part.state(), felts);
  }

  private static SplitCalldata.Part joined(SplitCalldata.Part part, SplitCalldata.Part next) {
    var felts = new ArrayList<>(part.felts());
    felts.addAll(next.felts());
    return new SplitCalldata.Part(part.state(), felts);
  }
}
