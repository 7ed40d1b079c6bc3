//! Sorting positions.

/// The positions in increasing order, each once.
pub fn distinct(positions: Span<u32>) -> Span<u32> {
    let count = positions.len();
    if count < 2 {
        return positions;
    }
    let (half, _) = DivRem::div_rem(count, 2);
    merge(distinct(positions.slice(0, half)), distinct(positions.slice(half, count - half)))
}

fn merge(left: Span<u32>, right: Span<u32>) -> Span<u32> {
    let mut left = left;
    let mut right = right;
    let mut merged: Array<u32> = array![];
    let mut l = *left.pop_front().unwrap();
    let mut r = *right.pop_front().unwrap();
    loop {
        if l < r {
            merged.append(l);
            match left.pop_front() {
                Some(next) => { l = *next; },
                None => {
                    merged.append(r);
                    merged.append_span(right);
                    break;
                },
            }
        } else {
            merged.append(r);
            let equal = l == r;
            match right.pop_front() {
                Some(next) => {
                    if equal {
                        match left.pop_front() {
                            Some(other) => { l = *other; },
                            None => {
                                merged.append(*next);
                                merged.append_span(right);
                                break;
                            },
                        }
                    }
                    r = *next;
                },
                None => {
                    if !equal {
                        merged.append(l);
                    }
                    merged.append_span(left);
                    break;
                },
            }
        }
    }
    merged.span()
}
