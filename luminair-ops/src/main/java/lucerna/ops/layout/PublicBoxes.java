package lucerna.ops.layout;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import lucerna.field.M31;

/**
 * The coefficients of the public columns as polynomials in the challenges, in boxes: what {@link
 * PublicTerms} lists one by one, but for summands with public integers.
 *
 * <p>A box is a run of gadgets, and what is like it along up to three further axes. It says of all
 * challenges at once what the verifier's sums are for some.
 */
public final class PublicBoxes {
  /** The cells of a box that has none: it adds to the constant alone. */
  public static final int CONSTANT = RunGrid.CONSTANT;

  /**
   * An axis of a box: step i is {@code i stride} gadgets on and has the factor {@code challenge^(i
   * exponent)}.
   *
   * @param count how many steps, at least 1
   * @param stride from gadget to gadget, not negative
   * @param challenge its number in {@link PublicTerms#CHALLENGES}; 0 if the exponent is 0
   * @param exponent not negative
   */
  public record Axis(int count, int stride, int challenge, int exponent) {}

  /**
   * A linear form in the columns of a slot.
   *
   * <p>Gadget g is in row {@code g / slots}, slot {@code g % slots}; its coefficient c adds {@code
   * c coefficient} to column {@code firstColumn + slot width + port} for each port, and {@code c
   * constant} to the constant. The total is minus the constant.
   *
   * @param firstColumn the first slot's first column in the tree PUBLIC
   * @param slots slots of a row
   * @param width columns of a slot
   * @param ports the columns that the form reads
   * @param coefficients one for each, elements of M31
   * @param constant an element of M31
   */
  public record Cells(
      int firstColumn,
      int slots,
      int width,
      List<Integer> ports,
      List<Integer> coefficients,
      int constant) {}

  /**
   * A box: the sum of {@code factor M(exponents)} times the axes' factors, over all steps of all
   * axes.
   *
   * @param cells whose form, by number; or {@link #CONSTANT}
   * @param first the first gadget; 0 without cells
   * @param factor an element of M31, not 0
   * @param exponents one for each of {@link PublicTerms#CHALLENGES}
   * @param run gadgets that follow one another, or one of them repeated
   * @param axes further axes, none of which is a point
   */
  public record Box(
      int cells, int first, int factor, List<Integer> exponents, Axis run, List<Axis> axes) {}

  /* A run of a grid without its gadget: runs alike can be joined. */
  private record Like(int place, int count, int cells, int factor) {}

  private record Plane(Like like, int from, Axis axis) {}

  /* Steps of an axis that follow one another. */
  private static final class Steps {
    private final int from;
    private final int first;
    private int count = 1;
    private int stride;

    Steps(int from, int first) {
      this.from = from;
      this.first = first;
    }

    boolean takes(int step, int gadget) {
      int apart = gadget - first - (count - 1) * stride;
      if (step != from + count || apart < 0 || (count > 1 && apart != stride)) {
        return false;
      }
      stride = apart;
      count++;
      return true;
    }
  }

  private final List<Cells> cells = new ArrayList<>();
  private final List<Box> boxes = new ArrayList<>();
  private final Map<Cells, Integer> numbers = new LinkedHashMap<>();
  private final int columns;

  private PublicBoxes(PublicRuns runs) {
    columns = runs.columns();
    int[] formOf = runs.cells().stream().map(PublicBoxes::cells).mapToInt(this::number).toArray();
    for (RunGrid grid : runs.grids()) {
      add(grid, formOf);
    }
  }

  /**
   * Finds the boxes.
   *
   * @param layout the layout
   * @return all of them, those of like origin together
   */
  public static PublicBoxes of(Layout layout) {
    return new PublicBoxes(new PublicRuns(layout));
  }

  /**
   * Lists what the numbers of cells mean.
   *
   * @return them, in order
   */
  public List<Cells> cells() {
    return Collections.unmodifiableList(cells);
  }

  /**
   * Counts the columns of the tree PUBLIC.
   *
   * @return their number
   */
  public int columns() {
    return columns;
  }

