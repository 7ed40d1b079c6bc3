import org.jspecify.annotations.NullMarked;

/** Verifiers in Cairo: a package for a key, and a proof as the felts that it takes. */
@NullMarked
module lucerna.cairo {
  requires transitive lucerna.air;
  requires transitive lucerna.field;
  requires transitive lucerna.fri;
  requires transitive lucerna.ops;
  requires transitive lucerna.stark;
  requires static transitive org.jspecify;

  exports lucerna.cairo;
}
