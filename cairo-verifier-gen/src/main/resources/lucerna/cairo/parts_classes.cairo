/// How many pieces are done once a part is, part by part.
const ENDS: [u32; @PARTS@] = [@ENDS@];

/// Which class checks a piece.
const CLASS_OF: [u32; @PIECES@] = [@CLASS_OF@];

/// The pieces of the part that follows a state: how many are done, and how many once it is.
pub fn following(state: Span<felt252>) -> (u32, u32) {
    let mut state = state;
    let done = if state.is_empty() {
        0
    } else {
        reader::number(ref state, @PIECES@)
    };
    let mut ends = ENDS.span();
    let mut end = *ends.pop_front().unwrap();
    while end <= done {
        end = *ends.pop_front().unwrap();
    }
    (done, end)
}

/// Which class checks a piece.
pub fn class_of(piece: u32) -> u32 {
    *CLASS_OF.span()[piece]
}
