package lucerna.stark.prover;

import java.util.ServiceLoader;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The backend that this process proves with: a switch, as that of {@link lucerna.field.Kernels},
 * since all backends agree bit for bit.
 */
public final class Backends {
  private static volatile Choice choice = new Choice(HostBackend.INSTANCE, null);

  private Backends() {}

  /** A backend, and who hears of it when the host takes over. */
  private record Choice(Backend backend, @Nullable Consumer<BackendException> fallback) {}

  /**
   * Opens a backend.
   *
   * @param kind its provider's kind
   * @return the backend, to be closed
   * @throws BackendException if there is no such backend, driver or device
   */
  public static Backend open(String kind) {
    for (BackendProvider provider : ServiceLoader.load(BackendProvider.class)) {
      if (provider.kind().equals(kind)) {
        return provider.open();
      }
    }
    throw new BackendException.Missing(kind);
  }

  /**
   * Proves with a backend from now on.
   *
   * @param backend the backend, which stays the caller's to close
   * @param fallback if not null, a proof that the backend cannot make, and all that follow, are
   *     made by the host; and this is told why, once
   */
  public static void use(Backend backend, @Nullable Consumer<BackendException> fallback) {
    choice = new Choice(backend, fallback);
  }

  /** Proves in this process's memory from now on. */
  public static void useHost() {
    choice = new Choice(HostBackend.INSTANCE, null);
  }

  /**
   * Returns what this process proves with.
   *
   * @return the backend
   */
  public static Backend current() {
    return choice.backend();
  }

  /**
   * Returns the backend that keeps columns in this process's memory.
   *
   * @return the backend
   */
  public static Backend host() {
    return HostBackend.INSTANCE;
  }

  /** Has the host take over, if it may. */
  static void fallBack(Backend failed, BackendException reason) {
    Choice now = choice;
    Consumer<BackendException> fallback = now.backend().equals(failed) ? now.fallback() : null;
    if (fallback == null) {
      throw reason;
    }
    useHost();
    fallback.accept(reason);
  }
}
