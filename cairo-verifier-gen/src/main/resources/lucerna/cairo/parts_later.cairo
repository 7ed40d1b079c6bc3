        let done = reader::felt(ref state);
        let number = reader::felt(ref state);
@DISPATCH@        (number, next)
