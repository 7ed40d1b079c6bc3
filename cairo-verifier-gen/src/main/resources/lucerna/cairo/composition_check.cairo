    let total = *publics.pop_back().unwrap();
    let combined = constraints::combined(
        samples, publics, array![total].span(), challenges, alpha,
    );
    let composition = joined(samples, @COMPOSITION@);
@MASK@    assert(*combined[0] == zero * composition, 'CONSTRAINTS');
