package lucerna.stark.prover;

/** Columns in this process's memory, computed with by its threads. */
final class HostBackend implements Backend {
  static final HostBackend INSTANCE = new HostBackend();

  private HostBackend() {}

  @Override
  public String kind() {
    return "host";
  }

  @Override
  public String name() {
    return "processor";
  }

  @Override
  public ProofColumns begin(ProofSetup setup) {
    return new HostColumns(setup);
  }

  /** It has nothing of its own. */
  @Override
  public void close() {}
}
