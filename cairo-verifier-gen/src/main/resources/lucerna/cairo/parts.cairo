//! The checks of a proof in parts, each for a transaction of its own: docs/on-chain.md.

use crate::blake::Digest;
use crate::channel::{
    draw, draw_many, draw_positions, mix_digest, mix_elements, mix_words, work,
};
use crate::circle::{Point, SecurePoint, from_parameter, moved, vanishing};
use crate::deep::{Batch, batch, denominator, norm, packed_weights, powers, quotient, unpacked};
use crate::field::{Lazy, M31, QM31, batch_inverse, lazy_add};
use crate::fri::{Known, last_layer};
use crate::queries::{Queries, lift};
use crate::session::Sums;
use crate::verifier::{accumulate, first_layer, joined, refuse_degenerate, samples};
use crate::{
    constraints, deep, domain, folds, fri, parameters, reader, registry, rows, session, sort,
};

/// How many parts a proof has.
pub const PARTS: u32 = @PARTS@;

/// The number of the statement that a state is about.
pub fn statement(state: Span<felt252>) -> felt252 {
    let mut state = state;
    let _ = reader::felt(ref state);
    reader::felt(ref state)
}

@RUN@
@BODIES@
@CHECK_CONSTRAINTS@
/// The rows' weights at the out-of-domain point.
fn row_weights(point: SecurePoint) -> Span<QM31> {
    let zero = vanishing(@LOG_ROWS@, point.x);
    rows::weights(
        point, zero, @INVERSE_ROWS@, parameters::COTANGENTS.span(), @ACTIVE_ROWS@,
    )
}

@TREE_FUNCTIONS@#[inline(never)]
fn quotients(
    queries: Queries,
    at: @Batch,
    after: @Batch,
@PINNED_PARAMETER@    sums_at: Sums,
    sums_after: Sums,
@PINNED_SUM@) -> Span<Lazy> {
    let mut sums_at = sums_at;
    let mut sums_after = sums_after;
@PINNED_MUTABLE@@QUOTIENTS@}

fn check_last_layer(known: Known, last: Span<M31>) {
@LAST_LAYER@}
