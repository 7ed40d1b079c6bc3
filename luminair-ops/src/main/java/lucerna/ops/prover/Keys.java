package lucerna.ops.prover;

import lucerna.ops.key.ModelKey;

/**
 * A model's two keys.
 *
 * @param key the public one
 * @param provingKey the secret one
 */
public record Keys(ModelKey key, ProvingKey provingKey) {}
