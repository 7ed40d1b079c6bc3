//! cairo-check: compile, run and meter a Cairo package, JSON in, JSON out.
//!
//! * `run`      compile a package and run one function with JSON arguments
//! * `call`     compile a package and run one external entry point of a contract with a calldata array
//! * `calls`    compile a package and run chains of calls, each with the storage that the one before has left
//! * `verdicts` compile variants of a package and say which of many arguments a function accepts
//! * `contract` compile contracts to classes (Sierra) and to CASM, check the allowed libfuncs, report sizes
//!
//! A package may have several contracts: all of them are declared to each other, so that one may call another's entries by
//! `library_call_syscall`. In calldata, the text `class:NAME` stands for the class hash of the contract NAME.

mod calls;
mod classes;
mod verdicts;

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::Instant;

use anyhow::{Context, Result, anyhow, bail};
use cairo_lang_compiler::CompilerConfig;
use cairo_lang_compiler::db::RootDatabase;
use cairo_lang_compiler::diagnostics::DiagnosticsReporter;
use cairo_lang_compiler::project::setup_project;
use cairo_lang_diagnostics::ToOption;
use cairo_lang_filesystem::cfg::{Cfg, CfgSet};
use cairo_lang_filesystem::db::init_dev_corelib;
use cairo_lang_filesystem::ids::{CrateId, CrateInput};
use cairo_lang_lowering::optimizations::config::Optimizations;
use cairo_lang_lowering::utils::InliningStrategy;
use cairo_lang_runner::casm_run::format_next_item;
use cairo_lang_runner::{Arg, RunResultValue, SierraCasmRunner, StarknetState};
use cairo_lang_sierra_generator::db::SierraGenGroup;
use cairo_lang_sierra_generator::program_generator::SierraProgramWithDebug;
use cairo_lang_sierra_generator::replace_ids::{DebugReplacer, SierraIdReplacer};
use cairo_lang_starknet::compile::compile_contract_in_prepared_db;
use cairo_lang_starknet::contract::find_contracts;
use cairo_lang_starknet::starknet_plugin_suite;
use cairo_lang_starknet_classes::allowed_libfuncs::ListSelector;
use cairo_lang_starknet_classes::casm_contract_class::CasmContractClass;
use cairo_lang_starknet_classes::contract_class::ContractClass;
use clap::{Args, Parser, Subcommand};
use serde_json::{Value, json};
use starknet_types_core::felt::Felt;

/// Most bytes of a class as JSON, without debug information, as a gateway counts them.
const MAX_CLASS_BYTES: usize = 4_089_446;

#[derive(Parser)]
#[command(version, about = "Compile, run and meter a Cairo package; prints one JSON object.")]
struct Cli {
    /// The `src` directory of the Cairo core library.
    #[arg(long)]
    corelib: PathBuf,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Runs a function with arguments.
    Run(RunArgs),
    /// Runs an external entry point of a contract with calldata.
    Call(CallArgs),
    /// Runs chains of calls, each with the storage that the one before has left.
    Calls(calls::CallsArgs),
    /// Says which of many argument lists a function accepts, in variants of the package.
    Verdicts(verdicts::VerdictsArgs),
    /// Compiles a Starknet contract to Sierra and CASM.
    Contract(ContractArgs),
    /// Reports the compiler's errors in the core library itself (a library older than the compiler).
    Corelib,
}

#[derive(Args)]
struct Shared {
    /// Directory with cairo_project.toml, or a single .cairo file.
    package: PathBuf,
    /// JSON array of arguments (text), or @file.
    #[arg(long, default_value = "[]")]
    args: String,
    /// Gas limit (Sierra gas).
    #[arg(long, default_value_t = 1_000_000_000_000)]
    gas: usize,
    /// Compile and run without gas counting: the step count is then the plain one.
    #[arg(long)]
    no_gas: bool,
    /// Does not print the returned values.
    #[arg(long)]
    quiet: bool,
    /// Lists the N largest functions by CASM felts.
    #[arg(long, default_value_t = 0)]
    sizes: usize,
    /// The function returns one `Array` or `Span` of felts: prints its elements.
    #[arg(long)]
    array_result: bool,
    /// `default`, `avoid`, or a number (inlining threshold).
    #[arg(long, default_value = "default")]
    inlining: String,
}

