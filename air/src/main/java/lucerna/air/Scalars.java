package lucerna.air;

import java.util.List;
import lucerna.field.QM31;

/**
 * Values of a program's scalars.
 *
 * @param challenges in the order of {@link AirProgram#challenges()}
 * @param publicScalars in the order of {@link AirProgram#publicScalars()}
 */
public record Scalars(List<QM31> challenges, List<QM31> publicScalars) {
  /** Copies the lists. */
  public Scalars {
    challenges = List.copyOf(challenges);
    publicScalars = List.copyOf(publicScalars);
  }
}
