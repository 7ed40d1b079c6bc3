/**
 * Benchmarks of the parts of a proof, for JMH. Each says its floor: how many operations it does and
 * how many bytes it must move at least.
 */
@NullMarked
package lucerna.bench.jmh;

import org.jspecify.annotations.NullMarked;