#[derive(Args)]
struct RunArgs {
    #[command(flatten)]
    shared: Shared,
    /// Name (or `::suffix`) of the function; may be given several times, each is run with the same arguments.
    #[arg(long = "fn", required = true)]
    function: Vec<String>,
    /// JSON array (or @file) of edits of the first argument, a list: the functions are run once for each, after a single
    /// compilation. An edit is an array of changes [index, value]; an index at the end appends, a value null cuts there.
    /// [index, value, "insert"] and [index, null, "delete"] move what follows.
    #[arg(long)]
    edits: Option<String>,
}

#[derive(Args)]
struct CallArgs {
    #[command(flatten)]
    shared: Shared,
    /// Name of the external function; `CONTRACT::NAME` where several contracts have it.
    #[arg(long = "entry")]
    entry: String,
    /// JSON array (or @file): calldata of the contract's constructor, which is run first.
    #[arg(long)]
    constructor: Option<String>,
}

#[derive(Args)]
struct ContractArgs {
    package: PathBuf,
    /// Full path of a contract, to compile it alone; otherwise all of the package are.
    #[arg(long)]
    contract: Option<String>,
    /// Allowed libfuncs list: `audited` or `all`.
    #[arg(long, default_value = "audited")]
    libfuncs: String,
    /// Most felts of Sierra and of CASM allowed in a class.
    #[arg(long, default_value_t = 81920)]
    max_felts: usize,
    /// A file for the class; where several are compiled, a folder for NAME.json of each.
    #[arg(long)]
    sierra_out: Option<PathBuf>,
    /// The same for the CASM.
    #[arg(long)]
    casm_out: Option<PathBuf>,
}

fn main() {
    let cli = Cli::parse();
    // The compiler recurses over long generated functions: a thread with a large stack (address space only).
    let worker = std::thread::Builder::new().stack_size(4 << 30).spawn(move || match &cli.command {
        Command::Run(a) => run(&cli.corelib, a),
        Command::Call(a) => call(&cli.corelib, a),
        Command::Calls(a) => calls::calls(&cli.corelib, a),
        Command::Verdicts(a) => verdicts::verdicts(&cli.corelib, a),
        Command::Contract(a) => contract(&cli.corelib, a),
        Command::Corelib => corelib_errors(&cli.corelib),
    });
    let out = worker.expect("no thread").join().unwrap_or_else(|p| {
        let text = p
            .downcast_ref::<String>()
            .cloned()
            .or_else(|| p.downcast_ref::<&str>().map(|s| s.to_string()))
            .unwrap_or_default();
        Err(anyhow!("the compiler panicked: {text}"))
    });
    let (value, code) = match out {
        Ok(v) => {
            let code = if v["ok"] == json!(true) { 0 } else { 1 };
            (v, code)
        }
        Err(e) => (json!({ "ok": false, "error": format!("{e:#}") }), 2),
    };
    println!("{}", serde_json::to_string(&value).unwrap());
    std::process::exit(code);
}

fn inlining(s: &str) -> Result<InliningStrategy> {
    Ok(match s {
        "default" => InliningStrategy::Default,
        "avoid" => InliningStrategy::Avoid,
        n => InliningStrategy::InlineSmallFunctions(n.parse()?),
    })
}

fn build_db(corelib: &Path, gas: bool, inl: InliningStrategy, contracts: bool) -> Result<RootDatabase> {
    let corelib = corelib.canonicalize().with_context(|| format!("corelib {}", corelib.display()))?;
    let mut b = RootDatabase::builder();
    if contracts {
        b.with_default_plugin_suite(starknet_plugin_suite());
    }
    b.with_optimizations(Optimizations::enabled_with_default_movable_functions(inl));
    if !gas {
        b.skip_auto_withdraw_gas().with_cfg(CfgSet::from_iter([Cfg::kv("gas", "disabled")]));
    }
    let mut db = b.build()?;
    init_dev_corelib(&mut db, corelib);
    Ok(db)
}

