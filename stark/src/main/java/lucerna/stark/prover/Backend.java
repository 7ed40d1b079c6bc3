package lucerna.stark.prover;

/**
 * Where a prover's columns live and are computed with: this process's memory, or a device. The
 * bytes of a proof do not depend on it.
 *
 * <p>A backend makes one proof at a time, and keeps what several have in common.
 */
public interface Backend extends AutoCloseable {
  /**
   * Returns the kind.
   *
   * @return "host", or the {@linkplain BackendProvider#kind() kind} of its provider
   */
  String kind();

  /**
   * Returns the name.
   *
   * @return what it runs on, for messages
   */
  String name();

  /**
   * Begins a proof.
   *
   * @param setup what is known before the first commitment
   * @return the proof's columns, to be closed
   * @throws BackendException if the proof cannot be made here: it takes too much memory, or has
   *     parameters that the backend does not know
   */
  ProofColumns begin(ProofSetup setup);

  /** Gives back all memory, and the device. */
  @Override
  void close();
}
