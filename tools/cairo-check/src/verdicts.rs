//! `verdicts`: which of many argument lists a function accepts, and what variants of a package say of them.
//!
//! The compiler's database is kept from one variant to the next, so that only what changed is analysed again; runs record
//! no trace, relocate no memory and count no resources.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::Instant;

use anyhow::{Context, Result, anyhow, bail};
use cairo_lang_compiler::db::RootDatabase;
use cairo_lang_compiler::diagnostics::DiagnosticsReporter;
use cairo_lang_diagnostics::ToOption;
use cairo_lang_filesystem::db::FilesGroup;
use cairo_lang_filesystem::ids::{CrateInput, Directory};
use cairo_lang_filesystem::override_file_content;
use cairo_lang_lowering::utils::InliningStrategy;
use cairo_lang_runnable_utils::builder::{EntryCodeConfig, RunnableBuilder};
use cairo_lang_runner::casm_run::{CairoHintProcessor, format_next_item};
use cairo_lang_runner::{Arg, build_hints_dict, initialize_vm};
use cairo_lang_sierra::extensions::NamedType;
use cairo_lang_sierra::extensions::gas::GasBuiltinType;
use cairo_lang_sierra_generator::db::SierraGenGroup;
use cairo_lang_sierra_generator::program_generator::SierraProgramWithDebug;
use cairo_lang_sierra_generator::replace_ids::{DebugReplacer, SierraIdReplacer};
use cairo_vm::hint_processor::hint_processor_definition::HintProcessor;
use cairo_vm::types::builtin_name::BuiltinName;
use cairo_vm::types::layout_name::LayoutName;
use cairo_vm::types::program::Program;
use cairo_vm::types::relocatable::MaybeRelocatable;
use cairo_vm::vm::runners::cairo_runner::CairoRunner;
use cairo_vm::vm::vm_core::VirtualMachine;
use clap::Args;
use serde_json::{Value, json};
use starknet_types_core::felt::Felt;

use crate::{build_db, edited, parse_args, read_json, setup};

#[derive(Args)]
pub struct VerdictsArgs {
    /// Directory with cairo_project.toml and `src`.
    package: PathBuf,
    /// JSON array (or @file) of arguments, which the edits of all jobs change.
    #[arg(long, default_value = "[]")]
    args: String,
    /// JSON array (or @file) of jobs. A job is an object: `fn`, a suffix of the function's path; `edits`, the changes of
    /// the first argument as `run` takes them, one run for each, or null for one run without any argument; `files`, the
    /// texts that replace files of `src`, in this job alone.
    #[arg(long)]
    jobs: String,
    /// Gas limit (Sierra gas).
    #[arg(long, default_value_t = 1_000_000_000_000)]
    gas: u64,
}

/// Runs all jobs. A verdict is an empty text, or what the panic says.
pub fn verdicts(corelib: &Path, a: &VerdictsArgs) -> Result<Value> {
    let mut db = build_db(corelib, true, InliningStrategy::Default, true)?;
    let package = a.package.canonicalize().with_context(|| format!("package {}", a.package.display()))?;
    let inputs = setup(&mut db, &package)?;
    let args = parse_args(&a.args)?;
    let jobs = read_json(&a.jobs)?;
    let mut replaced = BTreeMap::new();
    let mut built: Option<RunnableBuilder> = None;
    let mut out = vec![];
    for job in jobs.as_array().context("the jobs are no array")? {
        let t = Instant::now();
        let files = texts(job)?;
        if built.is_none() || files != replaced {
            replace(&mut db, &package, &replaced, &files)?;
            replaced = files;
            built = None;
            match build(&db, &inputs) {
                Ok(builder) => built = Some(builder),
                Err(e) => {
                    out.push(json!({ "ok": false, "error": format!("{e:#}") }));
                    continue;
                }
            }
        }
        let compiled = t.elapsed().as_secs_f64();
        let program = Runnable::new(built.as_ref().unwrap(), job["fn"].as_str().context("a job without fn")?, a.gas)?;
        let lists = match &job["edits"] {
            Value::Null => vec![vec![]],
            Value::Array(edits) => edits.iter().map(|e| edited(&args, e)).collect::<Result<_>>()?,
            _ => bail!("the edits are no array"),
        };
        let verdicts = lists.into_iter().map(|list| program.verdict(list)).collect::<Result<Vec<_>>>()?;
        let seconds = |s: f64| (s * 1000.0).round() / 1000.0;
        out.push(json!({
            "ok": true,
            "compile_seconds": seconds(compiled),
            "run_seconds": seconds(t.elapsed().as_secs_f64() - compiled),
            "verdicts": verdicts,
        }));
    }
    Ok(json!({ "ok": true, "jobs": out }))
}

fn texts(job: &Value) -> Result<BTreeMap<String, String>> {
    let mut files = BTreeMap::new();
    if let Value::Object(map) = &job["files"] {
        for (name, text) in map {
            files.insert(name.clone(), text.as_str().context("a file's text")?.to_string());
        }
    }
    Ok(files)
}