fn setup(db: &mut RootDatabase, package: &Path) -> Result<Vec<CrateInput>> {
    setup_project(db, package).with_context(|| format!("package {}", package.display()))
}

struct Program {
    runner: SierraCasmRunner,
    compile_seconds: f64,
    casm_felts: usize,
    sierra_statements: usize,
    sizes: Vec<Value>,
    classes: classes::Classes,
}

fn compile(corelib: &Path, s: &Shared) -> Result<Program> {
    let t = Instant::now();
    let mut db = build_db(corelib, !s.no_gas, inlining(&s.inlining)?, true)?;
    let inputs = setup(&mut db, &s.package)?;
    let text = Arc::new(Mutex::new(String::new()));
    {
        let sink = text.clone();
        let mut reporter = DiagnosticsReporter::callback(move |d| {
            sink.lock().unwrap().push_str(&d.to_string());
        })
        .with_crates(&inputs)
        .allow_warnings();
        if reporter.check(&db) {
            drop(reporter);
            bail!("compilation failed:\n{}", text.lock().unwrap());
        }
    }
    let db = &db;
    let ids = CrateInput::into_crate_ids(db, inputs);
    let SierraProgramWithDebug { program: mut sierra, .. } = db
        .get_sierra_program(ids.clone())
        .to_option()
        .context("compilation failed without diagnostics")?
        .clone();
    let replacer = DebugReplacer { db };
    replacer.enrich_function_names(&mut sierra);
    let classes = classes::Classes::of(db, &ids, &replacer)?;
    let sierra = replacer.apply(&sierra);
    let sierra_statements = sierra.statements.len();
    let builder = cairo_lang_runnable_utils::builder::RunnableBuilder::new(
        sierra.clone(),
        (!s.no_gas).then(Default::default),
    )?;
    let casm_felts =
        builder.casm_program().instructions.iter().map(|i| i.body.op_size()).sum::<usize>();
    let mut starts: Vec<(usize, String)> =
        sierra.funcs.iter().map(|f| (f.entry_point.0, f.id.to_string())).collect();
    starts.sort();
    let info = &builder.casm_program().debug_info.sierra_statement_info;
    let at = |i: usize| info.get(i).map(|x| x.start_offset).unwrap_or(casm_felts);
    let mut sizes: Vec<(usize, &str)> = (0..starts.len())
        .map(|k| {
            let end = starts.get(k + 1).map(|n| at(n.0)).unwrap_or(casm_felts);
            (end.saturating_sub(at(starts[k].0)), starts[k].1.as_str())
        })
        .collect();
    sizes.sort_by(|a, b| b.cmp(a));
    let sizes = sizes.iter().take(s.sizes).map(|(n, f)| json!([n, f])).collect();
    drop(builder);
    let runner = SierraCasmRunner::new(sierra, (!s.no_gas).then(Default::default), classes.infos(), None)?;
    Ok(Program {
        runner,
        compile_seconds: t.elapsed().as_secs_f64(),
        casm_felts,
        sierra_statements,
        sizes,
        classes,
    })
}

fn execute(
    p: &Program,
    s: &Shared,
    function: &cairo_lang_sierra::program::Function,
    args: Vec<Arg>,
    array_result: bool,
) -> Result<Value> {
    let (mut run, _) = execute_in(p, s, function, args, array_result, StarknetState::default())?;
    quieten(s, &mut run);
    Ok(run)
}

fn quieten(s: &Shared, run: &mut Value) {
    if s.quiet {
        for key in ["value", "panic"] {
            if let Some(n) = run[key].as_array().map(Vec::len) {
                run[key] = json!(n);
            }
        }
    }
}

