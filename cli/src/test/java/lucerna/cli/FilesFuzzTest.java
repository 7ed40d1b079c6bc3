package lucerna.cli;

import com.code_intelligence.jazzer.junit.FuzzTest;
import lucerna.ops.UserException;
import lucerna.ops.key.ModelKey;
import lucerna.ops.key.ModelProof;
import lucerna.ops.prover.ProvingKey;
import lucerna.ops.verifier.ModelVerifier;
import lucerna.stark.ProofRejectedException;

/** Whatever is in a file: it is refused or rejected, and nothing else happens. */
final class FilesFuzzTest {
  @FuzzTest(maxDuration = "10s")
  void keysParseOrAreRefused(byte[] bytes) {
    try {
      new ModelVerifier(ModelKey.parse(bytes, "key")).checkKey();
    } catch (UserException | ProofRejectedException expected) {
      return;
    }
  }

  @FuzzTest(maxDuration = "10s")
  void provingKeysParseOrAreRefused(byte[] bytes) {
    try {
      ProvingKey.parse(bytes, "proving key");
    } catch (UserException expected) {
      return;
    }
  }

  @FuzzTest(maxDuration = "10s")
  void proofsParseOrAreRefused(byte[] bytes) {
    try {
      ModelProof.parse(bytes, "proof");
    } catch (UserException expected) {
      return;
    }
  }
}
