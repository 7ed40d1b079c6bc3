import org.jspecify.annotations.NullMarked;

/**
 * Commitments for a circle STARK: BLAKE2s, Merkle trees, the Fiat-Shamir channel, FRI, and the
 * arithmetic of their security.
 */
@NullMarked
module lucerna.fri {
  requires transitive lucerna.field;
  requires static transitive org.jspecify;

  exports lucerna.fri;
  exports lucerna.fri.channel;
  exports lucerna.fri.hash;
  exports lucerna.fri.merkle;
  exports lucerna.fri.security;
  exports lucerna.fri.spi;

  uses lucerna.fri.spi.HashKernels;
}
