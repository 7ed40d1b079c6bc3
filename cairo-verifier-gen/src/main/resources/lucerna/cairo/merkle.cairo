//! Openings of several leaves of a Merkle tree: docs/protocol.md, section 3.1.

use crate::blake::Digest;
use crate::digests::{Hash, Sibling, Siblings, State, both, is_root, left, next, right};

/// Checks that leaves stand at increasing distinct positions under a root of `height` layers.
pub fn check(
    state: State,
    root: Digest,
    height: u32,
    positions: Span<u32>,
    leaves: Span<Hash>,
    witness: Siblings,
) {
    let mut positions = positions;
    let mut digests = leaves;
    let mut witness = witness;
    let mut layer = height;
    while layer != 0 {
        let (above, nodes) = parents(state, positions, digests, ref witness);
        positions = above.span();
        digests = nodes.span();
        layer -= 1;
    }
    assert(witness.is_empty(), 'MERKLE: too many siblings');
    assert(is_root(*digests[0], root), 'MERKLE: another root');
}

fn parents(
    state: State, positions: Span<u32>, digests: Span<Hash>, ref witness: Siblings,
) -> (Array<u32>, Array<Hash>) {
    let mut positions = positions;
    let mut digests = digests;
    let mut above: Array<u32> = array![];
    let mut nodes: Array<Hash> = array![];
    while let Some(position) = positions.pop_front() {
        let own = *digests.pop_front().unwrap();
        let (parent, odd) = DivRem::div_rem(*position, 2);
        above.append(parent);
        if odd != 0 {
            nodes.append(right(state, sibling(ref witness), own));
        } else if is_next(positions, *position + 1) {
            let _ = positions.pop_front();
            nodes.append(both(state, own, *digests.pop_front().unwrap()));
        } else {
            nodes.append(left(state, own, sibling(ref witness)));
        }
    }
    (above, nodes)
}

/// Says whether the first of some positions is this one.
fn is_next(positions: Span<u32>, position: u32) -> bool {
    match positions.get(0) {
        Some(next) => *next.unbox() == position,
        None => false,
    }
}

fn sibling(ref witness: Siblings) -> Sibling {
    match next(ref witness) {
        Some(sibling) => sibling,
        None => core::panic_with_felt252('MERKLE: too few siblings'),
    }
}