/// Runs with some storage, and returns what it has become.
fn execute_in(
    p: &Program,
    s: &Shared,
    function: &cairo_lang_sierra::program::Function,
    args: Vec<Arg>,
    array_result: bool,
    state: StarknetState,
) -> Result<(Value, StarknetState)> {
    let t = Instant::now();
    let gas = (!s.no_gas).then_some(s.gas);
    let r = p.runner.run_function_with_starknet_context(function, args, gas, state)?;
    let run_seconds = t.elapsed().as_secs_f64();
    let res = &r.used_resources.basic_resources;
    let builtins: serde_json::Map<String, Value> = res
        .builtin_instance_counter
        .iter()
        .filter(|(_, n)| **n > 0)
        .map(|(k, n)| (k.to_str().to_string(), json!(n)))
        .collect();
    let used = r.gas_counter.map(|left| {
        let left: u64 = left.try_into().unwrap_or(0);
        s.gas as u64 - left
    });
    let mut out = json!({
        "function": function.id.to_string(),
        "steps": res.n_steps,
        "memory_holes": res.n_memory_holes,
        "builtins": builtins,
        "sierra_gas": used,
        "run_seconds": (run_seconds * 1000.0).round() / 1000.0,
    });
    let show = |v: &[Felt]| -> Value {
        v.iter().map(|f| f.to_hex_string()).collect()
    };
    match r.value {
        RunResultValue::Success(v) => {
            out["ok"] = json!(true);
            let v = if array_result { deref(&v, &r.memory)? } else { v };
            out["value"] = show(&v);
        }
        RunResultValue::Panic(v) => {
            out["ok"] = json!(false);
            out["panic"] = show(&v);
            let mut it = v.into_iter();
            let mut items = vec![];
            while let Some(i) = format_next_item(&mut it) {
                items.push(i.quote_if_string());
            }
            out["panic_text"] = json!(items.join(", "));
        }
    }
    Ok((out, r.starknet_state))
}

/// The elements of an array given by its two memory addresses.
fn deref(v: &[Felt], memory: &[Option<Felt>]) -> Result<Vec<Felt>> {
    let [start, end] = v else { bail!("{} values returned, an array has two", v.len()) };
    let at = |f: &Felt| -> Result<usize> {
        usize::try_from(*f).map_err(|_| anyhow!("{f:#x} is no memory address"))
    };
    let cells = memory.get(at(start)?..at(end)?).context("the array is outside the memory")?;
    cells.iter().map(|c| c.context("an empty memory cell in the array")).collect()
}

fn run(corelib: &Path, a: &RunArgs) -> Result<Value> {
    let p = compile(corelib, &a.shared)?;
    let args = parse_args(&a.shared.args)?;
    let mut runs = vec![];
    let mut ok = true;
    let edits = match &a.edits {
        Some(text) => read_json(text)?,
        None => json!([[]]),
    };
    for edit in edits.as_array().context("the edits are no array")? {
        let args = edited(&args, edit)?;
        for name in &a.function {
            let f = p.runner.find_function(name)?;
            let r = execute(&p, &a.shared, f, args.clone(), a.shared.array_result)?;
            ok &= r["ok"] == json!(true);
            runs.push(r);
        }
    }
    Ok(json!({
        "ok": ok,
        "compile_seconds": (p.compile_seconds * 1000.0).round() / 1000.0,
        "casm_felts": p.casm_felts,
        "sierra_statements": p.sierra_statements,
        "largest": p.sizes,
        "runs": runs,
    }))
}

/// The arguments with the first one, a list, changed.
fn edited(args: &[Arg], edit: &Value) -> Result<Vec<Arg>> {
    let mut args = args.to_vec();
    for change in edit.as_array().context("an edit is no array")? {
        let Some(Arg::Array(list)) = args.first_mut() else { bail!("the first argument is no list") };
        let index = change[0].as_u64().context("no index")? as usize;
        if change[2] == "insert" && index <= list.len() {
            list.insert(index, to_arg(&change[1])?);
        } else if change[2] == "delete" && index < list.len() {
            list.remove(index);
        } else if change[1].is_null() {
            list.truncate(index);
        } else if index < list.len() {
            list[index] = to_arg(&change[1])?;
        } else {
            list.push(to_arg(&change[1])?);
        }
    }
    Ok(args)
}

/// A function of a contract.
fn found<'a>(p: &'a Program, id: &cairo_lang_sierra::ids::FunctionId) -> Result<&'a cairo_lang_sierra::program::Function> {
    Ok(p.runner.find_function(id.debug_name.as_ref().context("no name")?)?)
}

/// An external function of a contract.
fn entry<'a>(p: &'a Program, name: &str) -> Result<&'a cairo_lang_sierra::program::Function> {
    found(p, p.classes.external(name)?)
}

