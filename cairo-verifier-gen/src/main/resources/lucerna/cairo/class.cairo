//! Pieces of the checks as a class of their own, which the contract calls.

/// It is declared, not deployed.
#[starknet::contract]
pub mod Class@CLASS@ {
    #[storage]
    struct Storage {}

    #[abi(embed_v0)]
    impl PiecesImpl of crate::classes::IPieces<ContractState> {
        fn place(self: @ContractState) -> (felt252, u32) {
            (crate::classes::PACKAGE, @CLASS@)
        }

        fn run(
            self: @ContractState, state: Span<felt252>, part: Span<felt252>,
        ) -> (felt252, Span<felt252>, u32) {
            crate::parts::class_@CLASS@(state, part)
        }
    }
}
