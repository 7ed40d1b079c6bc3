package lucerna.cairo;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import lucerna.cairo.CalldataReader.Field;
import lucerna.cairo.CalldataReader.Form;
import lucerna.field.M31;

/** Changes of a proof's calldata: each kind that fits at every field, and random ones. */
final class Mutations {
  private static final int RADIX = 31;
  private static final int ELEMENTS_BITS = 8 * RADIX;
  private static final int WORDS_BITS = 7 * Integer.SIZE;
  private static final int SHORT = 16;
  private static final int KINDS = 9;

  /** The kind of a field as it stands in another honest proof. */
  static final String TRANSPLANT = "another proof's";

  private static final BigInteger P = BigInteger.valueOf(M31.P);

  private final List<Field> fields;
  private final List<BigInteger> felts;
  private final List<BigInteger> other;
  private final Random random;

  /**
   * Prepares changes.
   *
   * @param fields the fields of the calldata
   * @param felts an honest proof's calldata
   * @param other those of another honest proof under the same key
   * @param seed what random choices follow from
   */
  Mutations(List<Field> fields, List<BigInteger> felts, List<BigInteger> other, long seed) {
    this.fields = fields;
    this.felts = felts;
    this.other = other;
    random = new Random(seed);
  }

  /** Every kind of change at every field that it fits. */
  List<Mutation> catalogue() {
    var all = new ArrayList<Mutation>();
    for (Field field : fields) {
      int last = field.to() - 1;
      all.addAll(bits(field));
      all.addAll(otherForms(field));
      all.addAll(lengths(field));
      if (field.from() < last) {
        all.add(swap(field.name(), field.from(), last));
      }
      all.add(transplant(field));
    }
    int end = felts.size();
    all.add(Mutation.set("trailing", "end", end, BigInteger.ZERO));
    all.add(Mutation.set("trailing", "end", end, felts.getLast()));
    return changing(all);
  }

  /** Every so manyth of a catalogue's changes, and the first one of each field. */
  static List<Mutation> every(int stride, List<Mutation> catalogue) {
    var some = new ArrayList<Mutation>();
    for (int i = 0; i < catalogue.size(); i++) {
      boolean first = i == 0 || !catalogue.get(i).field().equals(catalogue.get(i - 1).field());
      if (first || i % stride == 0) {
        some.add(catalogue.get(i));
      }
    }
    return some;
  }

  /** One change of each field, of another kind from field to field. */
  static List<Mutation> oneOfEach(List<Mutation> catalogue) {
    var byField = new LinkedHashMap<String, List<Mutation>>();
    for (Mutation mutation : catalogue) {
      byField.computeIfAbsent(mutation.field(), name -> new ArrayList<>()).add(mutation);
    }
    var some = new ArrayList<Mutation>();
    for (List<Mutation> field : byField.values()) {
      some.add(field.get(KINDS * some.size() % field.size()));
    }
    return some;
  }

  /* A bit of each limb of short fields, such as roots and nonces; a few bits of long ones. */
  private List<Mutation> bits(Field field) {
    int last = field.to() - 1;
    boolean isShort = last - field.from() < SHORT;
    List<Integer> places =
        isShort
            ? IntStream.rangeClosed(field.from(), last).boxed().toList()
            : List.of(field.from(), (field.from() + last) / 2, last);
    int limbs = isShort && field.form() == Form.WORDS ? WORDS_BITS / Integer.SIZE : 1;
    var all = new ArrayList<Mutation>();
    for (int at : places) {
      for (int limb = 0; limb < limbs; limb++) {
        int bit = limb * Integer.SIZE + bit(field.form());
        all.add(Mutation.set("bit", field.name(), at, felts.get(at).flipBit(bit)));
      }
    }
    return all;
  }

  /* A bit of some limb; numbers are small. */
  private int bit(Form form) {
    return switch (form) {
      case NUMBER -> random.nextInt(8);
      case INTEGER -> random.nextInt(RADIX);
      case WORDS -> random.nextInt(Integer.SIZE);
      case ELEMENTS -> random.nextInt(RADIX - 1);
      case DIGESTS -> random.nextInt(ELEMENTS_BITS);
    };
  }

