/// Checks the next part of a proof, the first one if the state is empty. Returns the number of the
/// statement, and the state that the part after it goes on from: empty after the last one.
///
/// The caller must know that the state is one that was returned here.
pub fn run(state: Span<felt252>, part: Span<felt252>) -> (felt252, Span<felt252>) {
    let mut data = part;
    let mut state = state;
    let (number, next) = if state.is_empty() {
        part_1(ref data)
    } else {
        let done = reader::felt(ref state);
        let number = reader::felt(ref state);
@DISPATCH@        (number, next)
    };
    assert(data.is_empty(), 'SHAPE: the part goes on');
    (number, next)
}
