package lucerna.bench.gpu;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.Objects;
import lucerna.bench.FibonacciProof;
import lucerna.gpu.Device;
import lucerna.gpu.DeviceBackend;
import lucerna.stark.prover.Backends;
import org.jspecify.annotations.Nullable;

/**
 * A whole proof of wide Fibonacci, from the filled trace to its bytes, on the device and on the
 * processor.
 */
final class ProofWork implements GpuWork {
  /* Coefficients, evaluations and what else a proof takes, for each word of a column. */
  private static final int DEVICE_WORDS = 16;

  /* The rows that hide the trace are 256 of them. */
  private static final int MIN_LOG_ROWS = 10;

  private final Device device;
  private final Limits.Shape shape;
  private final FibonacciProof proof;
  private @Nullable DeviceBackend backend;
  private byte[] made = {};
  private byte[] expected = {};

  ProofWork(Device device, Limits limits, int columns, int logRows) {
    this.device = device;
    Limits.Shape fit = limits.fit(columns, logRows, DEVICE_WORDS);
    shape =
        new Limits.Shape(
            Math.max(fit.columns(), 3), Math.max(fit.logRows(), MIN_LOG_ROWS), fit.scaled());
    proof = new FibonacciProof(shape.logRows(), shape.columns());
  }

  @Override
  public Description description() {
    return new Description(
        "wide Fibonacci %d x 2^%d".formatted(shape.columns(), shape.logRows()),
        "cells",
        (double) shape.columns() * (1L << shape.logRows()),
        0,
        Floor.Load.of(proof.load()),
        shape.scaled());
  }

  /** What is fixed is sent with the first proof. */
  @Override
  public void prepare() {
    backend = new DeviceBackend("measured", kept(device));
  }

  /** A backend closes its device, but this one is used for other works, too. */
  private static Device kept(Device device) {
    return (Device)
        Proxy.newProxyInstance(
            Device.class.getClassLoader(),
            new Class<?>[] {Device.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("close")) {
                return null;
              }
              try {
                return method.invoke(device, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause() == null ? e : e.getCause();
              }
            });
  }

  @Override
  public void onDevice() {
    made = proof.prove(Objects.requireNonNull(backend));
  }

  /* A proof's bytes are there when it is. */
  @Override
  public void await() {}

  @Override
  public double onProcessor() {
    expected = proof.prove(Backends.host());
    return 1;
  }

  @Override
  public boolean agrees() {
    return expected.length > 0 && Arrays.equals(expected, made);
  }

  @Override
  public void close() {
    if (backend != null) {
      backend.close();
      backend = null;
    }
  }
}