/// Replaces files in the database; those of the variant before get their text on disk.
fn replace(
    db: &mut RootDatabase,
    package: &Path,
    before: &BTreeMap<String, String>,
    now: &BTreeMap<String, String>,
) -> Result<()> {
    for name in before.keys().chain(now.keys()) {
        let file = name.strip_prefix("src/").filter(|f| !f.contains('/')).context("a file outside src")?;
        let text = match now.get(name) {
            Some(text) => text.clone(),
            None => std::fs::read_to_string(package.join(name)).with_context(|| format!("file {name}"))?,
        };
        let root = Directory::Real(package.join("src"));
        let id = root.file(db, file);
        override_file_content!(db, id, Some(text.into()));
    }
    Ok(())
}

fn build(db: &RootDatabase, inputs: &[CrateInput]) -> Result<RunnableBuilder> {
    let errors = Arc::new(Mutex::new(String::new()));
    let sink = errors.clone();
    let mut reporter = DiagnosticsReporter::callback(move |d| sink.lock().unwrap().push_str(&d.to_string()))
        .with_crates(inputs)
        .allow_warnings();
    if reporter.check(db) {
        drop(reporter);
        bail!("compilation failed:\n{}", errors.lock().unwrap());
    }
    let ids = CrateInput::into_crate_ids(db, inputs.to_vec());
    let SierraProgramWithDebug { program: mut sierra, .. } =
        db.get_sierra_program(ids).to_option().context("compilation failed without diagnostics")?.clone();
    let replacer = DebugReplacer { db };
    replacer.enrich_function_names(&mut sierra);
    Ok(RunnableBuilder::new(replacer.apply(&sierra), Some(Default::default()))?)
}

/// A function made ready for many runs.
struct Runnable {
    program: Program,
    hints: cairo_lang_utils::unordered_hash_map::UnorderedHashMap<String, cairo_lang_casm::hints::Hint>,
    length: usize,
    gas: Option<u64>,
    /// How many felts the result takes: a tag, then a value, or the panic's array at the end.
    result: usize,
}

impl Runnable {
    fn new(builder: &RunnableBuilder, name: &str, gas: u64) -> Result<Self> {
        let function = builder.find_function(name)?;
        let (assembled, builtins) = builder.assemble_function_program(function, EntryCodeConfig::testing())?;
        let (dict, hints) = build_hints_dict(&assembled.hints);
        let data: Vec<MaybeRelocatable> =
            assembled.bytecode.iter().map(|b| MaybeRelocatable::from(Felt::from(b))).collect();
        let length = data.len();
        let builtins: Vec<BuiltinName> = builtins;
        let program =
            Program::new(builtins, data, Some(0), dict, Default::default(), Default::default(), vec![], None)?;
        let metered = function.signature.param_types.iter().any(|ty| builder.type_long_id(ty).generic_id == GasBuiltinType::ID);
        let result = function.signature.ret_types.last().context("a function without a result")?;
        if !builder.type_long_id(result).to_string().contains("core::panics::PanicResult") {
            bail!("{name} cannot panic");
        }
        let result = builder.type_size(result) as usize;
        Ok(Self { program, hints, length, gas: metered.then_some(gas), result })
    }

    fn verdict(&self, args: Vec<Arg>) -> Result<String> {
        let gas = self.gas.iter().map(|gas| vec![Arg::Value(Felt::from(*gas))]);
        let mut hints = CairoHintProcessor {
            runner: None,
            user_args: gas.chain(args.into_iter().map(|arg| vec![arg])).collect(),
            starknet_state: Default::default(),
            string_to_hint: self.hints.clone(),
            run_resources: Default::default(),
            syscalls_used_resources: Default::default(),
            no_temporary_segments: true,
            markers: Default::default(),
            panic_traceback: Default::default(),
        };
        let mut runner = CairoRunner::new(&self.program, LayoutName::all_cairo, None, false, false, false)?;
        self.run(&mut runner, &mut hints).map_err(|e| anyhow!("the machine stopped: {e}"))?;
        self.result(&runner.vm)
    }

    fn run(&self, runner: &mut CairoRunner, hints: &mut dyn HintProcessor) -> Result<()> {
        let end = runner.initialize(true)?;
        initialize_vm(&mut runner.vm, self.length).map_err(|e| anyhow!("{e}"))?;
        runner.run_until_pc(end, hints)?;
        runner.end_run(true, false, hints, false)?;
        Ok(())
    }

    /// Reads the result, which ends where the allocation pointer stands.
    fn result(&self, vm: &VirtualMachine) -> Result<String> {
        let end = vm.get_ap();
        let start = (end - self.result)?;
        if *vm.get_integer(start)? == Felt::ZERO {
            return Ok(String::new());
        }
        let from = vm.get_relocatable((end - 2usize)?)?;
        let to = vm.get_relocatable((end - 1usize)?)?;
        let data: Vec<Felt> =
            vm.get_integer_range(from, (to - from)?)?.into_iter().map(|felt| felt.into_owned()).collect();
        let mut data = data.into_iter();
        let mut items = vec![];
        while let Some(item) = format_next_item(&mut data) {
            items.push(item.quote_if_string());
        }
        // A panic without data is one all the same.
        Ok(if items.is_empty() { "a panic".to_string() } else { items.join(", ") })
    }
}
