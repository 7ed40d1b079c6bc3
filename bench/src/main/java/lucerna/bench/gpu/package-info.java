/** What {@code lucerna bench --gpu} measures: the prover's operations on a device. */
@NullMarked
package lucerna.bench.gpu;

import org.jspecify.annotations.NullMarked;
