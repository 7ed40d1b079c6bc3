package lucerna.ops.quantise;

import java.util.ArrayList;
import java.util.List;
import lucerna.ops.quantise.PlanBlock.Function;

/**
 * Widens the domains of functions that differ by their domain alone, as those of like layers do:
 * one table that covers all is shorter than all of them.
 */
final class SharedTables {
  private SharedTables() {}

  /** Widens domains, to tables of at most {@code 2^tableBits} entries; no precision is lost. */
  static void widen(List<PlanBlock> blocks, int tableBits) {
    List<List<Function>> tables = new ArrayList<>();
    for (PlanBlock block : blocks) {
      if (block instanceof Function function) {
        List<Function> fitting = new ArrayList<>();
        for (List<Function> sharing : tables) {
          if (fits(sharing.getFirst(), function, tableBits)) {
            fitting = sharing;
            break;
          }
        }
        if (fitting.isEmpty()) {
          tables.add(fitting);
        } else {
          // The first one holds what all of them are widened to.
          unite(fitting.getFirst().argument(), function.argument());
          unite(fitting.getFirst().base(), function.base());
        }
        fitting.add(function);
      }
    }
    for (List<Function> sharing : tables) {
      for (Function function : sharing) {
        unite(sharing.getFirst().argument(), function.argument());
        unite(sharing.getFirst().base(), function.base());
      }
    }
  }

  /* Domains must overlap: between them the function may be undefined. */
  private static boolean fits(Function a, Function b, int tableBits) {
    Base x = a.argument();
    Base z = b.argument();
    double low = Math.min(x.least, z.least);
    double high = Math.max(x.most, z.most);
    return a.function().equals(b.function())
        && (a.top() == null) == (b.top() == null)
        && alike(x, z)
        && alike(a.base(), b.base())
        && Math.max(x.least, z.least) <= Math.min(x.most, z.most)
        && FunctionDomain.entries(low, high, x.exponent) <= 1L << tableBits;
  }

  /* Whether nobody who reads one of them is the worse for the range of both. */
  private static boolean alike(Base a, Base b) {
    return a.exponent == b.exponent && a.bits() == b.bits();
  }

  private static void unite(Base a, Base b) {
    a.least = Math.min(a.least, b.least);
    a.most = Math.max(a.most, b.most);
    b.least = a.least;
    b.most = a.most;
  }
}
