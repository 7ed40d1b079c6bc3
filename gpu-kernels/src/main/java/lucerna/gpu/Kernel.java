package lucerna.gpu;

/**
 * One kernel of a module.
 *
 * @param module where it is
 * @param name its name there
 * @param threads number of threads of a block, as its source fixes it
 */
public record Kernel(KernelModule module, String name, int threads) {
  /**
   * Returns how many blocks have a thread for every item.
   *
   * @param items number of items
   * @return the number of blocks, at least 1
   */
  public long blocksFor(long items) {
    return Math.max(1, Math.ceilDiv(items, threads));
  }
}
