import org.jspecify.annotations.NullMarked;

/** The command {@code lucerna}. */
@NullMarked
@SuppressWarnings("requires-automatic") // XChart has no name of its own; only bench loads it.
module lucerna.cli {
  requires com.fasterxml.jackson.databind;
  requires info.picocli;
  requires lucerna.air;
  requires lucerna.cairo;
  requires lucerna.field;
  requires java.management;
  requires jdk.management;
  requires lucerna.fri;
  requires lucerna.ops;
  requires lucerna.stark;
  requires static java.desktop;
  requires static org.jspecify;
  requires static xchart;

  uses lucerna.field.spi.DeviceProbe;

  opens lucerna.cli to
      info.picocli;
}
