package lucerna.air;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import lucerna.field.QM31;

/**
 * A place where a trace breaks its program.
 *
 * @param label the constraint's or fraction's label
 * @param row the row
 * @param values what was involved, by name: columns for a constraint, with a stroke where the next
 *     row's value is meant; the tuple's elements by index for a fraction
 */
public record Violation(String label, int row, Map<String, QM31> values) {
  /** Copies the map. */
  public Violation {
    values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
  }
}
