package lucerna.air;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import lucerna.field.M31;
import lucerna.field.QM31;
import lucerna.field.SecureColumn;

/** An honest trace of {@link ToyAir}, with random values in the rows that are not active. */
final class ToyTrace implements ColumnData {
  static final int ROWS = 512;
  static final int ACTIVE = 300;
  static final int TABLE = 16;

  final AirProgram program = AirProgram.of(new ToyAir());
  private final List<int[][]> columns = new ArrayList<>();
  private final Random random;
  private Scalars scalars;

  ToyTrace(long seed) {
    random = new Random(seed);
    for (ColumnInfo column : program.columns()) {
      int[][] coordinates = new int[column.secure() ? QM31.DEGREE : 1][ROWS];
      columns.add(coordinates);
      if (column.tree() != Tree.PREPROCESSED && column.tree() != Tree.PUBLIC) {
        for (int[] values : coordinates) {
          for (int row = 0; row < ROWS; row++) {
            values[row] = randomElement(random);
          }
        }
      }
    }
    List<QM31> challenges = program.challenges().stream().map(c -> randomSecure(random)).toList();
    scalars = new Scalars(challenges, List.of(QM31.ZERO));
    fillSelectors();
    fillRows();
  }

  /** A trace whose interaction columns and total fit. */
  static ToyTrace honest(long seed) throws ZeroDenominatorException {
    ToyTrace trace = new ToyTrace(seed);
    trace.publish(trace.fillInteraction());
    return trace;
  }

  private void fillSelectors() {
    for (int row = 0; row < ROWS; row++) {
      column("active")[row] = row < ACTIVE ? 1 : 0;
      column("first")[row] = row == 0 ? 1 : 0;
      column("last")[row] = row == ACTIVE ? 1 : 0;
      column("step")[row] = row < ACTIVE - 1 ? 1 : 0;
      column("table")[row] = row < TABLE ? 1 : 0;
      column("index")[row] = row;
    }
  }

  private void fillRows() {
    int[] uses = column("uses");
    Arrays.fill(uses, 0, ACTIVE, 0);
    int x = 1;
    for (int row = 0; row < ACTIVE; row++) {
      int next = 1 + random.nextInt(255);
      column("x")[row] = x;
      column("lo")[row] = x % 16;
      column("hi")[row] = x / 16;
      column("input")[row] = M31.of(next - x);
      column("weight")[row] = 1 + random.nextInt(100);
      uses[x % 16]++;
      uses[x / 16]++;
      for (int[] coordinate : coordinates("u")) {
        coordinate[row] = randomElement(random);
      }
      x = next;
    }
  }

  QM31 fillInteraction() throws ZeroDenominatorException {
    return new InteractionTrace(program).fill(assignment(), ACTIVE, interaction());
  }

  List<SecureColumn> interaction() {
    return program.columnsOf(Tree.INTERACTION).stream()
        .map(column -> columns.get(column.id()))
        .map(c -> new SecureColumn(c[0], c[1], c[2], c[3]))
        .toList();
  }

  void publish(QM31 total) {
    scalars = new Scalars(scalars.challenges(), List.of(total));
  }

  Scalars scalars() {
    return scalars;
  }

  Assignment assignment() {
    return Assignment.inRowOrder(this, ROWS, scalars);
  }

  int[] column(String name) {
    return coordinates(name)[0];
  }

  int[][] coordinates(String name) {
    return columns.get(program.column(name).id());
  }

  @Override
  public int[][] coordinatesOfColumn(int id) {
    return columns.get(id);
  }

  static int randomElement(Random random) {
    return random.nextInt(M31.P);
  }

  static QM31 randomSecure(Random random) {
    return new QM31(
        randomElement(random), randomElement(random), randomElement(random), randomElement(random));
  }
}
