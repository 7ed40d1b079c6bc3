package lucerna.gpu;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A driver's library, asked through the foreign-function API. */
@SuppressWarnings("restricted") // asked only where native access is enabled
final class Native {
  private final SymbolLookup symbols;

  private Native(SymbolLookup symbols) {
    this.symbols = symbols;
  }

  /**
   * An answer, or why there is none.
   *
   * @param answer the answer
   * @param absence the reason; empty exactly if there is an answer
   */
  record Answer<T>(Optional<T> answer, Optional<String> absence) {
    static <T> Answer<T> of(T answer) {
      return new Answer<>(Optional.of(answer), Optional.empty());
    }

    static <T> Answer<T> none(@Nullable String absence) {
      return new Answer<>(Optional.empty(), Optional.of(String.valueOf(absence)));
    }
  }

  /** A question to a driver. */
  interface Question<T> {
    Answer<T> ask(Native driver, Arena arena) throws Throwable;
  }

  /** Asks a driver; a missing library, function or permission is an answer too. */
  @SuppressWarnings("CatchingUnchecked")
  static <T> Answer<T> ask(String library, String missing, Question<T> question) {
    if (!Native.class.getModule().isNativeAccessEnabled()) {
      return Answer.none("native access is not enabled for this process");
    }
    SymbolLookup symbols;
    try {
      symbols = SymbolLookup.libraryLookup(library, Arena.global());
    } catch (IllegalArgumentException e) {
      return Answer.none(missing + " (" + library + ")");
    }
    try (Arena arena = Arena.ofConfined()) {
      return question.ask(new Native(symbols), arena);
    } catch (NoSuchElementException e) {
      return Answer.none(library + " is not what it should be: " + e.getMessage());
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  MethodHandle function(String name, FunctionDescriptor type) {
    return Linker.nativeLinker().downcallHandle(symbols.findOrThrow(name), type);
  }
}
