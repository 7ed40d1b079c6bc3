package lucerna.gpu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** The interpreter sees the faults that it is there for. */
final class PtxMachineTest {
  /** Two threads; each writes its word of shared memory, then reads the other's. */
  private static final String SWAP =
      """
      .visible .entry swap(
      .param .u64 out,
      .param .u32 n
      )
      {
      .shared .align 4 .b8 s[8];
      mov.u32 %r1, %tid.x;
      shl.b32 %r2, %r1, 2;
      cvt.u64.u32 %d1, %r2;
      mov.u64 %d2, s;
      add.s64 %d3, %d2, %d1;
      st.shared.u32 [%d3], %r1;
      bar.sync 0;
      xor.b32 %r3, %r2, 4;
      cvt.u64.u32 %d4, %r3;
      add.s64 %d5, %d2, %d4;
      ld.shared.u32 %r4, [%d5];
      ld.param.u64 %d6, [out];
      cvta.to.global.u64 %d7, %d6;
      add.s64 %d8, %d7, %d1;
      st.global.u32 [%d8], %r4;
      ret;
      }
      """;

  private static int[] run(String ptx) {
    int[] out = new int[2];
    new PtxMachine(new PtxKernel(ptx, "swap")).run(1, 2, out, 2);
    return out;
  }

  private static void fails(String from, String to, String reason) {
    assertTrue(SWAP.contains(from));
    var failure = assertThrows(RuntimeException.class, () -> run(SWAP.replace(from, to)));
    assertTrue(String.valueOf(failure.getMessage()).contains(reason), failure.getMessage());
  }

  @Test
  void runsWhatIsRight() {
    assertArrayEquals(new int[] {1, 0}, run(SWAP));
  }

  @Test
  void seesRacesStraysAndGuesses() {
    fails("bar.sync 0;\n", "", "race on shared word");
    fails("[%d8]", "[%d8+4]", "at word 2");
    fails("[%d8]", "[%d8+2]", "misaligned");
    fails("xor.b32 %r3, %r2, 4;", "xor.b32 %r3, %r9, 4;", "unset %r9");
    fails("xor.b32 %r3, %r2, 4;", "vadd.u32 %r3, %r2, 4;", "vadd");
    fails("st.global.u32", "st.local.u32", "st.local");
    fails(
        "bar.sync 0;",
        "setp.eq.s32 %p1, %r1, 0;\n@%p1 bra $other;\nbar.sync 0;\n$other:\nbar.sync 0;",
        "different barriers");
  }
}
