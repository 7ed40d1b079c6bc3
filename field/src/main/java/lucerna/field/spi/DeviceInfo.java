package lucerna.field.spi;

/**
 * What a driver says of a device. Numbers are 0, and texts empty, where it says nothing.
 *
 * @param name the device's name
 * @param memoryBytes its memory
 * @param driver version of its driver
 * @param capability what it can run: CUDA's compute capability, OpenCL's version
 * @param isProcessor whether it is the host's own processor
 * @param units number of its multiprocessors or compute units
 * @param megahertz clock rate of these
 * @param bytesPerSecond what its memory moves at best
 */
public record DeviceInfo(
    String name,
    long memoryBytes,
    String driver,
    String capability,
    boolean isProcessor,
    int units,
    int megahertz,
    long bytesPerSecond) {}
