@PINNED_SAMPLES@    let weights = powers(lambda, @WEIGHTS@);
    let at = batch(point, samples, weights, parameters::BATCHES.span(), 0);
    let after = batch(next, samples, weights, parameters::BATCHES.span(), 1);
    let composition = batch(point, samples, weights, parameters::BATCHES.span(), 2);
@PINNED_BATCH@