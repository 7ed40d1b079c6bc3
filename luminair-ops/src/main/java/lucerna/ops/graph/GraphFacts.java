package lucerna.ops.graph;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * What is worth telling about the file that a graph came from.
 *
 * @param opset the version of the default operator set
 * @param producer the tool that wrote the file, and its version; empty if not said
 * @param operators how often each operator occurs among the nodes that the outputs depend on,
 *     before folding, sorted by name
 * @param parameters the number of elements of floating-point initialisers that these nodes read
 */
public record GraphFacts(
    int opset, String producer, Map<String, Integer> operators, long parameters) {
  /** Facts of a graph that came from no file. */
  public static final GraphFacts NONE = new GraphFacts(0, "", Map.of(), 0);

  /** Copies the counts. */
  public GraphFacts {
    operators = Collections.unmodifiableMap(new TreeMap<>(operators));
  }
}
