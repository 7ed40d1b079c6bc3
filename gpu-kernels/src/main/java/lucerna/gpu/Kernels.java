package lucerna.gpu;

import java.util.List;

/** The built-in kernels; their sources say what their arguments are. */
final class Kernels {
  private static final KernelModule FFT = KernelModule.builtIn("fft");
  private static final KernelModule HASH = KernelModule.builtIn("hash");
  private static final KernelModule COLUMN = KernelModule.builtIn("column");
  private static final KernelModule QUERY = KernelModule.builtIn("query");
  private static final KernelModule PASS = KernelModule.builtIn("pass");

  static final KernelModule INTERACTION = KernelModule.builtIn("interaction");
  static final KernelModule RANDOM = KernelModule.builtIn("random");

  /** All built-in modules. */
  static final List<KernelModule> MODULES =
      List.of(FFT, HASH, COLUMN, QUERY, INTERACTION, RANDOM, PASS);

  static final Kernel EVALUATE_PASS = new Kernel(FFT, "evaluatePass", 256);
  static final Kernel INTERPOLATE_PASS = new Kernel(FFT, "interpolatePass", 256);
  static final Kernel HASH_LEAVES = new Kernel(HASH, "hashLeaves", 128);
  static final Kernel HASH_LEVELS = new Kernel(HASH, "hashLevels", 256);
  static final Kernel SEARCH_NONCE = new Kernel(HASH, "searchNonce", 256);
  static final Kernel ADD_COLUMNS = new Kernel(COLUMN, "addColumns", 256);
  static final Kernel MUL_COLUMNS = new Kernel(COLUMN, "mulColumns", 256);
  static final Kernel MUL_ADD_COLUMNS = new Kernel(COLUMN, "mulAddColumns", 256);
  static final Kernel MUL_SECURE = new Kernel(COLUMN, "mulSecure", 256);
  static final Kernel MUL_SECURE_BY_COLUMN = new Kernel(COLUMN, "mulSecureByColumn", 256);
  static final Kernel INVERSE_COLUMN = new Kernel(COLUMN, "inverseColumn", 256);
  static final Kernel INVERSE_SECURE = new Kernel(COLUMN, "inverseSecure", 256);
  static final Kernel PREFIX_TILE = new Kernel(COLUMN, "prefixTile", 256);
  static final Kernel PREFIX_ADD = new Kernel(COLUMN, "prefixAdd", 256);
  static final Kernel ROWS_TO_STORAGE = new Kernel(COLUMN, "rowsToStorage", 256);
  static final Kernel STORAGE_TO_ROWS = new Kernel(COLUMN, "storageToRows", 256);
  static final Kernel GATHER_ROWS = new Kernel(COLUMN, "gatherRows", 256);
  static final Kernel GATHER_NODES = new Kernel(COLUMN, "gatherNodes", 256);
  static final Kernel COMBINE_COLUMNS = new Kernel(QUERY, "combineColumns", 256);
  static final Kernel QUOTIENTS = new Kernel(QUERY, "quotients", 256);
  static final Kernel ADD_LIFTED = new Kernel(QUERY, "addLifted", 256);
  static final Kernel DOT_TILES = new Kernel(QUERY, "dotTiles", 256);
  static final Kernel SCALE_BLOCKS = new Kernel(QUERY, "scaleBlocks", 256);
  static final Kernel FOLD_LAYER = new Kernel(QUERY, "foldLayer", 128);
  static final Kernel ADD_FRACTIONS = new Kernel(INTERACTION, "addFractions", 256);
  static final Kernel FIRST_ZERO = new Kernel(INTERACTION, "firstZero", 256);
  static final Kernel SECRET_WORDS = new Kernel(RANDOM, "secretWords", 128);
  static final Kernel SECRET_ELEMENTS = new Kernel(RANDOM, "secretElements", 128);
  static final Kernel COMBINE_PACKED = new Kernel(PASS, "combinePacked", 256);
  static final Kernel DOT_PACKED = new Kernel(PASS, "dotPacked", 256);

  private Kernels() {}
}
