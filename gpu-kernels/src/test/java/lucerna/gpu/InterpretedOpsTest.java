package lucerna.gpu;

import lucerna.gpu.contract.DeviceContract;

/** The PTX itself, interpreted, at small sizes. */
final class InterpretedOpsTest extends ColumnOpsContract {
  @Override
  Device open() {
    return new InterpretedDevice();
  }

  @Override
  DeviceContract.Sizes sizes() {
    return DeviceContract.Sizes.interpreted();
  }
}
