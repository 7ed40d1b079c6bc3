package lucerna.cairo;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import lucerna.ops.circuit.Circuit;
import lucerna.ops.key.ModelKey;
import lucerna.ops.layout.InputPrivacy;
import lucerna.ops.layout.PublicTerms;

/** Writes {@code statement.cairo}: how the public part of a proof is read and checked. */
final class StatementSource {
  private StatementSource() {}

  static String text(ModelKey key) {
    boolean committed = key.privacy().input() == InputPrivacy.COMMITTED;
    int instances = Math.max(1, key.content().weightRoots().size());
    return Resources.text("statement.cairo")
        .replace(
            "@KEY_WORDS@",
            IntStream.of(key.digest().toWords())
                .mapToObj(Integer::toUnsignedString)
                .collect(Collectors.joining(", ")))
        .replace("@LAST_INSTANCE@", String.valueOf(instances - 1))
        .replace("@LISTS@\n", lists(key))
        .replace(
            "@INPUT_ROOT@",
            committed
                ? """
                    words.append(1);
                    let root = reader::words(ref data, 8).span();
                    words.append_span(root);
                    let input_words = root;
                    let mut root = root;
                    let input_root = reader::digest(ref root);\
                """
                : """
                    words.append(0);
                    let input_words = array![].span();
                    let input_root = crate::parameters::preprocessed_root();\
                """)
        .replace(
            "@EQUAL@\n",
            PublicTerms.equalOutputs(key.layout()).stream()
                .map(
                    pair ->
                        "    assert(*integers[%d] == *integers[%d], 'PUBLIC_VALUE');\n"
                            .formatted(pair[0], pair[1]))
                .collect(Collectors.joining()));
  }

  private static String lists(ModelKey key) {
    Circuit circuit = key.circuit();
    List<PublicTerms.Range> ranges = PublicTerms.ranges(key.layout());
    var text = new StringBuilder();
    int outputs = circuit.outputs().size();
    text.append("    words.append(%d);\n".formatted(outputs));
    for (int o = 0; o < outputs; o++) {
      list(text, ranges, o, circuit.outputs().get(o).length());
    }
    boolean open = key.privacy().input() == InputPrivacy.PUBLIC;
    int inputs = open ? circuit.inputs().size() : 0;
    text.append("    words.append(%d);\n".formatted(inputs));
    for (int i = 0; i < inputs; i++) {
      int block = circuit.inputs().get(i).block();
      list(text, ranges, outputs + i, circuit.blocks().get(block).length());
    }
    return text.toString();
  }

  private static void list(
      StringBuilder text, List<PublicTerms.Range> ranges, int list, int length) {
    text.append("    words.append(%d);\n".formatted(length));
    for (PublicTerms.Range range : ranges) {
      if (range.list() == list) {
        text.append(
            "    take(ref data, ref words, ref integers, ref elements, %d, %d, %d);\n"
                .formatted(range.count(), range.low(), range.high() - range.low()));
      }
    }
  }
}
