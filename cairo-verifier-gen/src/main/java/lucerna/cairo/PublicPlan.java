package lucerna.cairo;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import lucerna.field.M31;
import lucerna.ops.layout.PublicBoxes;
import lucerna.ops.layout.PublicTerms;
import org.jspecify.annotations.Nullable;

/**
 * How the public columns' values are computed from the weights of the rows: sums over rows at even
 * distances first, which cells of many slots share, then sums of those by slot.
 *
 * <p>Gadget g of a kind with S slots is in slot {@code g mod S} of row {@code g / S}. An axis of a
 * box whose stride is a multiple of S stays in a slot, so its sum is one over rows ({@link Value}).
 * Of another one, every {@code S / gcd(S, stride)}-th step does. Along the box's run gadgets follow
 * one another through the slots of a row: such a piece is put down where it begins, and taken away
 * where it ends, and sums over slots, by Horner's rule in the ratio, carry it from slot to slot.
 */
final class PublicPlan {
  /** The longest sum that is made in one go; longer ones are sums of sums. */
  static final int LONGEST = 64;

  private static final int CHALLENGES = PublicTerms.CHALLENGES.size();

  /** Steps through rows, and what each is multiplied by. */
  record RowAxis(int count, int stride, List<Integer> step) {
    boolean plain() {
      return step.stream().allMatch(e -> e == 0);
    }
  }

  /**
   * A sum over rows, times a monomial.
   *
   * @param row the first row; after the rows come 1 and the public integers
   * @param axes at most two, the inner one first
   * @param times sums it is multiplied by, that begin at 1
   * @param monomial what else it is multiplied by
   */
  record Value(int row, List<RowAxis> axes, List<Value> times, List<Integer> monomial) {}

  /** A coefficient: an element of M31 times a monomial. */
  record Coefficient(List<Integer> monomial, int factor) {}

  /** A value times a coefficient. */
  record Item(Value value, Coefficient coefficient) {}

  /**
   * Sums of items by slot.
   *
   * @param cells whose; {@link PublicBoxes#CONSTANT} for the constant
   * @param ratio what a slot's sum is multiplied by for the next slot; null where they stand alone
   */
  record Group(int cells, @Nullable List<Integer> ratio) {}

  /* Steps of a box that remain in a slot, from a gadget on. */
  private record Piece(int gadget, List<Integer> monomial, List<RowAxis> axes) {}

  private final List<PublicBoxes.Cells> cells;
  private final int rows;
  private final boolean fine;
  private final Map<Group, NavigableMap<Integer, List<Item>>> groups = new LinkedHashMap<>();
  private final Map<Value, Value> values = new LinkedHashMap<>();
  private final Map<Coefficient, Coefficient> coefficients = new LinkedHashMap<>();
  private double gas;

  /**
   * Starts with nothing.
   *
   * @param cells what numbers of cells mean
   * @param rows how many rows there are
   * @param fine whether coefficients hold powers of r alone, or also those of s and tau; values
   *     hold the others
   */
  PublicPlan(List<PublicBoxes.Cells> cells, int rows, boolean fine) {
    this.cells = cells;
    this.rows = rows;
    this.fine = fine;
  }

  /** Returns about how much gas it takes; {@link PublicTable} knows it better. */
  double gas() {
    return gas;
  }

  /** Says whether numbers of values might become too large. */
  boolean isFull() {
    return values.size() > PublicTable.LIMIT / 8;
  }

  /** Returns the items by group and slot. */
  Map<Group, NavigableMap<Integer, List<Item>>> groups() {
    return groups;
  }

  /** Returns all values that items have. */
  Collection<Value> values() {
    return values.keySet();
  }

  /** Returns all coefficients that items have. */
  Collection<Coefficient> coefficients() {
    return coefficients.keySet();
  }

  List<PublicBoxes.Cells> cells() {
    return cells;
  }

  /** The number of the row that is 1. */
  private int one() {
    return rows;
  }

  /** Adds a run of public integers to the total, which is minus the constant. */
  void add(Run run) {
    var axes = new ArrayList<RowAxis>();
    for (Run.Axis axis : List.of(run.inner(), run.outer())) {
      if (axis.count() > 1) {
        axes.add(new RowAxis(axis.count(), axis.stride(), axis.step()));
      }
    }
    put(
        new Group(PublicBoxes.CONSTANT, null),
        0,
        M31.neg(run.coefficient()),
        new Piece(one() + 1 + run.first(), run.exponents(), axes),
        List.of());
  }

