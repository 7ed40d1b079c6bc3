package lucerna.fri.hash;

import java.nio.charset.StandardCharsets;

/**
 * The two personalisations of a Merkle tree's hash: one for leaves, one for inner nodes.
 *
 * <p>With different ones no leaf can be presented as a node, nor a leaf of one tree as that of
 * another kind of tree.
 *
 * @param leafPersonal personalisation of the leaf hash, its first byte lowest
 * @param nodePersonal personalisation of the node hash
 * @param hash the hash
 */
public record HashSuite(long leafPersonal, long nodePersonal, TreeHash hash) {
  /** No personalisation: the layout of stwo, for known answers. */
  public static final HashSuite PLAIN = new HashSuite(0, 0, TreeHash.BLAKE2S);

  /** Longest tag of a tree, in bytes. */
  public static final int MAX_TAG_BYTES = 3;

  /**
   * Returns the suite of a kind of tree: leaves under {@code "LucLf" + treeTag}, nodes under {@code
   * "LucNode"}, both filled with zero bytes; digests of 32 bytes.
   *
   * @param treeTag at most three ASCII characters
   * @return the suite
   * @throws IllegalArgumentException if the tag is too long or not ASCII
   */
  public static HashSuite lucerna(String treeTag) {
    return lucerna(treeTag, TreeHash.BLAKE2S);
  }

  /**
   * Returns the suite of a kind of tree, as {@link #lucerna(String)} does, for a hash.
   *
   * @param treeTag at most three ASCII characters
   * @param hash the hash
   * @return the suite
   * @throws IllegalArgumentException if the tag is too long or not ASCII
   */
  public static HashSuite lucerna(String treeTag, TreeHash hash) {
    if (treeTag.length() > MAX_TAG_BYTES) {
      throw new IllegalArgumentException("tag longer than three characters: " + treeTag);
    }
    return new HashSuite(personalization("LucLf" + treeTag), personalization("LucNode"), hash);
  }

  /**
   * Returns the state before the first block of a leaf.
   *
   * @return eight words, a fresh array
   */
  public int[] leafState() {
    return Blake2s.initialState(leafPersonal, hash.digestBytes());
  }

  /**
   * Returns the state before the block of a node.
   *
   * @return eight words, a fresh array
   */
  public int[] nodeState() {
    return Blake2s.initialState(nodePersonal, hash.digestBytes());
  }

  /**
   * Packs text into a personalisation.
   *
   * @param text at most eight ASCII characters
   * @return its bytes, the first one lowest, filled with zeros
   * @throws IllegalArgumentException if the text is too long or not ASCII
   */
  public static long personalization(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    if (bytes.length > Long.BYTES || bytes.length != text.length()) {
      throw new IllegalArgumentException("not at most eight ASCII characters: " + text);
    }
    long packed = 0;
    for (int i = 0; i < bytes.length; i++) {
      packed |= (long) bytes[i] << (8 * i);
    }
    return packed;
  }
}
