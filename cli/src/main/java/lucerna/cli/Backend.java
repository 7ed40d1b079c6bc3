package lucerna.cli;

import java.util.Locale;

/** Where a proof is computed. */
enum Backend {
  /** The best that this machine has. */
  AUTO,

  /** Plain loops on the processor. */
  SCALAR;

  /** Returns the choice as options and reports write it. */
  String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Returns what is used when this is asked for. */
  Backend used() {
    return SCALAR;
  }
}
