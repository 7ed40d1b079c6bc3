import org.jspecify.annotations.NullMarked;

/** Algebraic intermediate representations: written once as a class, read by several evaluators. */
@NullMarked
module lucerna.air {
  requires static transitive org.jspecify;
  requires transitive lucerna.field;

  exports lucerna.air;
  exports lucerna.air.spi;

  uses lucerna.air.spi.BlockKernels;
}
