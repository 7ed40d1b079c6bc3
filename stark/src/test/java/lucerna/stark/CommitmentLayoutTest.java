package lucerna.stark;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.stream.IntStream;
import lucerna.air.Air;
import lucerna.air.AirProgram;
import lucerna.air.Expr;
import lucerna.air.Tree;
import lucerna.field.QM31;
import lucerna.field.SecureColumn;
import lucerna.field.circle.CanonicCoset;
import lucerna.field.circle.CirclePoint;
import lucerna.fri.PcsConfig;
import org.junit.jupiter.api.Test;

final class CommitmentLayoutTest {
  private record Fixed(AirProgram program) implements AirInstance {
    Fixed(Air air) {
      this(AirProgram.of(air));
    }

    @Override
    public int logRows() {
      return 6;
    }

    @Override
    public int activeRows() {
      return 4;
    }

    @Override
    public int[] weightTreeWidths() {
      return new int[0];
    }

    @Override
    public PublicData publicData(QM31[] challenges) {
      return new PublicData(new SecureColumn[0], new QM31[0]);
    }
  }

  private static String refusal(Air air) {
    return String.valueOf(
        assertThrows(
                IllegalArgumentException.class,
                () -> CommitmentLayout.of(new Fixed(air), PcsConfig.p100(), true))
            .getMessage());
  }

  @Test
  void aPublicColumnIsReadOnItsOwnRowAlone() {
    assertEquals(
        "K is public and read on the next row",
        refusal(
            air -> {
              Expr active = air.column(Tree.PREPROCESSED, "active");
              Expr x = air.column("x");
              air.label("x").when(active).zero(air.publicColumn("K").next().minus(x));
            }));
  }

  @Test
  void theDegreeIsBounded() {
    assertEquals(
        "a constraint has degree 5, above 4",
        refusal(
            air -> {
              Expr x = air.column("x");
              Expr square = x.times(x);
              air.label("x^5").zero(square.times(square).times(x));
            }));
  }

  @Test
  void theLeafOfAPositionIsThatOfTheMultipleOfItsPoint() {
    var large = new CanonicCoset(9).domain();
    for (int log = 0; log <= 2; log++) {
      var small = new CanonicCoset(9 - log).domain();
      var fibres = new Fibres(log);
      for (int i = 0; i < large.size(); i++) {
        CirclePoint p = large.atStorage(i);
        assertEquals(p.mul(1 << log), small.atStorage(fibres.leafOf(i)));
        assertEquals(i, fibres.position(fibres.leafOf(i), fibres.entryOf(i)));
      }
    }
    for (int log : new int[] {-1, 3}) {
      assertThrows(IllegalArgumentException.class, () -> new Fibres(log));
    }
  }

  @Test
  void aLeafHoldsAllPositionsThatAreLiftedToIt() {
    for (int leaf = 0; leaf < 128; leaf++) {
      for (int entry = 0; entry < Fibres.WIDEST.size(); entry++) {
        int position = Fibres.WIDEST.position(leaf, entry);
        assertEquals(leaf, Fibres.WIDEST.leafOf(position));
        assertEquals(entry, Fibres.WIDEST.entryOf(position));
      }
    }
    int[] all = Fibres.WIDEST.positions(IntStream.range(0, 128).toArray());
    assertArrayEquals(IntStream.range(0, 512).toArray(), all);
    assertArrayEquals(
        new int[] {8, 9, 10, 11, 12, 13, 14, 15, 25, 27, 29, 31}, Fibres.WIDEST.positions(2, 3, 7));
    assertArrayEquals(new int[] {2, 3, 7}, Fibres.WIDEST.leavesOf(31, 9, 12, 14, 8, 25));
  }
}
