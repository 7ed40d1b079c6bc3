package lucerna.gpu;

import lucerna.field.CM31;
import lucerna.field.QM31;
import lucerna.field.circle.SecureCirclePoint;

/**
 * What the quotients of one batch are made with: {@code (c F - a y - b) / D} (docs/protocol.md,
 * section 9.5).
 *
 * @param c factor of the combined columns
 * @param a factor of y
 * @param b what is subtracted
 * @param point the point of the batch, which is not over M31
 */
public record QuotientLine(QM31 c, QM31 a, QM31 b, SecureCirclePoint point) {
  /** Returns the arguments of the kernel: coordinates of c, a, b, Re X, Im X, Re Y, Im Y. */
  int[] words() {
    CM31 xr = point.x().c0();
    CM31 xi = point.x().c1();
    CM31 yr = point.y().c0();
    CM31 yi = point.y().c1();
    return new int[] {
      c.a(), c.b(), c.c(), c.d(), a.a(), a.b(), a.c(), a.d(), b.a(), b.b(), b.c(), b.d(), xr.re(),
      xr.im(), xi.re(), xi.im(), yr.re(), yr.im(), yi.re(), yi.im()
    };
  }
}
