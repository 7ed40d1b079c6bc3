package lucerna.cli;

import java.util.List;
import lucerna.field.Kernels;
import picocli.CommandLine.Command;

/** Says what the machine offers and what will be used of it. */
@Command(
    name = "doctor",
    description = "Says what this machine offers, and what Lucerna will therefore use.")
final class Doctor extends Verb {
  @Override
  int run() {
    String jdk = System.getProperty("java.vendor") + " " + Runtime.version();
    boolean incubator = ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();
    int cores = Runtime.getRuntime().availableProcessors();
    long memory = Machine.memoryBytes();
    long heap = Runtime.getRuntime().maxMemory();
    List<String> nvidia = Machine.nvidia();
    List<String> openCl = Machine.openCl();
    String kernels = Kernels.get().name();
    int lanes = Kernels.get().lanes();
    String obstacle = Backend.whyNoVectors();
    say("version   %s", Main.Version.number());
    say("system    %s %s", System.getProperty("os.name"), System.getProperty("os.arch"));
    say("JDK       %s", jdk);
    say("processor %s, %d cores for this process", Machine.processor(), cores);
    say(
        "vectors   %s",
        Machine.vectorBits() == 0 ? "unknown width" : Machine.vectorBits() + " bits");
    say("          jdk.incubator.vector %s", incubator ? "is loaded" : "is not loaded");
    say("memory    %s, of which the heap may take %s", Figures.bytes(memory), Figures.bytes(heap));
    say("GPU       %s", nvidia.isEmpty() ? "no NVIDIA driver" : String.join(", ", nvidia));
    say("OpenCL    %s", openCl.isEmpty() ? "no driver registered" : String.join(", ", openCl));
    var devices = new DeviceReport();
    devices.lines().forEach(line -> say("devices   %s", line));
    devices.natives().forEach(line -> say("natives   %s", line));
    say("");
    String width = lanes == 1 ? "" : format(" (%d lanes of 32 bits)", lanes);
    say("Lucerna will prove with the %s kernels%s on %d cores; no GPU.", kernels, width, cores);
    if (obstacle != null) {
      say("No vectors: %s.", obstacle);
    }
    var result = Json.object();
    result.put("version", Main.Version.number());
    result.put("os", System.getProperty("os.name")).put("arch", System.getProperty("os.arch"));
    result.putObject("jdk").put("version", Runtime.version().toString()).put("name", jdk);
    result.put("processor", Machine.processor()).put("cores", cores);
    result.put("vectorBits", Machine.vectorBits()).put("vectorModuleLoaded", incubator);
    result.put("memoryBytes", memory).put("maxHeapBytes", heap);
    result.set("gpu", Json.node(nvidia));
    result.set("openCl", Json.node(openCl));
    result.set("devices", devices.json());
    result.set("natives", Json.node(devices.natives()));
    result
        .putObject("uses")
        .put("kernels", kernels)
        .put("backend", Backend.used().label())
        .put("lanes", lanes)
        .put("vectorBits", lanes == 1 ? 0 : lanes * Integer.SIZE);
    if (obstacle != null) {
      result.put("noVectors", obstacle);
    }
    print(result);
    return Exit.DONE;
  }
}
