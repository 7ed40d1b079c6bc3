package lucerna.cairo;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A change of calldata.
 *
 * @param kind what sort of change it is
 * @param field what it changes, as {@link CalldataReader#fields} names it
 * @param edits its steps, in order
 */
record Mutation(String kind, String field, List<Edit> edits) {
  /** What a step does at its index. */
  enum Step {
    SET,
    INSERT,
    DELETE,
    CUT
  }

  /**
   * One step.
   *
   * @param step what it does
   * @param index where; to set behind the end appends
   * @param value the new felt, if there is one
   */
  record Edit(Step step, int index, @Nullable BigInteger value) {
    /* As cairo-check takes it. */
    String json() {
      return switch (step) {
        case SET -> "[%d,\"%s\"]".formatted(index, value);
        case INSERT -> "[%d,\"%s\",\"insert\"]".formatted(index, value);
        case DELETE -> "[%d,null,\"delete\"]".formatted(index);
        case CUT -> "[%d,null]".formatted(index);
      };
    }

    void apply(List<BigInteger> felts) {
      switch (step) {
        case SET -> {
          if (index == felts.size()) {
            felts.add(value);
          } else {
            felts.set(index, value);
          }
        }
        case INSERT -> felts.add(index, value);
        case DELETE -> felts.remove(index);
        case CUT -> felts.subList(index, felts.size()).clear();
      }
    }
  }

  static Mutation set(String kind, String field, int index, BigInteger value) {
    return new Mutation(kind, field, List.of(new Edit(Step.SET, index, value)));
  }

  static Mutation insert(String kind, String field, int index, BigInteger value) {
    return new Mutation(kind, field, List.of(new Edit(Step.INSERT, index, value)));
  }

  static Mutation delete(String kind, String field, int index) {
    return new Mutation(kind, field, List.of(new Edit(Step.DELETE, index, null)));
  }

  static Mutation cut(String kind, String field, int index) {
    return new Mutation(kind, field, List.of(new Edit(Step.CUT, index, null)));
  }

  /** The steps as cairo-check takes them. */
  String json() {
    return edits.stream().map(Edit::json).collect(Collectors.joining(",", "[", "]"));
  }

  /** The changed calldata. */
  List<BigInteger> apply(List<BigInteger> felts) {
    var changed = new ArrayList<>(felts);
    edits.forEach(edit -> edit.apply(changed));
    return Collections.unmodifiableList(changed);
  }

  /** Says whether anything is changed. */
  boolean changes(List<BigInteger> felts) {
    return !apply(felts).equals(felts);
  }
}