/// The constructor of the contract that has one.
fn constructor(p: &Program) -> Result<&cairo_lang_sierra::program::Function> {
    found(p, p.classes.constructor()?)
}

/// Calldata, with the hashes of the classes that it names.
fn calldata(p: &Program, items: &[Value]) -> Result<Vec<Arg>> {
    items
        .iter()
        .map(|item| match item.as_str().and_then(|text| text.strip_prefix("class:")) {
            Some(name) => Ok(Arg::Value(p.classes.hash(name)?)),
            None => to_arg(item),
        })
        .collect()
}

fn call(corelib: &Path, a: &CallArgs) -> Result<Value> {
    let p = compile(corelib, &a.shared)?;
    let mut state = StarknetState::default();
    if let Some(text) = &a.constructor {
        let Value::Array(items) = read_json(text)? else { bail!("the constructor's calldata is no array") };
        let args = vec![Arg::Array(calldata(&p, &items)?)];
        let (run, left) = execute_in(&p, &a.shared, constructor(&p)?, args, true, state)?;
        if run["ok"] != json!(true) {
            bail!("the constructor refuses: {}", run["panic_text"]);
        }
        state = left;
    }
    let Value::Array(items) = read_json(&a.shared.args)? else { bail!("calldata is no array") };
    let args = vec![Arg::Array(calldata(&p, &items)?)];
    let (mut r, _) = execute_in(&p, &a.shared, entry(&p, &a.entry)?, args, true, state)?;
    quieten(&a.shared, &mut r);
    Ok(json!({
        "ok": r["ok"],
        "compile_seconds": (p.compile_seconds * 1000.0).round() / 1000.0,
        "casm_felts": p.casm_felts,
        "runs": [r],
    }))
}

fn contract(corelib: &Path, a: &ContractArgs) -> Result<Value> {
    let mut db = build_db(corelib, true, InliningStrategy::Default, true)?;
    let inputs = setup(&mut db, &a.package)?;
    let paths = match &a.contract {
        Some(path) => vec![path.clone()],
        None => {
            let ids = CrateInput::into_crate_ids(&db, inputs.clone());
            find_contracts(&db, &ids).iter().map(|contract| contract.module_id().full_path(&db)).collect()
        }
    };
    if let [path] = &paths[..] {
        return one_class(&db, &inputs, a, path, a.sierra_out.clone(), a.casm_out.clone());
    }
    if paths.is_empty() {
        bail!("the package has no contract");
    }
    let mut told = vec![];
    for path in &paths {
        let name = classes::name(path);
        let within = |folder: &Option<PathBuf>| -> Result<Option<PathBuf>> {
            let Some(folder) = folder else { return Ok(None) };
            std::fs::create_dir_all(folder).with_context(|| format!("folder {}", folder.display()))?;
            Ok(Some(folder.join(format!("{name}.json"))))
        };
        told.push(one_class(&db, &inputs, a, path, within(&a.sierra_out)?, within(&a.casm_out)?)?);
    }
    let ok = told.iter().all(|class| class["ok"] == json!(true));
    Ok(json!({ "ok": ok, "classes": told }))
}

