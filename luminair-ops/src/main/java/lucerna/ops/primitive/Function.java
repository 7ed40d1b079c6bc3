package lucerna.ops.primitive;

import lucerna.ops.function.FunctionTable;

/**
 * Any function by its table: what {@link Sin}, {@link Exp2} and {@link Log2} are instances of. A
 * model that uses GELU or the error function has the same integers in both programs only if both
 * look up the same table.
 *
 * @param table the function with its range and exponents
 */
public record Function(FunctionTable table) implements Tabulated {}
