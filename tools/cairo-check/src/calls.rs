//! Chains of calls to a contract, each with the storage that the one before has left.

use std::path::Path;

use anyhow::{Context, Result, bail};
use cairo_lang_runner::{Arg, StarknetState};
use clap::Args;
use serde_json::{Value, json};

use crate::{Shared, calldata, compile, constructor, entry, execute_in, read_json};

/// What the list of a call's arguments holds in place of what the last accepted call returned.
const RETURNED: &str = "$";

#[derive(Args)]
pub struct CallsArgs {
    #[command(flatten)]
    shared: Shared,
    /// JSON array (or @file) of chains, each an array of calls and starting from empty storage. A call is an object: `entry`,
    /// an entry of a contract, or `constructor`, true, or `fn`, a function, with `args`, calldata or arguments; "$" among
    /// calldata stands for the felts that the last accepted call returned, "class:NAME" for the class hash of a contract.
    /// What a refused call has written is undone.
    #[arg(long)]
    chains: String,
}

pub fn calls(corelib: &Path, a: &CallsArgs) -> Result<Value> {
    let p = compile(corelib, &a.shared)?;
    let chains = read_json(&a.chains)?;
    let mut ok = true;
    let mut told = vec![];
    for chain in chains.as_array().context("the chains are no array")? {
        let mut state = StarknetState::default();
        let mut returned: Vec<Value> = vec![];
        let mut runs = vec![];
        for call in chain.as_array().context("a chain is no array")? {
            let mut items = vec![];
            for item in call["args"].as_array().context("a call has no args")? {
                if item == RETURNED {
                    items.extend(returned.iter().cloned());
                } else {
                    items.push(item.clone());
                }
            }
            let args = calldata(&p, &items)?;
            let made = call["constructor"] == json!(true);
            let (function, args) = match (call["entry"].as_str(), call["fn"].as_str(), made) {
                (Some(name), None, false) => (entry(&p, name)?, vec![Arg::Array(args)]),
                (None, Some(name), false) => (p.runner.find_function(name)?, args),
                (None, None, true) => (constructor(&p)?, vec![Arg::Array(args)]),
                _ => bail!("a call has one of entry, constructor and fn"),
            };
            let contract = call["fn"].is_null();
            let (mut run, left) = execute_in(&p, &a.shared, function, args, contract, state.clone())?;
            if run["ok"] == json!(true) {
                state = left;
                if contract {
                    returned = run["value"].as_array().cloned().unwrap_or_default();
                }
            }
            ok &= run["ok"] == json!(true);
            if a.shared.quiet {
                run["value"] = json!(run["value"].as_array().map_or(0, Vec::len));
            }
            runs.push(run);
        }
        told.push(json!(runs));
    }
    Ok(json!({
        "ok": ok,
        "compile_seconds": (p.compile_seconds * 1000.0).round() / 1000.0,
        "casm_felts": p.casm_felts,
        "chains": told,
    }))
}
