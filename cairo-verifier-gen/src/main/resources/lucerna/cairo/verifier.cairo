//! The checks of a proof, in order: docs/protocol.md, sections 9 and 10.

use crate::channel::{
    draw, draw_many, draw_positions, mix_digest, mix_elements, mix_words, work,
};
use crate::circle::{Point, SecurePoint, from_parameter, moved, vanishing};
use crate::deep::{
    Batch, batch, combine, denominator, norm, packed_weights, powers, quotient, unpacked,
};
use crate::field::{
    Lazy, M31, QM31, ZERO, batch_inverse, lazy_add, lazy_join, lazy, lazy_product, lazy_reduce,
    lazy_reduce_wide, m31_to_word,
};
use crate::fri::{Known, last_layer};
use crate::queries::{Queries, actual, entry, lift};
use crate::statement::{Statement};
use crate::{constraints, deep, domain, folds, fri, parameters, public_columns, reader, rows, sort};
use crate::blake::Digest;

/// The roots of the trees of trace height, in order.
type Roots = Span<Digest>;

/// Accepts a proof by returning what it says in the open; panics with the reason otherwise.
pub fn verify(proof: Span<felt252>) -> Statement {
    let mut data = proof;
@TRANSCRIPT@    let queries = lift(positions, domain::points(positions));

@BATCHES@    let traces = trace_quotients(ref data, queries, roots.span(), weights, @at, @after@PINNED@);
    let values = first_layer(
        ref data, queries, composition_root, weights, @composition, traces,
    );
    check_fri(
        ref data,
        Known { positions, points: queries.lines, values },
        fri_roots.span(),
        fri_challenges.span(),
        last,
    );
    assert(data.is_empty(), 'SHAPE: the proof goes on');
    statement
}

fn refuse_degenerate(point: SecurePoint) {
    let x = point.x;
    let y = point.y;
    assert(m31_to_word(x.c) != 0 || m31_to_word(x.d) != 0, 'DEGENERATE_POINT');
    assert(m31_to_word(y.c) != 0 || m31_to_word(y.d) != 0, 'DEGENERATE_POINT');
}

fn samples(coordinates: Span<M31>) -> Span<QM31> {
    let mut coordinates = coordinates;
    let mut samples: Array<QM31> = array![];
    while let Some(four) = coordinates.multi_pop_front::<4>() {
        let [a, b, c, d] = (*four).unbox();
        samples.append(QM31 { a, b, c, d });
    }
    samples.span()
}

#[inline(never)]
fn check_constraints(
    statement: Statement,
    samples: Span<QM31>,
    challenges: Span<QM31>,
    alpha: QM31,
    point: SecurePoint,
) {
    let zero = vanishing(@LOG_ROWS@, point.x);
    let weights = rows::weights(
        point, zero, @INVERSE_ROWS@, parameters::COTANGENTS.span(), @ACTIVE_ROWS@,
    );
    let mut publics = public_columns::values(weights, statement.elements, challenges).span();
@COMPOSITION_CHECK@}

/// The secure column's value that four samples make.
fn joined(samples: Span<QM31>, first: u32) -> QM31 {
    lazy_reduce(
        lazy_join(
            lazy(*samples[first]),
            lazy(*samples[first + 1]),
            lazy(*samples[first + 2]),
            lazy(*samples[first + 3]),
        ),
    )
}

/// Adds the weighted sums of some columns of all rows to packed sums.
fn accumulate(
    rows: Span<u32>,
    width: u32,
    from: u32,
    count: u32,
    weights: Span<felt252>,
    sums: Span<(felt252, felt252)>,
) -> Span<(felt252, felt252)> {
    let mut rows = rows;
    let mut sums = sums;
    let mut added: Array<(felt252, felt252)> = array![];
    while let Some(sum) = sums.pop_front() {
        let (first, second) = *sum;
        added.append(combine(rows.slice(from, count), weights, first, second));
        rows = rows.slice(width, rows.len() - width);
    }
    added.span()
}

#[inline(never)]
fn trace_quotients(
    ref data: Span<felt252>,
    queries: Queries,
    roots: Roots,
    weights: Span<QM31>,
    at: @Batch,
    after: @Batch,
@PINNED_PARAMETER@) -> Span<Lazy> {
    let mut zeros: Array<(felt252, felt252)> = array![];
    let mut positions = queries.lifted;
    while let Some(_) = positions.pop_front() {
        zeros.append((0, 0));
    }
    let mut sums_at = zeros.span();
    let mut sums_after = zeros.span();
@PINNED_SUMS@    let positions = queries.lifted;
@TREES@
@QUOTIENTS@}

#[inline(never)]
fn first_layer(
    ref data: Span<felt252>,
    queries: Queries,
    root: Digest,
    weights: Span<QM31>,
    batch: @Batch,
    traces: Span<Lazy>,
) -> Span<QM31> {
    // A leaf holds the rows of all points with one 4 P; only those of the queries are used.
    let opened = deep::open(
        ref data,
        parameters::composition_leaf_state(),
        root,
        @LOG_TRACE_DOMAIN@,
        queries.lifted,
        4 * @COMPOSITION_WIDTH@,
        @COMPOSITION_SALT@,
    );
    let packed = packed_weights(weights, parameters::COMPOSITION_WEIGHTS.span());
    let mut denominators: Array<(M31, M31)> = array![];
    let mut norms: Array<M31> = array![];
    let mut positions = queries.positions;
    let mut lines = queries.lines;
    let mut ys: Array<M31> = array![];
    while let Some(position) = positions.pop_front() {
        let point = actual(*position, *lines.pop_front().unwrap());
        let value = denominator(batch, point);
        norms.append(norm(value));
        denominators.append(value);
        ys.append(point.y);
    }
    let mut inverses = batch_inverse(norms.span()).span();
    let mut denominators = denominators.span();
    let mut ys = ys.span();
    let mut places = queries.places;
    let mut positions = queries.positions;
    let mut values: Array<QM31> = array![];
    while let Some(y) = ys.pop_front() {
        let place = *places.pop_front().unwrap();
        let which = entry(*positions.pop_front().unwrap());
        let row = opened.slice(@COMPOSITION_WIDTH@ * (4 * place + which), @COMPOSITION_WIDTH@);
        let (a, b) = combine(row.slice(0, 4), packed, 0, 0);
        let own = quotient(
            batch,
            unpacked(a, b),
            *y,
            *denominators.pop_front().unwrap(),
            *inverses.pop_front().unwrap(),
        );
        let sum = lazy_add(own, *traces[place]);
@R@        values.append(lazy_reduce_wide(sum));
    }
    values.span()
}

#[inline(never)]
fn check_fri(
    ref data: Span<felt252>,
    known: Known,
    roots: Span<Digest>,
    challenges: Span<QM31>,
    last: Span<M31>,
) {
    let state = parameters::fri_leaf_state();
@FOLDS@@LAST_LAYER@}
