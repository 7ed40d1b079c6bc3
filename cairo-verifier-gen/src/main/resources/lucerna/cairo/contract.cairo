//! The verifier as a contract, with a registry of the statements that it has verified.

#[starknet::interface]
pub trait IVerifier<T> {
    /// Accepts a proof: registers its statement and returns its public integers; panics with the
    /// reason otherwise. A statement that is registered already stays as it is.
    fn verify(ref self: T, proof: Span<felt252>) -> Span<felt252>;
    /// The same without registering anything.
    fn check(self: @T, proof: Span<felt252>) -> Span<felt252>;
    /// The model's key: the first 31 bytes of its digest, the first one lowest.
    fn model(self: @T) -> felt252;
    /// The number of a statement of this model: what a registered one is found by.
    fn statement(
        self: @T, integers: Span<felt252>, input_root: Span<u32>, text: Span<u8>,
    ) -> felt252;
    /// Whether a proof of this statement was accepted. The integers are outputs, then public
    /// inputs; the root is the 8 words of the committed input's, or empty where the key commits to
    /// none; the text is what the proof is bound to, in bytes.
    fn is_verified(
        self: @T, integers: Span<felt252>, input_root: Span<u32>, text: Span<u8>,
    ) -> bool;
    /// The block in which a proof of this statement was accepted first, if one was.
    fn verified_in(self: @T, statement: felt252) -> Option<u64>;
}

#[starknet::contract]
pub mod Verifier {
    use starknet::storage::{Map, StorageMapReadAccess, StorageMapWriteAccess};
    use crate::registry;

    #[storage]
    struct Storage {
        /// Statement -> 1 + the block of its first proof.
        blocks: Map<felt252, u64>,
    }

    #[event]
    #[derive(Drop, starknet::Event)]
    pub enum Event {
        Verified: Verified,
    }

    /// A statement was registered.
    #[derive(Drop, starknet::Event)]
    pub struct Verified {
        #[key]
        pub statement: felt252,
        pub model: felt252,
        pub block: u64,
    }

    #[abi(embed_v0)]
    pub impl VerifierImpl of super::IVerifier<ContractState> {
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

        fn model(self: @ContractState) -> felt252 {
            crate::parameters::KEY
        }

        fn statement(
            self: @ContractState, integers: Span<felt252>, input_root: Span<u32>, text: Span<u8>,
        ) -> felt252 {
            registry::number(integers, input_root, registry::words(text))
        }

        fn is_verified(
            self: @ContractState, integers: Span<felt252>, input_root: Span<u32>, text: Span<u8>,
        ) -> bool {
            self.blocks.read(self.statement(integers, input_root, text)) != 0
        }

        fn verified_in(self: @ContractState, statement: felt252) -> Option<u64> {
            let block = self.blocks.read(statement);
            if block == 0 {
                None
            } else {
                Some(block - 1)
            }
        }
    }
}
