package lucerna.cli;

import java.lang.System.Logger.Level;
import java.lang.module.Configuration;
import java.lang.module.ModuleFinder;
import java.nio.file.Path;
import java.util.Set;
import lucerna.air.Blocks;
import lucerna.field.Kernels;
import lucerna.fri.hash.BulkHash;

/**
 * Gives the vector kernels to a process that was started without their modules.
 *
 * <p>A JVM whose boot layer holds an incubator module starts without its archive of that layer, of
 * linked classes and of profiles, and prints a warning. So the launcher starts it without, and
 * names the folder of the kernels in a system property. The vector API must lie in the JDK's own
 * loader, whose classes alone the compiler inlines by force; {@code
 * jdk.internal.module.Modules.loadModule} puts it there, as it does for the JDK's management agent.
 * Where that method cannot be reached, this does nothing, and the kernels are scalar.
 */
final class Vectors {
  private static final String PROPERTY = "lucerna.vectors";
  private static final String API = "jdk.incubator.vector";
  private static final String KERNELS = "lucerna.field.simd";

  private Vectors() {}

  /** Loads them if the launcher says where they are. */
  static void load() {
    String folder = System.getProperty(PROPERTY);
    if (folder == null) {
      return;
    }
    Thread thread = Thread.currentThread();
    ClassLoader usual = thread.getContextClassLoader();
    try {
      thread.setContextClassLoader(loader(Path.of(folder)));
      // Each looks for its services once, in the loader of the thread that asks first.
      Kernels.get();
      BulkHash.get();
      Blocks.get();
    } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
      System.getLogger(Vectors.class.getName()).log(Level.DEBUG, "no vector kernels", e);
    } finally {
      thread.setContextClassLoader(usual);
    }
  }

  private static ClassLoader loader(Path folder) throws ReflectiveOperationException {
    ModuleLayer parent = api().getLayer();
    Configuration kernels =
        parent.configuration().resolve(ModuleFinder.of(folder), ModuleFinder.of(), Set.of(KERNELS));
    return parent
        .defineModulesWithOneLoader(kernels, ClassLoader.getSystemClassLoader())
        .findLoader(KERNELS);
  }

  private static Module api() throws ReflectiveOperationException {
    Module started = ModuleLayer.boot().findModule(API).orElse(null);
    return started != null
        ? started
        : (Module)
            Class.forName("jdk.internal.module.Modules")
                .getMethod("loadModule", String.class)
                .invoke(null, API);
  }
}
