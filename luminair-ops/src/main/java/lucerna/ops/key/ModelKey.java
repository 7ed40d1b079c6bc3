package lucerna.ops.key;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import lucerna.fri.PcsConfig;
import lucerna.fri.channel.FixedMessage;
import lucerna.fri.hash.Blake2s;
import lucerna.fri.hash.Digest;
import lucerna.fri.security.SecurityReport;
import lucerna.ops.UserException;
import lucerna.ops.circuit.Bounds;
import lucerna.ops.circuit.Circuit;
import lucerna.ops.circuit.CircuitChecks;
import lucerna.ops.circuit.Weights;
import lucerna.ops.layout.InputPrivacy;
import lucerna.ops.layout.Layout;
import lucerna.ops.layout.LayoutShape;
import lucerna.ops.layout.Lowering;
import lucerna.ops.layout.RowBudget;
import lucerna.stark.Pins;
import lucerna.stark.ProofRejectedException;
import lucerna.stark.Statement;
import lucerna.stark.WordReader;
import lucerna.stark.WordWriter;
import org.jspecify.annotations.Nullable;

/**
 * The public key of one model: its integer circuit, the commitment to its weights, and the proof
 * that those are in range.
 *
 * <p>Whoever holds a key knows that every accepted proof came from one and the same model. The
 * parameters of proofs come from here, never from a proof.
 */
public final class ModelKey {
  /** No key with less provable security is made or trusted. */
  public static final int MIN_PROVABLE_BITS = 100;

  private static final int MAX_REGISTRATION_BYTES = 1 << 28;

  private final KeyContent content;
  private final Lowering lowering;
  private final byte[] registration;
  private final byte[] bytes;
  private final Digest digest;
  private @Nullable Pins pins;
  private @Nullable FixedMessage programMessage;

  private ModelKey(KeyContent content, Lowering lowering, byte[] registration) {
    this.content = content;
    this.lowering = lowering;
    this.registration = registration;
    var out = new WordWriter();
    content.write(out);
    out.bytes(registration);
    byte[] body = out.toBytes();
    byte[] header = FileKind.KEY.header();
    bytes = new byte[header.length + body.length];
    System.arraycopy(header, 0, bytes, 0, header.length);
    System.arraycopy(body, 0, bytes, header.length, body.length);
    digest = Digest.fromBytes(Blake2s.hash(bytes));
  }

  /**
   * Makes a key from its parts.
   *
   * @param content everything but the registration proof
   * @param lowering the circuit laid out by the content's shape
   * @param registration the bytes of the proof that the weights are in range; empty where there are
   *     none or they are public
   * @return the key
   */
  public static ModelKey of(KeyContent content, Lowering lowering, byte[] registration) {
    return new ModelKey(content, lowering, registration);
  }

  /**
   * Reads a key file.
   *
   * @param file the file
   * @return the key; {@link lucerna.ops.verifier.ModelVerifier#checkKey} is still to be called
   * @throws UserException if it cannot be read or is no key
   */
  public static ModelKey read(Path file) {
    return parse(FileKind.KEY.read(file), file.toString());
  }

  /**
   * Parses the bytes of a key file.
   *
   * @param bytes the whole file
   * @param name the file's name, for messages
   * @return the key
   * @throws UserException if it is no key
   */
  public static ModelKey parse(byte[] bytes, String name) {
    byte[] body = FileKind.KEY.content(bytes, name);
    try {
      var in = new WordReader(body);
      KeyContent content = KeyContent.read(in);
      byte[] registration = in.bytes("registration", MAX_REGISTRATION_BYTES);
      in.end();
      Bounds bounds = CircuitChecks.check(content.circuit());
      if (content.registered() == (registration.length == 0)) {
        throw new IllegalArgumentException("a registration proof is missing or of nothing");
      }
      content.requireConsistent();
      var key =
          new ModelKey(
              content,
              new Lowering(new Layout(content.circuit(), bounds, content.shape())),
              registration);
      // One key, one file: the digest is that of the bytes, so there must be no second way to
      // write.
      if (!Arrays.equals(key.bytes, bytes)) {
        throw new UserException(name + " is damaged: it is not written as keys are");
      }
      return key;
    } catch (ProofRejectedException e) {
      throw new UserException(
          name + " is damaged: " + e.rejection().where() + ": " + e.rejection().detail());
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw new UserException(name + " is damaged: " + e.getMessage());
    }
  }

  /**
   * Returns the file's bytes.
   *
   * @return the bytes, not copied
   */
  public byte[] bytes() {
    return bytes;
  }

  /**
   * Returns what proofs name the key by.
   *
   * @return the hash of the file's bytes
   */
  public Digest digest() {
    return digest;
  }

  /**
   * Returns the content.
   *
   * @return everything but the registration proof
   */
  public KeyContent content() {
    return content;
  }

