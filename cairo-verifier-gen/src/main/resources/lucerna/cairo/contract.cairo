//! The verifier as a contract, with a registry of the statements that it has verified.

@OUTER@#[starknet::interface]
pub trait IVerifier<T> {
@ENTRIES@    /// The model's key: the first 31 bytes of its digest, the first one lowest.
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
@IMPORTS@    use starknet::storage::{Map, StorageMapReadAccess, StorageMapWriteAccess};
@USES@
    #[storage]
    struct Storage {
        /// Statement -> 1 + the block of its first proof.
        blocks: Map<felt252, u64>,
@STORAGE@    }

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

@CONSTRUCTOR@    #[abi(embed_v0)]
    pub impl VerifierImpl of super::IVerifier<ContractState> {
@BODIES@        fn model(self: @ContractState) -> felt252 {
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
