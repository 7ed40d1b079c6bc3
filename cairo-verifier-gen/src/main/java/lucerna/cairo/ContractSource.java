package lucerna.cairo;

import java.util.List;

/** Writes {@code contract.cairo}: a registry around the verifier of whole proofs, or of parts. */
final class ContractSource {
  private static final List<String> PLACES =
      List.of("OUTER", "ENTRIES", "IMPORTS", "USES", "STORAGE", "BODIES");

  private static final List<String> WHOLE =
      List.of(
          "",
          """
              /// Accepts a proof: registers its statement and returns its public integers; panics with the
              /// reason otherwise. A statement that is registered already stays as it is.
              fn verify(ref self: T, proof: Span<felt252>) -> Span<felt252>;
              /// The same without registering anything.
              fn check(self: @T, proof: Span<felt252>) -> Span<felt252>;
          """,
          "",
          "    use crate::registry;\n",
          "",
          """
                  fn verify(ref self: ContractState, proof: Span<felt252>) -> Span<felt252> {
                      let accepted = crate::verifier::verify(proof);
                      let statement = registry::statement(accepted);
                      if self.blocks.read(statement) == 0 {
                          let block = starknet::get_block_number();
                          self.blocks.write(statement, block + 1);
                          self.emit(Verified { statement, model: crate::parameters::KEY, block });
                      }
                      accepted.integers
                  }

                  fn check(self: @ContractState, proof: Span<felt252>) -> Span<felt252> {
                      crate::verifier::verify(proof).integers
                  }

          """);

  private static final List<String> PARTS =
      List.of(
          "use starknet::ContractAddress;\n\n",
          """
              /// Accepts the next part of a proof: the first one with an empty state, each other one with
              /// the state that the call before has returned. Returns the state that the next call must
              /// pass; after the last part it is empty, and the statement is registered. Panics with the
              /// reason otherwise. A statement that is registered already stays as it is.
              ///
              /// Each caller has one session for each statement; a first part starts it anew.
              fn verify_part(
                  ref self: T, state: Span<felt252>, part: Span<felt252>,
              ) -> Span<felt252>;
              /// How many parts a proof has.
              fn parts(self: @T) -> u32;
              /// Poseidon of the state that a caller's session has reached; 0 if there is none.
              fn session(self: @T, caller: ContractAddress, statement: felt252) -> felt252;
          """,
          "    use starknet::ContractAddress;\n",
          "    use crate::{parts, registry, session};\n",
          """
                  /// Caller and statement -> the hash of the state after the last part.
                  sessions: Map<(ContractAddress, felt252), felt252>,
          """,
          """
                  fn verify_part(
                      ref self: ContractState, state: Span<felt252>, part: Span<felt252>,
                  ) -> Span<felt252> {
                      let caller = starknet::get_caller_address();
                      if !state.is_empty() {
                          let reached = self.sessions.read((caller, parts::statement(state)));
                          assert(reached == session::hash(state), 'SESSION: another state');
                      }
                      let (statement, next) = parts::run(state, part);
                      if !next.is_empty() {
                          self.sessions.write((caller, statement), session::hash(next));
                          return next;
                      }
                      self.sessions.write((caller, statement), 0);
                      if self.blocks.read(statement) == 0 {
                          let block = starknet::get_block_number();
                          self.blocks.write(statement, block + 1);
                          self.emit(Verified { statement, model: crate::parameters::KEY, block });
                      }
                      next
                  }

                  fn parts(self: @ContractState) -> u32 {
                      parts::PARTS
                  }

                  fn session(
                      self: @ContractState, caller: ContractAddress, statement: felt252,
                  ) -> felt252 {
                      self.sessions.read((caller, statement))
                  }

          """);

  private ContractSource() {}

  /**
   * Writes the file.
   *
   * @param split whether proofs come in parts
   */
  static String text(boolean split) {
    String text = Resources.text("contract.cairo");
    List<String> filled = split ? PARTS : WHOLE;
    for (int i = 0; i < PLACES.size(); i++) {
      text = text.replace("@" + PLACES.get(i) + "@", filled.get(i));
    }
    return text;
  }
}