  /**
   * Returns the program.
   *
   * @return the program
   */
  public Circuit circuit() {
    return content.circuit();
  }

  /**
   * Returns the circuit laid out.
   *
   * @return the constraint systems and where everything is
   */
  public Lowering lowering() {
    return lowering;
  }

  /**
   * Returns where everything is.
   *
   * @return the layout
   */
  public Layout layout() {
    return lowering.layout();
  }

  /**
   * Returns the sizes of the layout.
   *
   * @return the shape
   */
  public LayoutShape shape() {
    return content.shape();
  }

  /**
   * Returns what the verifier learns.
   *
   * @return the privacy of weights and input
   */
  public Privacy privacy() {
    return content.privacy();
  }

  /**
   * Says whether proofs are masked.
   *
   * @return whether zero knowledge is on
   */
  public boolean zeroKnowledge() {
    return content.zeroKnowledge();
  }

  /**
   * Returns the parameters.
   *
   * @return the configuration of proofs
   */
  public PcsConfig config() {
    return content.config();
  }

  /**
   * Returns the parameters' name.
   *
   * @return for instance P100
   */
  public String profile() {
    return content.config().profile();
  }

  /**
   * Returns how many proofs the hidden weights can serve.
   *
   * @return the budget; {@link Integer#MAX_VALUE} where nothing is used up
   */
  public int proofBudget() {
    int each = proofsPerInstance();
    return each == Integer.MAX_VALUE ? each : each * shape().weightInstances();
  }

  /**
   * Returns how many proofs one weight tree can serve.
   *
   * @return the number; {@link Integer#MAX_VALUE} where nothing is used up
   */
  public int proofsPerInstance() {
    return content.usesBudget()
        ? RowBudget.of(config()).proofsPerInstance(shape().logRows(), layout().weightRows())
        : Integer.MAX_VALUE;
  }

  /**
   * Returns the public weights.
   *
   * @return the weights, or null where they are hidden
   */
  public @Nullable Weights publicWeights() {
    return content.publicWeights();
  }

  /**
   * Returns the proof that the weights are in range.
   *
   * @return its bytes; empty where none is needed
   */
  public byte[] registration() {
    return registration;
  }

  /**
   * Itemises the security of a proof under this key.
   *
   * @return bits by error source
   */
  public SecurityReport security() {
    int pinned = content.pinned() ? content.weightRoots().size() : 0;
    return SecurityReport.of(config(), KeySecurity.ofMain(lowering, pinned));
  }

  /**
   * Itemises the security of the registration proof.
   *
   * @return bits by error source
   */
  public SecurityReport registrationSecurity() {
    return SecurityReport.of(config(), KeySecurity.ofRegistration(lowering, content.pinned()));
  }

  /**
   * Returns the values that weight trees are pinned by.
   *
   * @return the pins of all of them, or null where a root alone binds
   * @throws IllegalArgumentException if the work before their point is missing
   */
  public synchronized @Nullable Pins pins() {
    if (pins == null) {
      pins = content.allPins();
    }
    return pins;
  }

  private synchronized FixedMessage programMessage() {
    if (programMessage == null) {
      programMessage = new FixedMessage(lowering.mainProgram().canonicalBytes());
    }
    return programMessage;
  }

  private @Nullable Pins pinsOf(int instance) {
    Pins all = pins();
    if (all == null) {
      return null;
    }
    int width = shape().weightColumns();
    return new Pins(all.point(), all.values().subList(instance * width, (instance + 1) * width));
  }

  /**
   * Returns the provable security.
   *
   * @return the least bits of any error source of a proof or of the key's own, rounded down
   */
  public int provableBits() {
    int bits = security().provableBits();
    return content.registered() ? Math.min(bits, registrationSecurity().provableBits()) : bits;
  }

  /**
   * States what a proof under this key claims.
   *
   * @param proof the proof's public part
   * @return the statement
   * @throws IllegalArgumentException if a public value is missing or out of range
   */
  public Statement inference(PublicPart proof) {
    lucerna.ops.layout.Statement stated = lowering.inference(proof.values());
    var roots = new ArrayList<Digest>();
    if (stated.weightTreeWidths().length > 0) {
      roots.add(content.weightRoots().get(proof.instance()));
    }
    boolean committed = privacy().input() == InputPrivacy.COMMITTED;
    return new Statement(
        new LoweredInstance(stated, programMessage()),
        config(),
        zeroKnowledge(),
        content.preprocessedRoot(),
        List.copyOf(roots),
        committed ? proof.inputRoot() : null,
        proof.context(digest),
        roots.isEmpty() ? null : pinsOf(proof.instance()));
  }

  /**
   * States what the registration proof claims.
   *
   * @return the statement
   */
  public Statement registrationStatement() {
    return content.registrationStatement(lowering);
  }
}
