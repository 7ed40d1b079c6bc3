package lucerna.ops.graph;

/** What values a tensor's elements take. */
public enum ElementKind {
  /** Real numbers, subject to quantisation. */
  REAL,
  /** Integers, computed exactly. */
  INTEGER,
  /** 0 and 1. */
  BOOLEAN
}