  /** Adds a box. */
  void add(PublicBoxes.Box box) {
    var axes = new ArrayList<>(box.axes());
    axes.add(box.run());
    PublicBoxes.Cells form = box.cells() == PublicBoxes.CONSTANT ? null : cells.get(box.cells());
    int constant = form == null ? 1 : form.constant();
    if (constant != 0) {
      addConstant(box, M31.mul(box.factor(), constant), axes);
    }
    if (form == null) {
      return;
    }
    int factor = box.factor();
    var repeated = new ArrayList<RowAxis>();
    List<Piece> pieces = List.of(new Piece(box.first(), box.exponents(), List.of()));
    if (box.run().stride() > 0 || box.run().count() == 1) {
      axes.removeLast();
    }
    for (PublicBoxes.Axis axis : axes) {
      RowAxis still = new RowAxis(axis.count(), 0, step(axis));
      if (axis.stride() > 0) {
        pieces = pieces.stream().flatMap(p -> split(p, axis, form.slots()).stream()).toList();
      } else if (still.plain()) {
        factor = M31.mul(factor, axis.count());
      } else {
        repeated.add(still);
      }
    }
    for (Piece piece : pieces) {
      addRun(box, factor, piece, form.slots(), repeated);
    }
  }

  private void addConstant(PublicBoxes.Box box, int constant, List<PublicBoxes.Axis> axes) {
    int factor = constant;
    var repeated = new ArrayList<RowAxis>();
    for (PublicBoxes.Axis axis : axes) {
      RowAxis still = new RowAxis(axis.count(), 0, step(axis));
      if (still.plain()) {
        factor = M31.mul(factor, axis.count());
      } else if (axis.count() > 1) {
        repeated.add(still);
      }
    }
    Piece piece = new Piece(one(), box.exponents(), List.of());
    put(new Group(PublicBoxes.CONSTANT, null), 0, factor, piece, repeated);
  }

  /* The steps of an axis by the slots that they lead to. */
  private static List<Piece> split(Piece piece, PublicBoxes.Axis axis, int slots) {
    int period = slots / gcd(slots, axis.stride());
    List<Integer> step = step(axis);
    var pieces = new ArrayList<Piece>();
    for (int first = 0; first < Math.min(period, axis.count()); first++) {
      int count = Math.ceilDiv(axis.count() - first, period);
      var axes = new ArrayList<>(piece.axes);
      if (count > 1) {
        axes.add(new RowAxis(count, axis.stride() * period / slots, times(step, period)));
      }
      pieces.add(
          new Piece(
              piece.gadget + first * axis.stride(),
              plus(piece.monomial, times(step, first)),
              axes));
    }
    return pieces;
  }

  /* The parts of a run of gadgets that are in one row each; whole rows are taken together. */
  private void addRun(
      PublicBoxes.Box box, int factor, Piece piece, int slots, List<RowAxis> repeated) {
    int count = box.run().stride() == 0 ? 1 : box.run().count();
    List<Integer> ratio = step(box.run());
    for (int place = 0; place < count; ) {
      int gadget = piece.gadget + place;
      int slot = gadget % slots;
      int length = Math.min(slots - slot, count - place);
      int whole = length == slots ? (count - place) / slots : 1;
      var axes = new ArrayList<>(piece.axes);
      if (whole > 1) {
        axes.add(new RowAxis(whole, 1, times(ratio, slots)));
      }
      List<Integer> monomial = plus(piece.monomial, times(ratio, place));
      var begun = new Piece(gadget / slots, monomial, axes);
      var group = new Group(box.cells(), length == 1 ? null : ratio);
      put(group, slot, factor, begun, repeated);
      if (length > 1 && slot + length < slots) {
        var ended = new Piece(begun.gadget, plus(monomial, times(ratio, length)), axes);
        put(group, slot + length, M31.neg(factor), ended, repeated);
      }
      place += length * whole;
    }
  }