  /* The same value written otherwise, and values that are none. */
  private List<Mutation> otherForms(Field field) {
    var all = new ArrayList<Mutation>();
    for (int at = field.from(); at < field.to(); at += Math.max(1, field.to() - 1 - at)) {
      BigInteger felt = felts.get(at);
      switch (field.form()) {
        case NUMBER -> {
          all.add(form(field, at, felt.setBit(Integer.SIZE)));
          all.add(form(field, at, felt.setBit(128)));
          all.add(form(field, at, Packing.PRIME.subtract(BigInteger.ONE)));
        }
        case INTEGER -> {
          all.add(form(field, at, felt.add(P).mod(Packing.PRIME)));
          all.add(form(field, at, felt.subtract(P).mod(Packing.PRIME)));
          all.add(form(field, at, felt.add(BigInteger.ONE.shiftLeft(200)).mod(Packing.PRIME)));
        }
        case WORDS -> all.add(form(field, at, felt.setBit(WORDS_BITS)));
        case ELEMENTS -> {
          all.add(form(field, at, felt.setBit(ELEMENTS_BITS)));
          all.add(form(field, at, felt.or(P.shiftLeft(RADIX * random.nextInt(8)))));
        }
        case DIGESTS -> all.add(form(field, at, felt.flipBit(ELEMENTS_BITS)));
      }
    }
    return all;
  }

  private static Mutation form(Field field, int at, BigInteger value) {
    return Mutation.set("form", field.name(), at, value.mod(Packing.PRIME));
  }

  private List<Mutation> lengths(Field field) {
    String name = field.name();
    int from = field.from();
    var all = new ArrayList<Mutation>();
    if (field.form() == Form.NUMBER) {
      BigInteger number = felts.get(from);
      for (long other : new long[] {-1, 1, number.longValue(), 1L << 19}) {
        BigInteger changed = number.add(BigInteger.valueOf(other)).mod(Packing.PRIME);
        all.add(Mutation.set("length", name, from, changed));
      }
      all.add(Mutation.set("length", name, from, BigInteger.ZERO));
    }
    all.add(Mutation.delete("missing", name, from));
    all.add(Mutation.delete("missing", name, field.to() - 1));
    all.add(Mutation.insert("doubled", name, from, felts.get(from)));
    all.add(Mutation.insert("doubled", name, field.to(), BigInteger.ZERO));
    all.add(Mutation.cut("cut", name, from));
    return all;
  }

  private Mutation swap(String name, int one, int two) {
    return new Mutation(
        "swap",
        name,
        List.of(
            new Mutation.Edit(Mutation.Step.SET, one, felts.get(two)),
            new Mutation.Edit(Mutation.Step.SET, two, felts.get(one))));
  }

  /* A field as it stands at the same place of another honest proof. */
  private Mutation transplant(Field field) {
    var edits = new ArrayList<Mutation.Edit>();
    for (int at = field.from(); at < Math.min(field.to(), other.size()); at++) {
      edits.add(new Mutation.Edit(Mutation.Step.SET, at, other.get(at)));
    }
    return new Mutation(TRANSPLANT, field.name(), edits);
  }

  /** So many random changes, at felts drawn from all, or from a field drawn first. */
  List<Mutation> random(int count) {
    var all = new ArrayList<Mutation>();
    while (all.size() < count) {
      int at = random.nextInt(felts.size());
      if (random.nextBoolean()) {
        Field field = fields.get(random.nextInt(fields.size()));
        at = random.nextInt(field.from(), field.to());
      }
      String name = nameAt(at);
      BigInteger felt = felts.get(at);
      int from = random.nextInt(felts.size());
      Mutation made =
          switch (random.nextInt(KINDS)) {
            case 0, 1 -> {
              BigInteger flipped = felt.flipBit(random.nextInt(251)).mod(Packing.PRIME);
              yield Mutation.set("random bit", name, at, flipped);
            }
            case 2 -> {
              BigInteger more = felt.add(BigInteger.ONE).mod(Packing.PRIME);
              yield Mutation.set("random one more", name, at, more);
            }
            case 3 -> {
              BigInteger drawn = new BigInteger(251, random).mod(Packing.PRIME);
              yield Mutation.set("random felt", name, at, drawn);
            }
            case 4 -> {
              BigInteger limb = P.shiftLeft(RADIX * random.nextInt(8));
              yield Mutation.set("random limb of p", name, at, felt.or(limb).mod(Packing.PRIME));
            }
            case 5 -> Mutation.set("random copy", name, at, felts.get(from));
            case 6 -> new Mutation("random swap", name, swap(name, at, from).edits());
            case 7 ->
                random.nextBoolean()
                    ? Mutation.delete("random missing", name, at)
                    : Mutation.insert("random doubled", name, at, felts.get(from));
            default -> {
              BigInteger theirs = other.get(Math.min(at, other.size() - 1));
              yield Mutation.set("random of another proof", name, at, theirs);
            }
          };
      if (made.changes(felts)) {
        all.add(made);
      }
    }
    return all;
  }

  private String nameAt(int index) {
    return fields.stream()
        .filter(field -> field.from() <= index && index < field.to())
        .map(Field::name)
        .findFirst()
        .orElseThrow();
  }

  private List<Mutation> changing(List<Mutation> all) {
    return all.stream().filter(mutation -> mutation.changes(felts)).toList();
  }
}
