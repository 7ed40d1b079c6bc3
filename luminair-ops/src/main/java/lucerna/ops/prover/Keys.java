package lucerna.ops.prover;

import java.util.List;
import lucerna.ops.key.ModelKey;

/**
 * A model's two keys.
 *
 * @param key the public one
 * @param provingKey the secret one
 * @param choices what the parameters were chosen from, a line for people each, the first one taken;
 *     empty where there was no choice, or the keys were read
 */
public record Keys(ModelKey key, ProvingKey provingKey, List<String> choices) {
  /** Copies the list. */
  public Keys {
    choices = List.copyOf(choices);
  }

  /**
   * Joins keys that were read.
   *
   * @param key the public one
   * @param provingKey the secret one
   */
  public Keys(ModelKey key, ProvingKey provingKey) {
    this(key, provingKey, List.of());
  }
}
