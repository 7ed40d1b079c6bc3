package lucerna.gpu;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.NoSuchElementException;

/**
 * What this process does at each signal, kept while a driver is loaded.
 *
 * <p>PoCL, and LLVM in it, take over SIGSEGV, SIGFPE, SIGTERM and others as soon as they are asked
 * for devices. The Java machine lives on these signals: it stops its threads by SIGSEGV, has
 * divisions by zero found by SIGFPE, and ends in order by SIGTERM. LLVM's handler is good for one
 * signal alone, so two threads that stop at the same time end the process without a word. The
 * driver does not take them a second time, so it is enough to give back what was there before.
 */
@SuppressWarnings("restricted") // used only where native access is enabled
final class SignalActions {
  /* More than the structure takes on any system; its content does not matter here. */
  private static final int ACTION_BYTES = 256;
  private static final int LAST_SIGNAL = 31;

  private final MethodHandle sigaction;
  private final MemorySegment before;
  private final MemorySegment now;

  /** Remembers all actions. */
  SignalActions(Arena arena) {
    Linker linker = Linker.nativeLinker();
    sigaction =
        linker.downcallHandle(
            linker
                .defaultLookup()
                .find("sigaction")
                .orElseThrow(() -> new NoSuchElementException("sigaction")),
            FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, ADDRESS));
    before = arena.allocate((long) ACTION_BYTES * (LAST_SIGNAL + 1));
    now = arena.allocate(ACTION_BYTES);
    for (int signal = 1; signal <= LAST_SIGNAL; signal++) {
      call(signal, MemorySegment.NULL, remembered(signal));
    }
  }

  /**
   * Returns the action that was remembered, as the system's {@code struct sigaction}: on Linux its
   * first word is the address of the handler.
   *
   * @param signal its number, from 1 to 31
   */
  MemorySegment remembered(int signal) {
    return before.asSlice((long) ACTION_BYTES * signal, ACTION_BYTES);
  }

  /** Brings back the actions that are others now. */
  void restore() {
    for (int signal = 1; signal <= LAST_SIGNAL; signal++) {
      now.fill((byte) 0);
      call(signal, MemorySegment.NULL, now);
      if (now.mismatch(remembered(signal)) >= 0) {
        call(signal, remembered(signal), MemorySegment.NULL);
      }
    }
  }

  /* SIGKILL and SIGSTOP are refused, and stay what they are. */
  private void call(int signal, MemorySegment action, MemorySegment old) {
    try {
      int ignored = (int) sigaction.invokeExact(signal, action, old);
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }
}
