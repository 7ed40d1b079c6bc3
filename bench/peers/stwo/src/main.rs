//! Works of the S-two prover (SIMD backend, Blake2s), each done once for each line of standard
//! input, so that it can be measured in turn with another prover, both warm.
//!
//! usage: lucerna-peer-stwo WORK [name=number ...]
//!   WORK: fft | merkle | commit | fibonacci | lookups
//!   numbers: log (of the rows), columns, blowup (its log), queries, pow, fold and last (logs),
//!            threads (above 1 needs the feature `parallel`)
//!
//! One JSON object is printed when the process is ready, and one for each line read. A proof's time
//! holds interpolation, extension, trees, interaction columns, composition, FRI, proof of work and
//! openings; making the trace and the table of twiddles lies outside.
#![feature(portable_simd)]

use std::collections::HashMap;
use std::io::{BufRead, Write};
use std::time::Instant;

use num_traits::{One, Zero};
use serde_json::{json, Map, Value};
use stwo::core::air::Component;
use stwo::core::channel::{Blake2sChannel, Channel};
use stwo::core::fields::m31::BaseField;
use stwo::core::fields::qm31::SecureField;
use stwo::core::fields::FieldExpOps;
use stwo::core::fri::FriConfig;
use stwo::core::pcs::{CommitmentSchemeVerifier, PcsConfig};
use stwo::core::poly::circle::CanonicCoset;
use stwo::core::proof::StarkProof;
use stwo::core::vcs_lifted::blake2_merkle::{Blake2sMerkleChannel, Blake2sMerkleHasher};
use stwo::core::verifier::verify;
use stwo::prover::backend::simd::column::BaseColumn;
use stwo::prover::backend::simd::m31::{PackedBaseField, LOG_N_LANES, N_LANES};
use stwo::prover::backend::simd::qm31::PackedSecureField;
use stwo::prover::backend::simd::SimdBackend;
use stwo::prover::poly::circle::{CircleCoefficients, CircleEvaluation, PolyOps};
use stwo::prover::poly::twiddles::TwiddleTree;
use stwo::prover::poly::BitReversedOrder;
use stwo::prover::vcs_lifted::prover::MerkleProverLifted;
use stwo::prover::{prove, CommitmentSchemeProver};
use stwo_constraint_framework::preprocessed_columns::PreProcessedColumnId;
use stwo_constraint_framework::{
    relation, EvalAtRow, FrameworkComponent, FrameworkEval, LogupTraceGenerator, Relation,
    RelationEntry, TraceLocationAllocator,
};

type Eval = CircleEvaluation<SimdBackend, BaseField, BitReversedOrder>;
type Proof = StarkProof<Blake2sMerkleHasher>;
type Scheme<'a> = CommitmentSchemeProver<'a, SimdBackend, Blake2sMerkleChannel>;
type Measured = Map<String, Value>;
/// A work: takes the number of the repetition, which varies the luck of the proof of work.
type Work = Box<dyn FnMut(u32) -> Measured>;

/// Short transforms are timed in batches of about this many milliseconds.
const BATCH_MS: f64 = 150.0;

const LOG_TABLE: u32 = 16;

struct Args {
    numbers: HashMap<String, usize>,
}

impl Args {
    fn get(&self, name: &str, default: usize) -> usize {
        self.numbers.get(name).copied().unwrap_or(default)
    }
    fn log(&self) -> u32 {
        self.get("log", 16) as u32
    }
    fn columns(&self) -> usize {
        self.get("columns", 1)
    }
    fn blowup(&self) -> u32 {
        self.get("blowup", 2) as u32
    }
    fn config(&self) -> PcsConfig {
        PcsConfig {
            pow_bits: self.get("pow", 20) as u32,
            fri_config: FriConfig::new(
                self.get("last", 0) as u32,
                self.blowup(),
                self.get("queries", 120),
                self.get("fold", 1) as u32,
            ),
            lifting_log_size: None,
        }
    }
}

/// SplitMix64.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }
    fn packed(&mut self) -> PackedBaseField {
        PackedBaseField::from_array(std::array::from_fn(|_| {
            BaseField::from_u32_unchecked((self.next() % 0x7fff_ffff) as u32)
        }))
    }
    fn column(&mut self, log: u32) -> BaseColumn {
        BaseColumn::from_simd((0..1usize << (log - LOG_N_LANES)).map(|_| self.packed()).collect())
    }
}

