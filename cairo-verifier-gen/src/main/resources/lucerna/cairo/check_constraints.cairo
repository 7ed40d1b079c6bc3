fn check_constraints(
    samples: Span<QM31>,
    publics: Span<QM31>,
    challenges: Span<QM31>,
    alpha: QM31,
    point: SecurePoint,
) {
    let mut publics = publics;
    let zero = vanishing(@LOG_ROWS@, point.x);
@COMPOSITION_CHECK@}
