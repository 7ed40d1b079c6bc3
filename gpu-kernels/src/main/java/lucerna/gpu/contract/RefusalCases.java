package lucerna.gpu.contract;

import java.util.List;
import lucerna.field.QM31;
import lucerna.field.circle.SecureCirclePoint;
import lucerna.fri.SecretRandom;
import lucerna.gpu.ColumnOps;
import lucerna.gpu.DeviceSlice;

/** Shapes that do not fit are refused. */
final class RefusalCases extends Cases {
  RefusalCases(ColumnOps ops) {
    super(ops);
  }

  @Override
  void add(DeviceContract.Sizes sizes, List<DeviceContract.Case> cases) {
    cases.add(
        new DeviceContract.Case(
            "refusal of shapes that do not fit", "", this::shapesThatDoNotFitAreRefused));
  }

  private void shapesThatDoNotFitAreRefused() {
    try (var four = empty(4, 8);
        var two = empty(2, 8);
        var odd = empty(4, 6)) {
      var fft = ops.fft();
      refused(IllegalArgumentException.class, () -> fft.interpolate(four, two));
      refused(IllegalArgumentException.class, () -> fft.interpolate(odd, odd));
      refused(IllegalArgumentException.class, () -> fft.extend(two, 30));
      refused(IllegalArgumentException.class, () -> ops.field().add(four, two, two));
      refused(IllegalArgumentException.class, () -> ops.field().mulSecure(four, four, odd));
      refused(IllegalArgumentException.class, () -> ops.field().invert(two, two));
      refused(IllegalArgumentException.class, () -> ops.field().prefixSums(two, 8, two));
      var queries = ops.queries();
      var point = new SecureCirclePoint(random.secure(), random.secure());
      refused(IllegalArgumentException.class, () -> queries.addLifted(two, four));
      refused(IllegalArgumentException.class, () -> queries.storageToRows(odd, odd));
      refused(IllegalArgumentException.class, () -> queries.storageToRows(four, two));
      refused(IllegalArgumentException.class, () -> queries.valuesAt(odd, point));
      var stream = SecretRandom.of(new byte[SecretRandom.SEED_BYTES]).stream("salt", 0);
      var five = new DeviceSlice(four.slice().buffer(), 0, 5);
      refused(IllegalArgumentException.class, () -> ops.random().words(stream, five));
      refused(IllegalArgumentException.class, () -> ops.field().scaleBlocks(four, new int[16]));
      refused(IllegalArgumentException.class, () -> ops.field().scaleBlocks(odd, 1));
      refused(IllegalArgumentException.class, () -> queries.fold(four, true, QM31.ONE, 4));
      refused(
          IllegalArgumentException.class,
          () -> queries.combine(two, new QM31[] {QM31.ONE}, four, false));
      refused(IllegalArgumentException.class, () -> ops.trees().commit(odd, null, 0, 1, 2));
      refused(
          IllegalArgumentException.class,
          () -> ops.trees().commit(two, two.columns(0, 1).slice(), 0, 1, 2));
    }
  }
}
