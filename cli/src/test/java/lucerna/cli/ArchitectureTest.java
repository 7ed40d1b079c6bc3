package lucerna.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import lucerna.air.AirProgram;
import lucerna.field.M31;
import lucerna.fri.PcsConfig;
import lucerna.ops.verifier.ModelVerifier;
import lucerna.stark.verifier.Verifier;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Which module and which package may use which. */
final class ArchitectureTest {
  private static final String VECTORS = "lucerna.field.simd..";
  private static final String DEVICES = "lucerna.gpu..";

  private static final String[] UPWARDS = {
    "lucerna.field..",
    "lucerna.air..",
    "lucerna.fri..",
    "lucerna.stark..",
    "lucerna.ops..",
    "lucerna.cairo..",
    "lucerna.cli.."
  };

  private static JavaClasses ours = new ClassFileImporter().importClasses(M31.class);

  @BeforeAll
  static void read() {
    ours = new ClassFileImporter().importPackages("lucerna");
    for (Class<?> each :
        new Class<?>[] {
          M31.class, AirProgram.class, PcsConfig.class, Verifier.class, ModelVerifier.class
        }) {
      assertTrue(ours.contain(each), each + " was not imported");
    }
  }

  private static void never(String from, String... to) {
    noClasses()
        .that()
        .resideInAPackage(from)
        .and()
        .resideOutsideOfPackage(VECTORS)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(to)
        .check(ours);
  }

  @Test
  void theVectorKernelsAreFoundButNotNeeded() {
    never("lucerna..", VECTORS, "jdk.incubator.vector..");
  }

  @Test
  void devicesAreFoundButNotNeeded() {
    assertTrue(ours.stream().anyMatch(each -> each.getPackageName().equals("lucerna.gpu")));
    for (String module : UPWARDS) {
      never(module, DEVICES, "jcuda..", "com.aparapi..");
    }
    never(DEVICES, "lucerna.stark.verifier..", "lucerna.ops..", "lucerna.cli..");
  }

  @Test
  void aVerifierNeedsNoProver() {
    for (String part : new String[] {"stark.verifier..", "ops.verifier..", "ops.key.."}) {
      never("lucerna." + part, "lucerna..prover..");
    }
    never("lucerna.stark", "lucerna..prover..");
  }

  @Test
  void modulesUseOnlyWhatLiesBelow() {
    for (int low = 0; low < UPWARDS.length; low++) {
      for (int high = low + 1; high < UPWARDS.length; high++) {
        never(UPWARDS[low], UPWARDS[high]);
      }
    }
  }

  @Test
  void constraintsAndCommitmentsKnowNothingOfEachOther() {
    never("lucerna.fri..", "lucerna.air..");
    never("lucerna.air..", "lucerna.fri..");
    never("lucerna.ops.layout..", "lucerna.stark..");
  }

  @Test
  void theProofSystemKnowsNoNetworks() {
    never("lucerna.stark..", "onnx..");
    never("lucerna.ops.verifier..", "onnx..", "lucerna.ops.onnx..", "lucerna.ops.quantise..");
    never("lucerna.ops.key..", "onnx..", "lucerna.ops.onnx..", "lucerna.ops.quantise..");
  }
}
