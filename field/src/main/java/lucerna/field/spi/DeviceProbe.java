package lucerna.field.spi;

import java.util.List;
import java.util.Optional;

/**
 * Finds devices of one kind besides the processor, found as a service.
 *
 * <p>A probe loads no library of ours and never fails: a missing driver is an answer.
 */
public interface DeviceProbe {
  /**
   * Returns the kind of devices.
   *
   * @return the name of their programming interface, as people write it
   */
  String kind();

  /**
   * Returns why there is no device to use.
   *
   * @return the reason, a clause without a full stop; empty if there is a device
   */
  Optional<String> absence();

  /**
   * Returns the devices.
   *
   * @return their names; empty if there is none
   */
  List<String> devices();

  /**
   * Returns what the driver says of the devices.
   *
   * @return as much as is known, in the order of {@link #devices}; empty if there is none
   */
  List<DeviceInfo> details();
}
