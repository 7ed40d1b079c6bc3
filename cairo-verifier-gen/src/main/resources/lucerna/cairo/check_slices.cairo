fn columns(publics: Span<QM31>) -> Span<QM31> {
    publics.slice(0, publics.len() - 1)
}

fn total(publics: Span<QM31>) -> Span<QM31> {
    publics.slice(publics.len() - 1, 1)
}

fn check_constraints(
    ref memo: Array<QM31>,
    samples: Span<QM31>,
    publics: Span<QM31>,
    challenges: Span<QM31>,
    alpha: QM31,
    point: SecurePoint,
) {
    let mut publics = publics;
    let zero = vanishing(@LOG_ROWS@, point.x);
@COMPOSITION_CHECK@}