/// Compiles one contract.
fn one_class(
    db: &RootDatabase,
    inputs: &[CrateInput],
    a: &ContractArgs,
    path: &str,
    sierra_out: Option<PathBuf>,
    casm_out: Option<PathBuf>,
) -> Result<Value> {
    let t = Instant::now();
    let text = Arc::new(Mutex::new(String::new()));
    let sink = text.clone();
    let class = {
        let reporter = DiagnosticsReporter::callback(move |d| {
            sink.lock().unwrap().push_str(&d.to_string());
        })
        .with_crates(inputs)
        .allow_warnings();
        let ids = CrateInput::into_crate_ids(db, inputs.to_vec());
        let config = CompilerConfig {
            replace_ids: true,
            diagnostics_reporter: reporter,
            ..CompilerConfig::default()
        };
        compile_contract_in_prepared_db(db, Some(path), ids, config)
            .map_err(|e| anyhow!("{e:#}\n{}", text.lock().unwrap()))?
    };
    let sierra_seconds = t.elapsed().as_secs_f64();
    let extracted = class.extract_sierra_program(false)?;
    let version = extracted.sierra_version;
    let libfuncs = match extracted.validate_version_compatible(ListSelector::ListName(a.libfuncs.clone())) {
        Ok(()) => json!("allowed"),
        Err(e) => json!(e.to_string()),
    };
    let class_json = serde_json::to_string(&class)?;
    let class_hash = classes::class_hash(&class)?;
    let sent = ContractClass { sierra_program_debug_info: None, ..class.clone() };
    let class_bytes = serde_json::to_string(&sent)?.len();
    let sierra_felts = class.sierra_program.len();
    if let Some(p) = &sierra_out {
        std::fs::write(p, &class_json)?;
    }
    let t = Instant::now();
    let casm = CasmContractClass::from_contract_class(class, extracted, false, usize::MAX)?;
    let casm_seconds = t.elapsed().as_secs_f64();
    let casm_felts = casm.bytecode.len();
    let casm_json = serde_json::to_string(&casm)?;
    if let Some(p) = &casm_out {
        std::fs::write(p, &casm_json)?;
    }
    let fits = sierra_felts.max(casm_felts) <= a.max_felts && class_bytes <= MAX_CLASS_BYTES;
    let ok = libfuncs == json!("allowed") && fits;
    Ok(json!({
        "ok": ok,
        "name": classes::name(path),
        "class_hash": class_hash.to_hex_string(),
        "sierra_version": format!("{version}"),
        "libfuncs": libfuncs,
        "libfunc_list": a.libfuncs,
        "sierra_felts": sierra_felts,
        "class_json_bytes": class_json.len(),
        "class_bytes": class_bytes,
        "casm_felts": casm_felts,
        "felts_limit": a.max_felts,
        "casm_json_bytes": casm_json.len(),
        "compiled_class_hash": casm.compiled_class_hash().to_hex_string(),
        "sierra_seconds": (sierra_seconds * 1000.0).round() / 1000.0,
        "casm_seconds": (casm_seconds * 1000.0).round() / 1000.0,
    }))
}

fn corelib_errors(corelib: &Path) -> Result<Value> {
    let db = build_db(corelib, true, InliningStrategy::Default, false)?;
    let core = CrateId::core(&db).long(&db).clone().into_crate_input(&db);
    let errors = Arc::new(Mutex::new(vec![]));
    let sink = errors.clone();
    DiagnosticsReporter::callback(move |d| {
        let text = d.to_string();
        if text.starts_with("error") {
            sink.lock().unwrap().push(text);
        }
    })
    .with_crates(&[core])
    .allow_warnings()
    .check(&db);
    let errors = errors.lock().unwrap();
    Ok(json!({ "ok": errors.is_empty(), "errors": *errors }))
}

fn read_json(s: &str) -> Result<Value> {
    let text = match s.strip_prefix('@') {
        Some(p) => std::fs::read_to_string(p).with_context(|| format!("arguments {p}"))?,
        None => s.to_string(),
    };
    serde_json::from_str(&text).context("arguments are no JSON")
}

fn parse_args(s: &str) -> Result<Vec<Arg>> {
    let Value::Array(items) = read_json(s)? else { bail!("arguments are no JSON array") };
    items.iter().map(to_arg).collect()
}

/// A number, or a string with a decimal or 0x number: one felt. An array: an `Array` or a `Span`.
fn to_arg(v: &Value) -> Result<Arg> {
    Ok(match v {
        Value::Number(n) => Arg::Value(Felt::from_dec_str(&n.to_string()).map_err(|e| anyhow!("{n}: {e}"))?),
        Value::String(s) if s.starts_with("0x") => {
            Arg::Value(Felt::from_hex(s).map_err(|e| anyhow!("{s}: {e}"))?)
        }
        Value::String(s) => Arg::Value(Felt::from_dec_str(s).map_err(|e| anyhow!("{s}: {e}"))?),
        Value::Bool(b) => Arg::Value(Felt::from(*b as u64)),
        Value::Array(items) => Arg::Array(items.iter().map(to_arg).collect::<Result<_>>()?),
        other => bail!("argument {other}"),
    })
}
