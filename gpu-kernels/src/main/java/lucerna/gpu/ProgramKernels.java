package lucerna.gpu;

import lucerna.air.AirProgram;

/**
 * The kernels that are written for one program.
 *
 * @param constraints its constraints
 * @param interaction its interaction columns
 */
record ProgramKernels(ConstraintKernels constraints, InteractionKernels interaction) {
  static ProgramKernels of(AirProgram program) {
    return new ProgramKernels(
        new ConstraintKernels("air", program), new InteractionKernels("air", program));
  }
}
