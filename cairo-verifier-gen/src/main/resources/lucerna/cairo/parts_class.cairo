
/// Checks a piece of the class @CLASS@, as above.
pub fn class_@CLASS@(
    state: Span<felt252>, part: Span<felt252>,
) -> (felt252, Span<felt252>, u32) {
    let mut data = part;
    let mut state = state;
    let done = reader::felt(ref state);
    let number = reader::felt(ref state);
@LATER@    (number, next, data.len())
}
