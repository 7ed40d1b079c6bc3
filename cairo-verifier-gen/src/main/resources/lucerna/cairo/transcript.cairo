    assert(reader::felt(ref data) == parameters::KEY, 'OTHER_KEY');
    let statement = crate::statement::read(ref data);
    let mut given = crate::digests::roots(ref data, @ROOTS@);
    let mut nonces = reader::words(ref data, @NONCE_WORDS@).span();
    let coordinates = reader::elements(ref data, @SAMPLE_COORDINATES@).span();
    let last = reader::elements(ref data, @LAST_COORDINATES@).span();

    let mut channel = parameters::start();
    mix_words(ref channel, statement.context);
    let mut roots: Array<Digest> = array![parameters::preprocessed_root()];
@WEIGHT_ROOT@@INPUT_ROOT@    let mut known = roots.span();
    while let Some(root) = known.pop_front() {
        mix_digest(ref channel, *root);
    }
@MIX_PINS@
    let root = *given.pop_front().unwrap();
    mix_digest(ref channel, root);
    roots.append(root);
    let (low, high) = reader::nonce(ref nonces);
    work(ref channel, @INTERACTION_WORK@, low, high);
    let mut challenges = draw_many(ref channel, @FIRST_CHALLENGES@);
@SECOND_ROUND@    let challenges = challenges.span();
    let root = *given.pop_front().unwrap();
    mix_digest(ref channel, root);
    roots.append(root);
    let alpha = draw(ref channel);
    let composition_root = *given.pop_front().unwrap();
    mix_digest(ref channel, composition_root);
    let (low, high) = reader::nonce(ref nonces);
    work(ref channel, @OOD_WORK@, low, high);

    let t = draw(ref channel);
    let point = from_parameter(t);
    let next = moved(point, Point { x: @STEP_X@, y: @STEP_Y@ });
    // Where t^2 = -1 the inverse of 0 is 0, and so are the coordinates.
    refuse_degenerate(point);
    refuse_degenerate(next);
    mix_elements(ref channel, coordinates);
    let samples = samples(coordinates);
@CHECK_CONSTRAINTS@
    let (low, high) = reader::nonce(ref nonces);
    work(ref channel, @BATCH_WORK@, low, high);
    let lambda = draw(ref channel);
    let mut fri_roots: Array<Digest> = array![];
    let mut fri_challenges: Array<QM31> = array![];
    let mut left: u32 = @FRI_LAYERS@;
    while left != 0 {
        let root = *given.pop_front().unwrap();
        mix_digest(ref channel, root);
        fri_roots.append(root);
        let (low, high) = reader::nonce(ref nonces);
        work(ref channel, @FOLD_WORK@, low, high);
        fri_challenges.append(draw(ref channel));
        left -= 1;
    }
    mix_elements(ref channel, last);
    let (low, high) = reader::nonce(ref nonces);
    work(ref channel, @QUERY_WORK@, low, high);
    let positions = draw_positions(ref channel, @QUERIES@, @FRI_DOMAIN@);
    let positions = sort::distinct(positions.span());
