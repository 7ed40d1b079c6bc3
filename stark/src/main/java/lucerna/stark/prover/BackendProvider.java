package lucerna.stark.prover;

/** A kind of backend, found as a service. To find it costs nothing; what it needs it looks for. */
public interface BackendProvider {
  /**
   * Returns the kind.
   *
   * @return its name in options: "cuda", "opencl"
   */
  String kind();

  /**
   * Opens the backend.
   *
   * @return the backend, to be closed
   * @throws BackendException if there is no driver or no device
   */
  Backend open();
}