fn ms(start: Instant) -> f64 {
    start.elapsed().as_secs_f64() * 1e3
}

/// Wall time and the time that all threads of this process had a processor.
#[derive(Clone, Copy)]
struct Clock {
    start: Instant,
    cpu: u64,
}

impl Clock {
    fn start() -> Clock {
        Clock { cpu: cpu_nanos(), start: Instant::now() }
    }
    /// Milliseconds since the start, divided by a count.
    fn stop(self, count: f64) -> (f64, f64) {
        let wall = ms(self.start);
        (wall / count, (cpu_nanos() - self.cpu) as f64 / 1e6 / count)
    }
}

fn cpu_nanos() -> u64 {
    let Ok(tasks) = std::fs::read_dir("/proc/self/task") else { return 0 };
    tasks
        .flatten()
        .filter_map(|task| std::fs::read_to_string(task.path().join("schedstat")).ok())
        .filter_map(|line| line.split_whitespace().next().and_then(|n| n.parse::<u64>().ok()))
        .sum()
}

fn measured((millis, cpu): (f64, f64)) -> Measured {
    let mut m = Map::new();
    m.insert("millis".into(), json!(millis));
    m.insert("cpuMillis".into(), json!(cpu));
    m
}

fn peak_memory_bytes() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    status
        .lines()
        .find(|line| line.starts_with("VmHWM:"))
        .and_then(|line| line.split_whitespace().nth(1))
        .and_then(|kib| kib.parse::<u64>().ok())
        .map_or(0, |kib| kib << 10)
}

fn batch(mut once: impl FnMut()) -> (f64, f64) {
    let clock = Clock::start();
    let mut count = 0;
    while count == 0 || ms(clock.start) < BATCH_MS {
        once();
        count += 1;
    }
    clock.stop(f64::from(count))
}

/// One column forth and back; the output of one transform is the input of the next.
fn fft(a: &Args) -> Work {
    let domain = CanonicCoset::new(a.log()).circle_domain();
    let twiddles = SimdBackend::precompute_twiddles(domain.half_coset);
    let mut column = Some(Random(1).column(a.log()));
    Box::new(move |_| {
        let there = batch(|| {
            let values = Eval::new(domain, column.take().unwrap());
            column = Some(values.interpolate_with_twiddles(&twiddles).coeffs);
        });
        let poly = CircleCoefficients::<SimdBackend>::new(column.take().unwrap());
        let mut buffer = Some(Random(2).column(domain.log_size()));
        let back = batch(|| {
            let out = buffer.take().unwrap();
            buffer = Some(SimdBackend::evaluate_into(&poly, domain, &twiddles, out).values);
        });
        column = buffer;
        let mut m = measured(there);
        m.insert("evaluateMillis".into(), json!(back.0));
        m
    })
}

fn merkle(a: &Args) -> Work {
    let log = a.log();
    let mut random = Random(1);
    let columns: Vec<BaseColumn> = (0..a.columns()).map(|_| random.column(log)).collect();
    Box::new(move |_| {
        let columns: Vec<&BaseColumn> = columns.iter().collect();
        let clock = Clock::start();
        let tree =
            MerkleProverLifted::<SimdBackend, Blake2sMerkleHasher>::commit(columns, log, 0);
        let mut m = measured(clock.stop(1.0));
        m.insert("root".into(), json!(tree.root().to_string()));
        m
    })
}

fn evaluations(log: u32, count: usize, random: &mut Random) -> Vec<Eval> {
    let domain = CanonicCoset::new(log).circle_domain();
    (0..count).map(|_| Eval::new(domain, random.column(log))).collect()
}

fn commit(a: &Args) -> Work {
    let config = a.config();
    let twiddles = twiddles(a.log(), a.blowup());
    let columns = evaluations(a.log(), a.columns(), &mut Random(1));
    Box::new(move |_| {
        let input = columns.clone();
        let channel = &mut Blake2sChannel::default();
        let mut scheme = Scheme::new(config, &twiddles);
        let clock = Clock::start();
        extend(&mut scheme, input, channel);
        let mut m = measured(clock.stop(1.0));
        m.insert("root".into(), json!(scheme.roots()[0].to_string()));
        m
    })
}

