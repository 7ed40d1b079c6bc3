package lucerna.bench.gpu;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import lucerna.gpu.Arguments;
import lucerna.gpu.Device;
import lucerna.gpu.DeviceBuffer;
import lucerna.gpu.DeviceSlice;
import org.jspecify.annotations.Nullable;

/**
 * Wraps a device, and counts what crosses between it and the host.
 *
 * <p>Wrappers are proxies, so that whatever else a device or a buffer can do passes through.
 */
final class CountingDevice {
  /* A read of so few words is mostly waiting for the work before it. */
  private static final int FEW_WORDS = 64;

  private CountingDevice() {}

  /** Returns a device that does what another does, and counts. */
  static Device around(Device device, Traffic traffic) {
    return proxy(
        Device.class,
        (proxy, method, arguments) -> {
          if (method.getName().equals("launch")) {
            traffic.launched();
          }
          Object result = call(device, method, arguments);
          if (result instanceof DeviceBuffer buffer) {
            traffic.allocated(buffer.words());
            return proxy(DeviceBuffer.class, new Counted(buffer, traffic));
          }
          return result;
        });
  }

  /** A buffer whose copies are counted. */
  private static final class Counted implements InvocationHandler {
    private final DeviceBuffer buffer;
    private final Traffic traffic;
    private boolean closed;

    Counted(DeviceBuffer buffer, Traffic traffic) {
      this.buffer = buffer;
      this.traffic = traffic;
    }

    @Override
    public @Nullable Object invoke(
        Object proxy, Method method, @Nullable Object @Nullable [] arguments) throws Throwable {
      String name = method.getName();
      long words = words(arguments);
      if (name.equals("read") && words > FEW_WORDS) {
        buffer.read(0, new int[1]);
      }
      long start = System.nanoTime();
      Object result = call(buffer, method, arguments);
      long nanos = System.nanoTime() - start;
      switch (name) {
        case "write" -> traffic.up(words, nanos);
        case "read" -> traffic.down(words, words > FEW_WORDS ? nanos : 0);
        case "close" -> {
          if (!closed) {
            closed = true;
            traffic.released(buffer.words());
          }
        }
        default -> {}
      }
      return result;
    }
  }

  private static long words(@Nullable Object @Nullable [] arguments) {
    long words = 0;
    if (arguments != null) {
      for (Object argument : arguments) {
        words += argument instanceof int[] array ? array.length : 0;
      }
    }
    return words;
  }

  private static <T> T proxy(Class<T> type, InvocationHandler handler) {
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
  }

  private static @Nullable Object call(
      Object target, Method method, @Nullable Object @Nullable [] arguments) throws Throwable {
    @Nullable Object[] bare = arguments == null ? new Object[0] : arguments.clone();
    for (int i = 0; i < bare.length; i++) {
      Object argument = bare[i];
      bare[i] =
          argument instanceof Arguments words
              ? bare(words)
              : argument instanceof DeviceBuffer buffer ? bare(buffer) : argument;
    }
    try {
      return method.invoke(target, bare);
    } catch (InvocationTargetException e) {
      throw e.getCause() == null ? e : e.getCause();
    }
  }

  private static DeviceBuffer bare(DeviceBuffer buffer) {
    return Proxy.isProxyClass(buffer.getClass())
            && Proxy.getInvocationHandler(buffer) instanceof Counted counted
        ? counted.buffer
        : buffer;
  }

  private static Arguments bare(Arguments arguments) {
    var bare = new Arguments();
    List<Object> values = arguments.values();
    for (int i = 0; i < values.size(); i++) {
      switch (values.get(i)) {
        case DeviceBuffer buffer ->
            // Behind a buffer stands the number of its first word.
            bare.slice(new DeviceSlice(bare(buffer), (Long) values.get(++i), 0));
        case Integer word -> bare.words(word);
        case Long number -> bare.number(number);
        default -> throw new IllegalArgumentException("an argument of another kind");
      }
    }
    return bare;
  }
}
