    let mut points = queries.lifted_points;
    let mut denominators: Array<((M31, M31), (M31, M31))> = array![];
@PINNED_DENOMINATORS@    let mut norms: Array<M31> = array![];
    while let Some(point) = points.pop_front() {
        let first = denominator(at, *point);
        let second = denominator(after, *point);
        norms.append(norm(first));
        norms.append(norm(second));
        denominators.append((first, second));
@PINNED_NORM@    }
@PINNED_SPAN@    let mut inverses = batch_inverse(norms.span()).span();
    let mut denominators = denominators.span();
    let mut points = queries.lifted_points;
    let mut quotients: Array<Lazy> = array![];
    while let Some(point) = points.pop_front() {
        let y = *point.y;
        let (first, second) = *denominators.pop_front().unwrap();
        let (a, b) = *sums_at.pop_front().unwrap();
        let (c, d) = *sums_after.pop_front().unwrap();
        let quotient_at = quotient(at, unpacked(a, b), y, first, *inverses.pop_front().unwrap());
        let quotient_after = quotient(
            after, unpacked(c, d), y, second, *inverses.pop_front().unwrap(),
        );
@ADD_QUOTIENTS@    }
    quotients.span()
