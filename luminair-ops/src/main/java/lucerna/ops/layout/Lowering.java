package lucerna.ops.layout;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntFunction;
import lucerna.air.Air;
import lucerna.air.AirProgram;
import lucerna.field.Parallel;
import lucerna.field.QM31;
import lucerna.field.SecureColumn;
import org.jspecify.annotations.Nullable;

/**
 * A circuit laid out, with the two constraint systems of a key: one for each inference, one for the
 * weights, once.
 */
public final class Lowering {
  private final Layout layout;
  private final AirProgram mainProgram;
  private final AirProgram registrationProgram;
  private final int[][] mainPreprocessed;
  private final AtomicReference<@Nullable MainPublicColumns> publicColumns =
      new AtomicReference<>();

  /**
   * Builds both constraint systems.
   *
   * @param layout the layout
   * @throws IllegalArgumentException if there would be so many range checks that they could wrap
   */
  public Lowering(Layout layout) {
    this.layout = layout;
    List<Air> airs = List.of(new MainAir(layout), new RegistrationAir(layout));
    AirProgram[] programs = new AirProgram[airs.size()];
    int[][][] preprocessed = new int[1][][];
    Parallel.forEach(
        programs.length,
        i -> {
          programs[i] = AirProgram.of(airs.get(i));
          programs[i].checkUseCounts(layout.activeRows());
          if (i == 0) {
            preprocessed[0] = PreprocessedColumns.ofMain(layout, programs[0]);
          }
        });
    mainProgram = programs[0];
    registrationProgram = programs[1];
    mainPreprocessed = preprocessed[0];
  }

  /**
   * Returns where everything is.
   *
   * @return the layout
   */
  public Layout layout() {
    return layout;
  }

  /**
   * Returns the constraint system of an inference.
   *
   * @return its program
   */
  public AirProgram mainProgram() {
    return mainProgram;
  }

  /**
   * Returns the constraint system of a key.
   *
   * @return its program
   */
  public AirProgram registrationProgram() {
    return registrationProgram;
  }

  /**
   * Computes the columns that a key fixes for all inferences.
   *
   * @return the columns of the tree PREPROCESSED of {@link #mainProgram()}, {@code 2^n} entries
   *     each
   */
  public int[][] preprocessedColumns() {
    return mainPreprocessed;
  }

  /**
   * States one inference.
   *
   * @param values its public integers
   * @return the statement
   * @throws IllegalArgumentException if a value is missing or out of range
   */
  public Statement inference(PublicValues values) {
    values.check(layout);
    return new Inference(values);
  }

  /**
   * States that a key's weights are in range, bounded, and the same in all its trees.
   *
   * @return the statement
   */
  public Statement registration() {
    return new Registration();
  }

  /** Returns what no challenge changes of the public columns, found when first asked for. */
  MainPublicColumns publicColumns() {
    MainPublicColumns found = publicColumns.get();
    if (found == null) {
      // Two threads may both do it once; both find the same.
      found = new MainPublicColumns(layout);
      publicColumns.set(found);
    }
    return found;
  }

  private final class Inference implements Statement {
    private final PublicValues values;

    Inference(PublicValues values) {
      this.values = values;
    }

    @Override
    public AirProgram program() {
      return mainProgram;
    }

    @Override
    public int logRows() {
      return layout.shape().logRows();
    }

    @Override
    public int activeRows() {
      return layout.activeRows();
    }

    @Override
    public int[][] preprocessedColumnsByRow() {
      return mainPreprocessed;
    }

    @Override
    public int[] weightTreeWidths() {
      return layout.hasWeights() ? new int[] {layout.shape().weightColumns()} : new int[0];
    }

    @Override
    public int functionalDegree() {
      return Monomials.degree(layout);
    }

    @Override
    public PublicData publicData(QM31[] challenges) {
      return publicColumns()
          .compute(values, Arrays.copyOf(challenges, Monomials.CHALLENGES.size()));
    }

    @Override
    public PublicSums publicSums(QM31[] challenges, IntFunction<SecureColumn> weights) {
      return publicColumns()
          .sums(values, weights, Arrays.copyOf(challenges, Monomials.CHALLENGES.size()));
    }
  }

  private final class Registration implements Statement {
    @Override
    public AirProgram program() {
      return registrationProgram;
    }

    @Override
    public int logRows() {
      return layout.shape().logRows();
    }

    @Override
    public int activeRows() {
      return layout.activeRows();
    }

    @Override
    public int[][] preprocessedColumnsByRow() {
      return PreprocessedColumns.ofRegistration(layout, registrationProgram);
    }

    @Override
    public int[] weightTreeWidths() {
      int[] widths = new int[layout.hasWeights() ? layout.shape().weightInstances() : 0];
      Arrays.fill(widths, layout.shape().weightColumns());
      return widths;
    }

    @Override
    public int functionalDegree() {
      return RegistrationPublicColumns.degree(layout);
    }

    @Override
    public PublicData publicData(QM31[] challenges) {
      return RegistrationPublicColumns.compute(
          layout, Arrays.copyOf(challenges, RegistrationAir.CHALLENGES.size()));
    }

    @Override
    public PublicSums publicSums(QM31[] challenges, IntFunction<SecureColumn> weights) {
      return PublicSums.of(publicData(challenges), weights);
    }
  }
}