fn twiddles(log: u32, blowup: u32) -> TwiddleTree<SimdBackend> {
    SimdBackend::precompute_twiddles(CanonicCoset::new(log + 1 + blowup).half_coset())
}

fn extend<'a>(scheme: &mut Scheme<'a>, columns: Vec<Eval>, channel: &mut Blake2sChannel) {
    let mut tree = scheme.tree_builder();
    tree.extend_evals(columns);
    tree.commit(channel);
}

fn begin(config: &PcsConfig, repetition: u32) -> Blake2sChannel {
    let mut channel = Blake2sChannel::default();
    config.mix_into(&mut channel);
    channel.mix_u32s(&[repetition]);
    channel
}

fn proof_measured(times: (f64, f64), verify_ms: Option<f64>, proof: &Proof) -> Measured {
    let mut m = measured(times);
    m.insert("proofBytes".into(), json!(bincode::serialize(proof).unwrap().len()));
    match verify_ms {
        Some(v) => m.insert("verifyMillis".into(), json!(v)),
        None => m.insert("refused".into(), json!(true)),
    };
    m
}

// ------------------------------------------------------------------------------ wide Fibonacci

struct WideFibonacci {
    log: u32,
    columns: usize,
}

impl FrameworkEval for WideFibonacci {
    fn log_size(&self) -> u32 {
        self.log
    }
    fn max_constraint_log_degree_bound(&self) -> u32 {
        self.log + 1
    }
    fn evaluate<E: EvalAtRow>(&self, mut eval: E) -> E {
        let mut x = eval.next_trace_mask();
        let mut y = eval.next_trace_mask();
        for _ in 2..self.columns {
            let z = eval.next_trace_mask();
            eval.add_constraint(z.clone() - (x.square() + y.square()));
            x = y;
            y = z;
        }
        eval
    }
}

fn fibonacci_trace(log: u32, count: usize) -> Vec<Eval> {
    let mut random = Random(1);
    let vectors = 1usize << (log - LOG_N_LANES);
    let mut columns: Vec<Vec<PackedBaseField>> =
        (0..2).map(|_| (0..vectors).map(|_| random.packed()).collect()).collect();
    for c in 2..count {
        let next =
            (0..vectors).map(|i| columns[c - 2][i].square() + columns[c - 1][i].square()).collect();
        columns.push(next);
    }
    let domain = CanonicCoset::new(log).circle_domain();
    columns.into_iter().map(|c| Eval::new(domain, BaseColumn::from_simd(c))).collect()
}

fn fibonacci(a: &Args) -> Work {
    let config = a.config();
    let (log, columns) = (a.log(), a.columns());
    let twiddles = twiddles(log, a.blowup());
    let trace = fibonacci_trace(log, columns);
    Box::new(move |repetition| {
        let input = trace.clone();
        let clock = Clock::start();
        let channel = &mut begin(&config, repetition);
        let mut scheme = Scheme::new(config, &twiddles);
        extend(&mut scheme, vec![], channel);
        extend(&mut scheme, input, channel);
        let component = FrameworkComponent::new(
            &mut TraceLocationAllocator::default(),
            WideFibonacci { log, columns },
            SecureField::zero(),
        );
        let proof = prove::<SimdBackend, Blake2sMerkleChannel>(&[&component], channel, scheme)
            .expect("a proof");
        let times = clock.stop(1.0);

        let sizes = component.trace_log_degree_bounds();
        let copy = proof.clone();
        let start = Instant::now();
        let channel = &mut begin(&config, repetition);
        let scheme = &mut CommitmentSchemeVerifier::<Blake2sMerkleChannel>::new(config);
        scheme.commit(copy.commitments[0], &sizes[0], channel);
        scheme.commit(copy.commitments[1], &sizes[1], channel);
        verify(&[&component], channel, scheme, copy).expect("an honest proof is accepted");
        proof_measured(times, Some(ms(start)), &proof)
    })
}

// -------------------------------------------------------------------------------- range checks

relation!(RangeRelation, 1);

/// Columns of values, each looked up in the table.
struct Lookups {
    log: u32,
    columns: usize,
    relation: RangeRelation,
}

