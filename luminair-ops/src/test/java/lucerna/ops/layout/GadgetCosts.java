package lucerna.ops.layout;

import java.util.Map;
import java.util.TreeMap;
import lucerna.air.AirProgram;
import lucerna.air.Tree;
import lucerna.field.QM31;

/** What one gadget of each kind costs, counted on its constraint system. */
public final class GadgetCosts {
  /** Parameters of one width, and all ports. */
  private record Width(int bits) implements Slot.Use {
    @Override
    public int least(int parameter) {
      return bits;
    }

    @Override
    public int greatest(int parameter) {
      return bits;
    }

    @Override
    public boolean reads(String port) {
      return true;
    }
  }

  private GadgetCosts() {}

  /**
   * Counts committed cells of M31: columns of the witness, and half a column of QM31 per lookup.
   *
   * @param limbs how many limbs each range check has
   * @return per name of a kind of slot the cells of one gadget
   */
  public static Map<String, Integer> cells(int limbs) {
    Map<String, Integer> cells = new TreeMap<>();
    for (SlotKind kind : SlotKinds.ALL) {
      AirProgram program = Slot.program(kind, new Width(limbs), 1);
      int own = program.columnsOf(Tree.WITNESS).size();
      cells.put(kind.name(), own + QM31.DEGREE / 2 * program.fractions().size());
    }
    return cells;
  }

  /**
   * Counts range checks.
   *
   * @return per name of a kind of slot its range checks
   */
  public static Map<String, Integer> checks() {
    Map<String, Integer> checks = new TreeMap<>();
    for (SlotKind kind : SlotKinds.ALL) {
      checks.put(kind.name(), Slot.Signature.of(kind).checks().size());
    }
    return checks;
  }
}
