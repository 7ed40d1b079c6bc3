import org.jspecify.annotations.NullMarked;

/** What tests of several modules share: fast insecure parameters and the malicious prover. */
@NullMarked
module lucerna.testkit {
  requires transitive lucerna.stark;
  requires static transitive org.jspecify;
  requires transitive org.junit.jupiter.api;

  exports lucerna.testkit;
}
