
/// Checks a piece of the class @CLASS@, the first of all if the state is empty. Returns the number of
/// the statement, the state that the next piece goes on from, empty after the last one, and how
/// many felts of the part are left to it.
///
/// The caller must know that the state is one that was returned by a piece.
pub fn class_@CLASS@(
    state: Span<felt252>, part: Span<felt252>,
) -> (felt252, Span<felt252>, u32) {
    let mut data = part;
    let mut state = state;
    let (number, next) = if state.is_empty() {
        part_1(ref data)
    } else {
@LATER@    };
    (number, next, data.len())
}
