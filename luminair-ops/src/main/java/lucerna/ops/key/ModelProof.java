package lucerna.ops.key;

import java.nio.file.Path;
import lucerna.fri.hash.Digest;
import lucerna.ops.UserException;
import lucerna.ops.layout.PublicValues;
import lucerna.stark.CommitmentLayout;
import lucerna.stark.ProofCodec;
import lucerna.stark.ProofRejectedException;
import lucerna.stark.StarkProof;
import lucerna.stark.Statement;
import lucerna.stark.WordReader;
import lucerna.stark.WordWriter;
import org.jspecify.annotations.Nullable;

/** A proof of one inference: the key's digest, what is public, and the STARK. */
public final class ModelProof {
  private static final int MAX_VALUES = 1 << 24;
  private static final int MAX_STARK_BYTES = 1 << 28;

  private final Digest keyDigest;
  private final PublicPart publicPart;
  private final byte[] stark;

  private ModelProof(Digest keyDigest, PublicPart publicPart, byte[] stark) {
    this.keyDigest = keyDigest;
    this.publicPart = publicPart;
    this.stark = stark;
  }

  /**
   * Makes a proof from its parts.
   *
   * @param keyDigest the key
   * @param publicPart what is public
   * @param stark the STARK's bytes, see {@link #encode}
   * @return the proof
   */
  public static ModelProof of(Digest keyDigest, PublicPart publicPart, byte[] stark) {
    return new ModelProof(keyDigest, publicPart, stark);
  }

  /**
   * Reads a proof file.
   *
   * @param file the file
   * @return the proof
   * @throws UserException if it cannot be read or is no proof
   */
  public static ModelProof read(Path file) {
    return parse(FileKind.PROOF.read(file), file.toString());
  }

  /**
   * Parses the bytes of a proof file.
   *
   * @param bytes the whole file
   * @param name the file's name, for messages
   * @return the proof
   * @throws UserException if it is no proof
   */
  public static ModelProof parse(byte[] bytes, String name) {
    byte[] body = FileKind.PROOF.content(bytes, name);
    try {
      var in = new WordReader(body);
      Digest keyDigest = in.digest();
      int instance = in.word();
      long[][] outputs = readTables(in);
      long[][] inputs = readTables(in);
      Digest inputRoot = Words.flag(in) ? in.digest() : null;
      String context = Words.string(in);
      byte[] stark = in.bytes("proof", MAX_STARK_BYTES);
      in.end();
      return new ModelProof(
          keyDigest,
          new PublicPart(instance, new PublicValues(outputs, inputs), inputRoot, context),
          stark);
    } catch (ProofRejectedException e) {
      throw new UserException(
          name + " is damaged: " + e.rejection().where() + ": " + e.rejection().detail());
    }
  }

  private static long[][] readTables(WordReader in) throws ProofRejectedException {
    var tables = new long[in.count("public values", MAX_VALUES)][];
    for (int i = 0; i < tables.length; i++) {
      tables[i] = new long[in.count("public values", MAX_VALUES)];
      for (int k = 0; k < tables[i].length; k++) {
        tables[i][k] = in.nonce();
      }
    }
    return tables;
  }

  /**
   * Returns the file's bytes.
   *
   * @return the bytes
   */
  public byte[] bytes() {
    var out = new WordWriter();
    out.digest(keyDigest);
    publicPart.write(out);
    out.bytes(stark);
    byte[] body = out.toBytes();
    byte[] header = FileKind.PROOF.header();
    var bytes = new byte[header.length + body.length];
    System.arraycopy(header, 0, bytes, 0, header.length);
    System.arraycopy(body, 0, bytes, header.length, body.length);
    return bytes;
  }

  /**
   * Writes a STARK.
   *
   * @param statement what it proves
   * @param proof the STARK
   * @return its bytes
   */
  public static byte[] encode(Statement statement, StarkProof proof) {
    var out = new WordWriter();
    codec(statement).write(proof, out);
    return out.toBytes();
  }

  /**
   * Reads a STARK.
   *
   * @param statement what it must prove; it fixes the shape
   * @param bytes its bytes
   * @return the STARK
   * @throws ProofRejectedException if the bytes have another shape
   */
  public static StarkProof decode(Statement statement, byte[] bytes) throws ProofRejectedException {
    var in = new WordReader(bytes);
    StarkProof proof = codec(statement).read(in);
    in.end();
    return proof;
  }

  private static ProofCodec codec(Statement statement) {
    return new ProofCodec(
        CommitmentLayout.of(statement.air(), statement.config(), statement.zeroKnowledge()),
        statement.config().fri());
  }

  /**
   * Returns the key that the proof was made for.
   *
   * @return its digest
   */
  public Digest keyDigest() {
    return keyDigest;
  }

  /**
   * Returns what is public.
   *
   * @return outputs, inputs, commitment and context
   */
  public PublicPart publicPart() {
    return publicPart;
  }

  /**
   * Returns the STARK.
   *
   * @return its bytes
   */
  public byte[] stark() {
    return stark;
  }

  /**
   * Returns the outputs.
   *
   * @return per output its integers
   */
  public long[][] outputs() {
    return publicPart.values().outputs();
  }

  /**
   * Returns the inputs.
   *
   * @return per input its integers; empty unless inputs are public
   */
  public long[][] inputs() {
    return publicPart.values().inputs();
  }

  /**
   * Returns the commitment to the input.
   *
   * @return its root, or null where the input is not committed
   */
  public @Nullable Digest inputRoot() {
    return publicPart.inputRoot();
  }

  /**
   * Returns the text that the proof is bound to.
   *
   * @return the text, empty where none was given
   */
  public String context() {
    return publicPart.context();
  }
}