  /**
   * Lists all boxes.
   *
   * @return them, in order
   */
  public List<Box> boxes() {
    return Collections.unmodifiableList(boxes);
  }

  private static Cells cells(FormCells of) {
    return new Cells(
        of.firstColumn(),
        of.slots(),
        of.ports(),
        Arrays.stream(of.form().ports()).boxed().toList(),
        Arrays.stream(of.form().coefficients()).boxed().toList(),
        of.form().constant());
  }

  private int number(Cells of) {
    return numbers.computeIfAbsent(
        of,
        key -> {
          cells.add(key);
          return cells.size() - 1;
        });
  }

  private void add(RunGrid grid, int... formOf) {
    Map<Plane, List<Steps>> planes = new LinkedHashMap<>();
    int columns = grid.second().count();
    for (int i = 0; i < grid.first().count(); i++) {
      Map<Like, List<Steps>> rows = new LinkedHashMap<>();
      for (int j = 0; j < columns; j++) {
        int row = i * columns + j;
        for (int at = grid.start(row); at < grid.start(row + 1); at += RunGrid.WORDS) {
          int[] words = grid.words();
          int number = words[at + RunGrid.CELLS];
          var like =
              new Like(
                  words[at + RunGrid.PLACE],
                  words[at + RunGrid.COUNT],
                  number == RunGrid.CONSTANT ? CONSTANT : formOf[number],
                  words[at + RunGrid.FACTOR]);
          join(rows.computeIfAbsent(like, k -> new ArrayList<>()), j, words[at + RunGrid.GADGET]);
        }
      }
      for (var entry : rows.entrySet()) {
        for (Steps steps : entry.getValue()) {
          var plane = new Plane(entry.getKey(), steps.from, axis(grid.second(), steps));
          join(planes.computeIfAbsent(plane, k -> new ArrayList<>()), i, steps.first);
        }
      }
    }
    for (var entry : planes.entrySet()) {
      for (Steps steps : entry.getValue()) {
        boxes.add(box(grid, entry.getKey(), steps));
      }
    }
  }

  private static void join(List<Steps> all, int step, int gadget) {
    if (all.isEmpty() || !all.getLast().takes(step, gadget)) {
      all.add(new Steps(step, gadget));
    }
  }

  private static Axis axis(RunGrid.Axis of, Steps steps) {
    return axis(of, steps.count, steps.stride);
  }

  private static Axis axis(RunGrid.Axis of, int count, int stride) {
    boolean one = of.base() == Monomials.Base.ONE;
    return new Axis(count, stride, one ? 0 : challenge(of.base()), one ? 0 : of.step());
  }

  private static int challenge(Monomials.Base base) {
    return PublicTerms.CHALLENGES.indexOf(base.name().toLowerCase(Locale.ROOT));
  }

  private static Box box(RunGrid grid, Plane plane, Steps steps) {
    var exponents = new int[PublicTerms.CHALLENGES.size()];
    RunGrid.Scale scale = grid.scale();
    raise(exponents, scale.base(), scale.exponent());
    raise(exponents, grid.first().base(), steps.from * grid.first().step());
    raise(exponents, grid.second().base(), plane.from * grid.second().step());
    raise(exponents, grid.last().base(), plane.like.place * grid.last().step());
    int count = plane.like.count;
    var axes = new ArrayList<Axis>();
    axes.add(axis(grid.first(), steps));
    axes.add(plane.axis);
    axes.add(axis(scale.sum(), scale.sum().count(), 0));
    axes.removeIf(axis -> axis.count == 1);
    int factor = plane.like.factor;
    boolean still = count < 0 || plane.like.cells == CONSTANT;
    return new Box(
        plane.like.cells,
        steps.first,
        scale.sign() < 0 ? M31.neg(factor) : factor,
        Arrays.stream(exponents).boxed().toList(),
        axis(grid.last(), Math.abs(count), still ? 0 : 1),
        List.copyOf(axes));
  }

  private static void raise(int[] exponents, Monomials.Base base, int by) {
    if (base != Monomials.Base.ONE) {
      exponents[challenge(base)] += by;
    }
  }
}
