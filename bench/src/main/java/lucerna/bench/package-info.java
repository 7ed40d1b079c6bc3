/**
 * What measurements need and proofs do not: works that other provers do, too, generated models, and
 * benchmarks of the parts.
 */
@NullMarked
package lucerna.bench;

import org.jspecify.annotations.NullMarked;