impl FrameworkEval for Lookups {
    fn log_size(&self) -> u32 {
        self.log
    }
    fn max_constraint_log_degree_bound(&self) -> u32 {
        self.log + 1
    }
    fn evaluate<E: EvalAtRow>(&self, mut eval: E) -> E {
        for _ in 0..self.columns {
            let value = eval.next_trace_mask();
            eval.add_to_relation(RelationEntry::new(&self.relation, E::EF::one(), &[value]));
        }
        // Two fractions share a column where the bound on the degree lets them.
        if self.columns > 1 {
            eval.finalize_logup_in_pairs();
        } else {
            eval.finalize_logup();
        }
        eval
    }
}

/// The integers below 2^16 with their multiplicities.
struct Table {
    relation: RangeRelation,
}

impl FrameworkEval for Table {
    fn log_size(&self) -> u32 {
        LOG_TABLE
    }
    fn max_constraint_log_degree_bound(&self) -> u32 {
        LOG_TABLE + 1
    }
    fn evaluate<E: EvalAtRow>(&self, mut eval: E) -> E {
        let value = eval.get_preprocessed_column(table_id());
        let uses = eval.next_trace_mask();
        eval.add_to_relation(RelationEntry::new(&self.relation, -E::EF::from(uses), &[value]));
        eval.finalize_logup();
        eval
    }
}

fn table_id() -> PreProcessedColumnId {
    PreProcessedColumnId { id: "range_16".into() }
}

fn table_column(value: impl Fn(usize) -> u32) -> Vec<PackedBaseField> {
    (0..(1usize << LOG_TABLE) / N_LANES)
        .map(|i| {
            PackedBaseField::from_array(std::array::from_fn(|j| {
                BaseField::from_u32_unchecked(value(i * N_LANES + j))
            }))
        })
        .collect()
}

fn components(
    log: u32,
    columns: usize,
    relation: &RangeRelation,
    sums: [SecureField; 2],
) -> (FrameworkComponent<Lookups>, FrameworkComponent<Table>) {
    let mut places = TraceLocationAllocator::default();
    let lookups = Lookups { log, columns, relation: relation.clone() };
    let table = Table { relation: relation.clone() };
    (
        FrameworkComponent::new(&mut places, lookups, sums[0]),
        FrameworkComponent::new(&mut places, table, sums[1]),
    )
}

fn lookup_interaction(
    log: u32,
    values: &[Vec<PackedBaseField>],
    relation: &RangeRelation,
) -> (Vec<Eval>, SecureField) {
    let mut generator = LogupTraceGenerator::new(log);
    for pair in values.chunks(2) {
        let mut column = generator.new_col();
        for i in 0..pair[0].len() {
            let d0: PackedSecureField = relation.combine(&[pair[0][i]]);
            if let Some(second) = pair.get(1) {
                let d1: PackedSecureField = relation.combine(&[second[i]]);
                column.write_frac(i, d0 + d1, d0 * d1);
            } else {
                column.write_frac(i, PackedSecureField::one(), d0);
            }
        }
        column.finalize_col();
    }
    generator.finalize_last()
}

fn table_interaction(
    table: &[PackedBaseField],
    uses: &[PackedBaseField],
    relation: &RangeRelation,
) -> (Vec<Eval>, SecureField) {
    let mut generator = LogupTraceGenerator::new(LOG_TABLE);
    let mut column = generator.new_col();
    for (i, (value, n)) in table.iter().zip(uses).enumerate() {
        let denominator: PackedSecureField = relation.combine(&[*value]);
        column.write_frac(i, -PackedSecureField::from(*n), denominator);
    }
    column.finalize_col();
    generator.finalize_last()
}

