package lucerna.air;

/** A vector in QM31 that is still to be computed: a multiple of a node, or a sum. */
sealed interface SecureValue permits SecureSum, SecureSum.Scaled {}
