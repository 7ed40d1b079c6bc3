package lucerna.gpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

final class FftPassTest {
  /** Each layer is done once; a tile is full, and eight words of it lie side by side. */
  @Test
  void passesDoEveryLayerOnce() {
    for (int layers = 0; layers <= 30; layers++) {
      List<FftPass> passes = FftPass.plan(layers);
      assertEquals(layers <= 12 ? 1 : layers <= 21 ? 2 : 3, passes.size());
      int done = 0;
      for (FftPass pass : passes) {
        assertEquals(done, pass.first());
        done += pass.layers();
        if (pass.first() > 0) {
          assertEquals(FftPass.LOG_TILE, pass.low() + pass.layers());
          assertTrue(pass.low() >= 3 && pass.low() <= pass.first(), pass.toString());
        } else {
          assertEquals(0, pass.low());
        }
      }
      assertEquals(layers, done);
    }
  }
}