fn lookups(a: &Args) -> Work {
    let config = a.config();
    let (log, columns) = (a.log(), a.columns());
    assert!(columns == 1 || columns % 2 == 0, "one column, or an even number");
    let twiddles = twiddles(log.max(LOG_TABLE), a.blowup());
    let mut random = Random(1);
    let mut counts = vec![0u32; 1 << LOG_TABLE];
    let values: Vec<Vec<PackedBaseField>> = (0..columns)
        .map(|_| {
            (0..1usize << (log - LOG_N_LANES))
                .map(|_| {
                    PackedBaseField::from_array(std::array::from_fn(|_| {
                        let value = (random.next() >> 48) as u32;
                        counts[value as usize] += 1;
                        BaseField::from_u32_unchecked(value)
                    }))
                })
                .collect()
        })
        .collect();
    let table = table_column(|i| i as u32);
    let uses = table_column(|i| counts[i]);
    let domain = CanonicCoset::new(log).circle_domain();
    let table_domain = CanonicCoset::new(LOG_TABLE).circle_domain();
    Box::new(move |repetition| {
        let mut trace: Vec<Eval> =
            values.iter().map(|v| Eval::new(domain, BaseColumn::from_simd(v.clone()))).collect();
        trace.push(Eval::new(table_domain, BaseColumn::from_simd(uses.clone())));
        let fixed = vec![Eval::new(table_domain, BaseColumn::from_simd(table.clone()))];

        let clock = Clock::start();
        let channel = &mut begin(&config, repetition);
        let mut scheme = Scheme::new(config, &twiddles);
        extend(&mut scheme, fixed, channel);
        extend(&mut scheme, trace, channel);
        let relation = RangeRelation::draw(channel);
        let (mut interaction, sum) = lookup_interaction(log, &values, &relation);
        let (table_columns, table_sum) = table_interaction(&table, &uses, &relation);
        interaction.extend(table_columns);
        channel.mix_felts(&[sum, table_sum]);
        extend(&mut scheme, interaction, channel);
        let (c0, c1) = components(log, columns, &relation, [sum, table_sum]);
        let proof = prove::<SimdBackend, Blake2sMerkleChannel>(&[&c0, &c1], channel, scheme)
            .expect("a proof");
        let times = clock.stop(1.0);

        let copy = proof.clone();
        let start = Instant::now();
        let channel = &mut begin(&config, repetition);
        let scheme = &mut CommitmentSchemeVerifier::<Blake2sMerkleChannel>::new(config);
        let mut sizes = vec![log; columns];
        sizes.push(LOG_TABLE);
        scheme.commit(copy.commitments[0], &[LOG_TABLE], channel);
        scheme.commit(copy.commitments[1], &sizes, channel);
        let relation = RangeRelation::draw(channel);
        assert!((sum + table_sum).is_zero());
        channel.mix_felts(&[sum, table_sum]);
        let mut sizes = vec![log; 4 * columns.div_ceil(2)];
        sizes.extend([LOG_TABLE; 4]);
        scheme.commit(copy.commitments[2], &sizes, channel);
        let (c0, c1) = components(log, columns, &relation, [sum, table_sum]);
        // stwo 2.3.0 refuses some honest proofs where the table is shorter than the trace.
        let verdict = verify(&[&c0, &c1], channel, scheme, copy);
        let verify_ms = ms(start);
        proof_measured(times, verdict.is_ok().then_some(verify_ms), &proof)
    })
}

fn work(words: &[String]) -> Result<Work, String> {
    let mut numbers = HashMap::new();
    for word in words.iter().skip(1) {
        let (name, number) = word.split_once('=').ok_or(format!("not name=number: {word}"))?;
        numbers.insert(name.to_owned(), number.parse().map_err(|_| format!("no number: {word}"))?);
    }
    let a = Args { numbers };
    let threads = a.get("threads", 1);
    #[cfg(feature = "parallel")]
    rayon::ThreadPoolBuilder::new()
        .num_threads(threads)
        .build_global()
        .map_err(|e| e.to_string())?;
    #[cfg(not(feature = "parallel"))]
    if threads != 1 {
        return Err("more than one thread needs the feature `parallel`".into());
    }
    match words.first().map(String::as_str) {
        Some("fft") => Ok(fft(&a)),
        Some("merkle") => Ok(merkle(&a)),
        Some("commit") => Ok(commit(&a)),
        Some("fibonacci") => Ok(fibonacci(&a)),
        Some("lookups") => Ok(lookups(&a)),
        _ => Err("usage: lucerna-peer-stwo fft|merkle|commit|fibonacci|lookups [name=number ...]"
            .into()),
    }
}

fn main() {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let mut work = work(&words).unwrap_or_else(|e| {
        eprintln!("{e}");
        std::process::exit(2);
    });
    let lanes = if cfg!(target_feature = "avx512f") { "avx512" } else { "others" };
    println!("{}", json!({"system": "stwo 2.3.0", "lanes": lanes}));
    for (repetition, line) in std::io::stdin().lock().lines().enumerate() {
        if line.is_err() {
            break;
        }
        let mut m = work(repetition as u32);
        m.insert("peakMemoryBytes".into(), json!(peak_memory_bytes()));
        println!("{}", Value::Object(m));
        let _ = std::io::stdout().flush();
    }
}
