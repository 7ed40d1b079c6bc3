package lucerna.cairo;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Writes {@code contract.cairo}, a registry around the verifier of whole proofs, or of parts, and
 * the classes that hold the checks where one is too small for all.
 */
final class ContractSource {
  private static final List<String> PLACES =
      List.of("OUTER", "ENTRIES", "IMPORTS", "USES", "STORAGE", "CONSTRUCTOR", "BODIES");

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
          "",
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

  /* What is different where classes hold the parts' code. */
  private static final List<String> CLASSES =
      List.of(
          "use starknet::{ClassHash, ContractAddress};\n\n",
          """
              /// The classes that hold the checks, in order, fixed when the contract was deployed: who
              /// trusts the contract must know their code, as its own.
              fn classes(self: @T) -> Span<ClassHash>;
          """,
          "    use starknet::{ClassHash, ContractAddress};\n",
          """
              use crate::classes::{IPiecesDispatcherTrait, IPiecesLibraryDispatcher};
              use crate::{classes, parts, registry, session};
          """,
          """
                  /// The classes that hold the checks, by their places.
                  classes: Map<u32, ClassHash>,
          """,
          """
              /// Takes the classes in order. Each must say that it is of this package and in its place;
              /// that it is what it says, only its hash proves.
              #[constructor]
              fn constructor(
                  ref self: ContractState@PARAMETERS@,
              ) {
          @PLACED@    }

              #[generate_trait]
              impl Pieces of PiecesTrait {
                  fn put(ref self: ContractState, place: u32, class_hash: ClassHash) {
                      let (package, own) = IPiecesLibraryDispatcher { class_hash }.place();
                      assert(package == classes::PACKAGE && own == place, 'CLASSES: another class');
                      self.classes.write(place, class_hash);
                  }

                  /// Has the classes check the pieces of the part that follows a state, one by one.
                  fn run(
                      self: @ContractState, state: Span<felt252>, part: Span<felt252>,
                  ) -> (felt252, Span<felt252>) {
                      let (mut done, end) = parts::following(state);
                      let mut number = 0;
                      let mut state = state;
                      let mut data = part;
                      while done != end {
                          let class_hash = self.classes.read(parts::class_of(done));
                          let (statement, next, left) = IPiecesLibraryDispatcher { class_hash }
                              .run(state, data);
                          number = statement;
                          state = next;
                          data = data.slice(data.len() - left, left);
                          done += 1;
                      }
                      assert(data.is_empty(), 'SHAPE: the part goes on');
                      (number, state)
                  }
              }

          """,
          """
                  fn classes(self: @ContractState) -> Span<ClassHash> {
                      array![@LISTED@].span()
                  }

          """);

  private ContractSource() {}

  /**
   * Writes the file.
   *
   * @param plan how proofs and code are cut
   */
  static String text(SplitPlan plan) {
    if (plan.classes() == 1) {
      return filled(plan.whole() ? WHOLE : PARTS);
    }
    var filled = new ArrayList<>(CLASSES);
    filled.set(1, PARTS.get(1) + CLASSES.get(1));
    filled.set(4, PARTS.get(4) + CLASSES.get(4));
    String bodies = PARTS.getLast().replace("parts::run(state, part)", "self.run(state, part)");
    filled.set(6, bodies + CLASSES.getLast());
    return filled(filled)
        .replace("@PARAMETERS@", each(plan, ", class_%d: ClassHash", ""))
        .replace("@PLACED@", each(plan, "        self.put(%1$d, class_%1$d);\n", ""))
        .replace("@LISTED@", each(plan, "self.classes.read(%d)", ", "));
  }

  /**
   * Writes the file of a class.
   *
   * @param place its place, from 1
   */
  static String classText(int place) {
    return Resources.text("class.cairo").replace("@CLASS@", String.valueOf(place));
  }

  private static String each(SplitPlan plan, String format, String between) {
    return IntStream.rangeClosed(1, plan.classes())
        .mapToObj(format::formatted)
        .collect(Collectors.joining(between));
  }

  private static String filled(List<String> filled) {
    String text = Resources.text("contract.cairo");
    for (int i = 0; i < PLACES.size(); i++) {
      text = text.replace("@" + PLACES.get(i) + "@", filled.get(i));
    }
    return text;
  }
}
