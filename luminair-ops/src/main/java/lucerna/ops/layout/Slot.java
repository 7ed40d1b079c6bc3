package lucerna.ops.layout;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import lucerna.air.AirBuilder;
import lucerna.air.AirProgram;
import lucerna.air.Expr;
import lucerna.air.Tree;
import org.jspecify.annotations.Nullable;

/**
 * The columns of one slot, as a {@link SlotKind} declares them.
 *
 * <p>A <em>parameter</em> is a public number of each gadget: a preprocessed column, or a constant
 * if it is the same for all gadgets of the kind. A <em>port</em> is an expression in the cells that
 * the sum over all equations reads: it has a public column of coefficients if the circuit reads it.
 */
final class Slot {
  /** What of a kind a circuit uses. */
  interface Use {
    /** Returns the least value of a parameter. */
    int least(int parameter);

    /** Returns the greatest value of a parameter. */
    int greatest(int parameter);

    /** Says whether some form contains a port. */
    boolean reads(String port);
  }

  /** A range check and the parameter that is its width. */
  record Check(String name, int parameter) {}

  /**
   * What a kind declares, in order.
   *
   * @param cells the columns of the witness, limbs apart
   * @param parameters the public numbers
   * @param checks the range checks
   * @param ports what the sum may read
   */
  record Signature(
      List<String> cells, List<String> parameters, List<Check> checks, List<String> ports) {
    Signature {
      cells = List.copyOf(cells);
      parameters = List.copyOf(parameters);
      checks = List.copyOf(checks);
      ports = List.copyOf(ports);
    }

    static Signature of(SlotKind kind) {
      Slot[] defined = new Slot[1];
      program(kind, EVERYTHING, 1, defined);
      Slot slot = defined[0];
      return new Signature(slot.cells, slot.parameters, slot.checks, slot.ports);
    }
  }

  private static final Use EVERYTHING =
      new Use() {
        @Override
        public int least(int parameter) {
          return 1;
        }

        @Override
        public int greatest(int parameter) {
          return 1;
        }

        @Override
        public boolean reads(String port) {
          return true;
        }
      };

  private final AirBuilder air;
  private final Relations relations;
  private final int tableBits;
  private final String prefix;
  private final Use use;
  private final Expr selected;
  private final List<String> cells = new ArrayList<>();
  private final List<String> parameters = new ArrayList<>();
  private final List<Check> checks = new ArrayList<>();
  private final List<String> ports = new ArrayList<>();
  private final Map<String, List<Expr>> widths = new HashMap<>();
  private final List<String> read = new ArrayList<>();
  private @Nullable Expr sum;

  private Slot(AirBuilder air, SlotKind kind, Use use, int number, int tableBits) {
    this.air = air;
    this.use = use;
    this.tableBits = tableBits;
    relations = Relations.of(air);
    prefix = prefix(kind, number);
    selected = air.column(Tree.PREPROCESSED, prefix + "selected");
  }

  /** Writes one slot of a kind. */
  static Slot define(AirBuilder air, SlotKind kind, Use use, int number, int tableBits) {
    Slot slot = new Slot(air, kind, use, number, tableBits);
    kind.define(slot);
    if (slot.sum != null) {
      air.addToSum(slot.prefix + "ports: " + String.join(", ", slot.read), slot.sum);
    }
    return slot;
  }

  /** Returns the program of one slot alone, to count what it costs. */
  static AirProgram program(SlotKind kind, Use use, int tableBits, Slot... defined) {
    return AirProgram.of(
        air -> {
          Expr active = air.column(Tree.PREPROCESSED, "active");
          Slot slot = define(air, kind, use, 0, tableBits);
          if (defined.length > 0) {
            defined[0] = slot;
          }
          air.addToSum("nothing", air.constant(0));
          air.runningSum(active, active, active, air.constant(0));
        });
  }

  static String prefix(SlotKind kind, int number) {
    return kind.name() + number + ".";
  }

  static String limbName(String prefix, String check, int limb) {
    return prefix + check + ".limb" + limb;
  }

  static String widthName(String prefix, String parameter, int limb) {
    return prefix + parameter + ".width" + limb;
  }

  /** Returns 1 in the rows where the slot holds a gadget, else 0. */
  Expr selected() {
    return selected;
  }

  /** Declares a cell. */
  Expr cell(String name) {
    cells.add(name);
    return air.column(prefix + name);
  }

  /** States that an expression of degree at most 3 is 0. */
  void zero(String statement, Expr expression) {
    air.label(prefix + statement).when(selected).zero(expression);
  }

  /** States that a cell is 0 or 1. */
  void bit(String name, Expr cell) {
    zero("%1$s is a bit, %1$s (%1$s - 1) = 0".formatted(name), cell.times(cell.minus(1)));
  }

  /** Declares or finds a parameter that is a number in a tuple. */
  Expr parameter(String name) {
    int number = number(name);
    return use.least(number) == use.greatest(number)
        ? air.constant(use.least(number))
        : air.column(Tree.PREPROCESSED, prefix + name);
  }

  /** States that a value is in the range whose width is a parameter. */
  void range(String name, Expr value, String width) {
    int parameter = number(width);
    checks.add(new Check(name, parameter));
    List<Expr> limbWidths = widths.computeIfAbsent(width, w -> widths(w, parameter));
    List<Expr> lowLimbs = new ArrayList<>();
    for (int i = 0; i < limbWidths.size() - 1; i++) {
      lowLimbs.add(air.column(limbName(prefix, name, i)));
    }
    Limbs.lookUp(
        air, relations.range(), tableBits, new Limbs.Check(selected, value, lowLimbs, limbWidths));
  }

  /** States that y is the value of a function at x. */
  void function(Expr table, Expr x, Expr y) {
    air.consume(relations.function(), selected, table, x, y);
  }

  /** Offers an entry of a memory. */
  void offer(Expr uses, Expr memory, Expr index, Expr value) {
    air.produce(relations.memory(), selected.times(uses), memory, index, value);
  }

  /** States that a memory has an entry. */
  void read(Expr memory, Expr index, Expr value) {
    air.consume(relations.memory(), selected, memory, index, value);
  }

  /** Lets the sum read an expression of degree at most 2. */
  void port(String name, Expr expression) {
    ports.add(name);
    if (use.reads(name)) {
      read.add(name);
      Expr term = air.publicColumn(prefix + "K." + name).times(expression);
      sum = sum == null ? term : sum.plus(term);
    }
  }

  private List<Expr> widths(String name, int parameter) {
    int limbs = Limbs.count(use.greatest(parameter), tableBits);
    if (use.least(parameter) == use.greatest(parameter)) {
      return Arrays.stream(Limbs.widths(use.least(parameter), tableBits, limbs))
          .mapToObj(air::constant)
          .toList();
    }
    List<Expr> columns = new ArrayList<>();
    for (int i = 0; i < limbs; i++) {
      columns.add(air.column(Tree.PREPROCESSED, widthName(prefix, name, i)));
    }
    return columns;
  }

  private int number(String parameter) {
    if (!parameters.contains(parameter)) {
      parameters.add(parameter);
    }
    return parameters.indexOf(parameter);
  }
}
