    let mut points = known.points;
    let mut values = known.values;
    while let Some(point) = points.pop_front() {
        let expected = last_layer(last, @LOG_LAST@, *point.x);
        assert(expected == *values.pop_front().unwrap(), 'FRI: last layer');
    }
