//! The verifier as a contract.

#[starknet::interface]
pub trait IVerifier<T> {
    /// Accepts a proof by returning its public integers; panics with the reason otherwise.
    fn verify(self: @T, proof: Span<felt252>) -> Span<felt252>;
}

#[starknet::contract]
pub mod Verifier {
    #[storage]
    struct Storage {}

    #[abi(embed_v0)]
    impl VerifierImpl of super::IVerifier<ContractState> {
        fn verify(self: @ContractState, proof: Span<felt252>) -> Span<felt252> {
            crate::verifier::verify(proof).integers
        }
    }
}