  /* A piece's gadget is a row from here on. Long axes are cut, third ones are done step by step. */
  private void put(Group group, int slot, int factor, Piece piece, List<RowAxis> repeated) {
    for (int i = 0; i < repeated.size(); i++) {
      RowAxis axis = repeated.get(i);
      if (axis.count > LONGEST) {
        int rest = axis.count % LONGEST;
        int from = axis.count - rest;
        if (rest > 0) {
          var last = new ArrayList<>(repeated);
          last.set(i, new RowAxis(rest, 0, axis.step));
          last.removeIf(a -> a.count == 1);
          put(group, slot, factor, moved(piece, axis, from, piece.axes), last);
        }
        // The sum of so many powers is a product of two such sums.
        var parts = new ArrayList<>(repeated);
        parts.set(i, new RowAxis(LONGEST, 0, axis.step));
        parts.add(new RowAxis(from / LONGEST, 0, times(axis.step, LONGEST)));
        parts.removeIf(a -> a.count == 1);
        put(group, slot, factor, piece, parts);
        return;
      }
    }
    var axes = new ArrayList<>(piece.axes);
    axes.sort(Comparator.comparingInt((RowAxis axis) -> -axis.count));
    for (int i = 0; i < axes.size(); i++) {
      RowAxis axis = axes.get(i);
      if (axis.count > LONGEST) {
        int rest = axis.count % LONGEST;
        axes.set(i, new RowAxis(LONGEST, axis.stride, axis.step));
        int turns = axis.count / LONGEST;
        if (rest > 0) {
          var last = new ArrayList<>(axes);
          last.set(i, new RowAxis(rest, axis.stride, axis.step));
          last.removeIf(a -> a.count == 1);
          int from = axis.count - rest;
          put(group, slot, factor, moved(piece, axis, from, last), repeated);
        }
        if (turns > 1) {
          axes.add(new RowAxis(turns, LONGEST * axis.stride, times(axis.step, LONGEST)));
        }
        put(group, slot, factor, moved(piece, axis, 0, axes), repeated);
        return;
      }
    }
    if (axes.size() > 2) {
      RowAxis axis = axes.removeLast();
      for (int i = 0; i < axis.count; i++) {
        put(group, slot, factor, moved(piece, axis, i, axes), repeated);
      }
      return;
    }
    item(group, slot, factor, piece, axes, repeated);
  }

  private static Piece moved(Piece piece, RowAxis axis, int steps, List<RowAxis> axes) {
    return new Piece(
        piece.gadget + steps * axis.stride,
        plus(piece.monomial, times(axis.step, steps)),
        List.copyOf(axes));
  }

  private void item(
      Group group, int slot, int factor, Piece piece, List<RowAxis> axes, List<RowAxis> repeated) {
    List<Value> times = repeated.stream().map(this::powers).toList();
    Value value = new Value(piece.gadget, List.copyOf(axes), times, part(piece.monomial, false));
    // A sum of powers times 1 is that sum.
    if (value.row == one() && axes.isEmpty() && times.size() == 1) {
      value = new Value(one(), times.getFirst().axes, List.of(), value.monomial);
    }
    gas += PublicPrices.ITEM + 2 * PublicPrices.SHORT;
    if (values.putIfAbsent(value, value) == null) {
      int summed = axes.stream().mapToInt(RowAxis::count).reduce(1, Math::multiplyExact);
      gas +=
          PublicPrices.SUM
              + PublicPrices.TIMES
              + summed * PublicTable.rowPrice(axes.isEmpty() ? 1 : axes.getFirst().stride());
    }
    var coefficient = new Coefficient(part(piece.monomial, true), factor);
    if (coefficients.putIfAbsent(coefficient, coefficient) == null) {
      gas += PublicPrices.COEFFICIENT + PublicPrices.MONOMIAL;
    }
    groups
        .computeIfAbsent(group, k -> new TreeMap<>())
        .computeIfAbsent(slot, k -> new ArrayList<>())
        .add(new Item(value, coefficient));
  }

  private Value powers(RowAxis axis) {
    return new Value(one(), List.of(axis), List.of(), Collections.nCopies(CHALLENGES, 0));
  }

  /* Of a monomial, what goes into coefficients, or what goes into values. */
  private List<Integer> part(List<Integer> monomial, boolean coefficient) {
    var part = new ArrayList<Integer>();
    for (int c = 0; c < CHALLENGES; c++) {
      String name = PublicTerms.CHALLENGES.get(c);
      boolean own = name.equals("r") || (!fine && (name.equals("s") || name.equals("tau")));
      part.add(own == coefficient ? monomial.get(c) : 0);
    }
    return List.copyOf(part);
  }

  private static List<Integer> step(PublicBoxes.Axis axis) {
    var step = new ArrayList<>(Collections.nCopies(CHALLENGES, 0));
    step.set(axis.challenge(), axis.exponent());
    return List.copyOf(step);
  }

  private static List<Integer> times(List<Integer> exponents, int factor) {
    return exponents.stream().map(e -> e * factor).toList();
  }

  private static List<Integer> plus(List<Integer> left, List<Integer> right) {
    var sum = new ArrayList<Integer>();
    for (int c = 0; c < CHALLENGES; c++) {
      sum.add(left.get(c) + right.get(c));
    }
    return List.copyOf(sum);
  }

  private static int gcd(int a, int b) {
    return b == 0 ? a : gcd(b, a % b);
  }
}
