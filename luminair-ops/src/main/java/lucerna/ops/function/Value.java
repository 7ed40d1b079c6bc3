package lucerna.ops.function;

/** A real number on its way through a chain: known exactly, or enclosed. */
sealed interface Value permits Rational, Interval {}
