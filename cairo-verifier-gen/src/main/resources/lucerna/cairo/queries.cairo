//! Where a proof is opened: docs/protocol.md, sections 9.5 and 9.6.

use crate::circle::{Point, conjugate, double};

/// The distinct positions of the queries.
#[derive(Copy, Drop)]
pub struct Queries {
    /// Positions of FRI's domain, increasing.
    pub positions: Span<u32>,
    /// For each the point of its place on the line.
    pub lines: Span<Point>,
    /// The distinct positions of 4 P in the trees of trace height, increasing.
    pub lifted: Span<u32>,
    /// Their points.
    pub lifted_points: Span<Point>,
    /// For each of the positions where its lifted one stands.
    pub places: Span<u32>,
}

/// The point of a position, from that of its place on the line.
pub fn actual(position: u32, line: Point) -> Point {
    let (_, odd) = DivRem::div_rem(position, 2);
    if odd == 0 {
        line
    } else {
        conjugate(line)
    }
}

/// Which of the four points of its leaf in the composition's tree a position is.
pub fn entry(position: u32) -> u32 {
    let (half, _) = DivRem::div_rem(position, 2);
    let (_, entry) = DivRem::div_rem(half, 4);
    entry
}

/// Finds the lifted positions of increasing positions.
pub fn lift(positions: Span<u32>, lines: Span<Point>) -> Queries {
    let mut lifted: Array<u32> = array![];
    let mut points: Array<Point> = array![];
    let mut group = 0xffffffff;
    let mut even: Option<Point> = None;
    let mut odd: Option<Point> = None;
    let mut left = positions;
    let mut left_lines = lines;
    while let Some(position) = left.pop_front() {
        let line = *left_lines.pop_front().unwrap();
        let (above, _) = DivRem::div_rem(*position, 8);
        if above != group {
            flush(ref lifted, ref points, group, even, odd);
            group = above;
            even = None;
            odd = None;
        }
        let (_, bit) = DivRem::div_rem(*position, 2);
        if bit == 0 {
            if even.is_none() {
                even = Some(double(double(line)));
            }
        } else if odd.is_none() {
            odd = Some(double(double(conjugate(line))));
        }
    }
    flush(ref lifted, ref points, group, even, odd);
    let lifted = lifted.span();
    Queries {
        positions, lines, lifted, lifted_points: points.span(), places: places(positions, lifted),
    }
}

fn flush(
    ref lifted: Array<u32>,
    ref points: Array<Point>,
    group: u32,
    even: Option<Point>,
    odd: Option<Point>,
) {
    if let Some(point) = even {
        lifted.append(2 * group);
        points.append(point);
    }
    if let Some(point) = odd {
        lifted.append(2 * group + 1);
        points.append(point);
    }
}

fn places(positions: Span<u32>, lifted: Span<u32>) -> Span<u32> {
    let mut places: Array<u32> = array![];
    let mut positions = positions;
    let mut place = 0;
    while let Some(position) = positions.pop_front() {
        let (above, _) = DivRem::div_rem(*position, 8);
        let (_, bit) = DivRem::div_rem(*position, 2);
        let wanted = 2 * above + bit;
        while *lifted[place] < 2 * above {
            place += 1;
        }
        if *lifted[place] == wanted {
            places.append(place);
        } else {
            places.append(place + 1);
        }
    }
    places.span()
}
