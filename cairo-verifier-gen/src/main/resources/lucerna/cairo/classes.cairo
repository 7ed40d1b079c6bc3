//! What the contract and the classes that hold its checks know of each other: docs/on-chain.md.

/// Names this package: a digest of all its other sources.
pub const PACKAGE: felt252 = @PACKAGE@;

#[starknet::interface]
pub trait IPieces<T> {
    /// The package that the class is of, and its place there.
    fn place(self: @T) -> (felt252, u32);
    /// Checks a piece of a proof: `parts` says what it takes and returns.
    fn run(
        self: @T, state: Span<felt252>, part: Span<felt252>,
    ) -> (felt252, Span<felt252>, u32);
}
