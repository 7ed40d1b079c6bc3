//! The contracts of a package, each a class of its own.

use anyhow::{Context, Result, bail};
use cairo_lang_compiler::db::RootDatabase;
use cairo_lang_filesystem::ids::CrateId;
use cairo_lang_sierra::ids::FunctionId;
use cairo_lang_sierra_generator::replace_ids::SierraIdReplacer;
use cairo_lang_starknet::compile::{SemanticEntryPoints, extract_semantic_entrypoints};
use cairo_lang_starknet::contract::{ContractInfo, find_contracts, get_selector_and_sierra_function};
use cairo_lang_starknet_classes::contract_class::{ContractClass, ContractEntryPoint};
use cairo_lang_starknet_classes::keccak::starknet_keccak;
use cairo_lang_utils::bigint::BigUintAsHex;
use cairo_lang_utils::ordered_hash_map::OrderedHashMap;
use num_bigint::BigInt;
use starknet_types_core::felt::Felt;
use starknet_types_core::hash::{Poseidon, StarkHash};

/// A contract: its path, the hash that it has while it is run here, and its functions.
struct Class {
    path: String,
    hash: Felt,
    info: ContractInfo,
}

pub struct Classes(Vec<Class>);

/// The last part of a contract's path.
pub fn name(path: &str) -> &str {
    path.rsplit("::").next().unwrap_or(path)
}

impl Classes {
    pub fn of<'db>(db: &'db RootDatabase, ids: &[CrateId<'db>], replacer: &impl SierraIdReplacer) -> Result<Self> {
        let mut classes = vec![];
        for contract in find_contracts(db, ids) {
            let path = contract.module_id().full_path(db);
            let SemanticEntryPoints { external, constructor, .. } = extract_semantic_entrypoints(db, &contract)?;
            let of = |f| get_selector_and_sierra_function(db, f, replacer);
            // Compiling every class takes long: here its path stands for its code.
            let hash = Felt::from(BigInt::from(starknet_keccak(path.as_bytes())));
            let info = ContractInfo {
                constructor: constructor.first().map(|f| of(f).1),
                externals: external.iter().map(of).collect(),
                l1_handlers: OrderedHashMap::default(),
            };
            classes.push(Class { path, hash, info });
        }
        Ok(Self(classes))
    }

    /// What the runner is told: who may be called by which hash.
    pub fn infos(&self) -> OrderedHashMap<Felt, ContractInfo> {
        self.0.iter().map(|class| (class.hash, class.info.clone())).collect()
    }

    /// The hash of the class that a path ends on.
    pub fn hash(&self, suffix: &str) -> Result<Felt> {
        let mut found = self.0.iter().filter(|class| ends(&class.path, suffix));
        match (found.next(), found.next()) {
            (Some(class), None) => Ok(class.hash),
            (None, _) => bail!("no contract {suffix}"),
            _ => bail!("several contracts {suffix}"),
        }
    }

    /// An external function, `CONTRACT::NAME` or a name that one contract alone has.
    pub fn external(&self, name: &str) -> Result<&FunctionId> {
        let (contract, entry) = name.rsplit_once("::").unwrap_or(("", name));
        let selector = Felt::from(BigInt::from(starknet_keccak(entry.as_bytes())));
        let mut found = self
            .0
            .iter()
            .filter(|class| contract.is_empty() || ends(&class.path, contract))
            .filter_map(|class| class.info.externals.get(&selector));
        match (found.next(), found.next()) {
            (Some(function), None) => Ok(function),
            (None, _) => bail!("no external function {name}"),
            _ => bail!("several contracts have an external function {name}"),
        }
    }

    /// The constructor of the one contract that has one.
    pub fn constructor(&self) -> Result<&FunctionId> {
        let mut found = self.0.iter().filter_map(|class| class.info.constructor.as_ref());
        match (found.next(), found.next()) {
            (Some(function), None) => Ok(function),
            (None, _) => bail!("no contract has a constructor"),
            _ => bail!("several contracts have constructors"),
        }
    }
}

fn ends(path: &str, suffix: &str) -> bool {
    path == suffix || path.ends_with(&format!("::{suffix}"))
}

/// The hash by which a network knows a class: Poseidon of its version, its entries, its ABI and its program.
pub fn class_hash(class: &ContractClass) -> Result<Felt> {
    let entries = &class.entry_points_by_type;
    let abi = spaced(&serde_json::to_string(class.abi.as_ref().context("a class without ABI")?)?);
    Ok(Poseidon::hash_array(&[
        Felt::from_bytes_be_slice(b"CONTRACT_CLASS_V0.1.0"),
        listed(&entries.external),
        listed(&entries.l1_handler),
        listed(&entries.constructor),
        Felt::from(BigInt::from(starknet_keccak(abi.as_bytes()))),
        Poseidon::hash_array(&class.sierra_program.iter().map(felt).collect::<Vec<_>>()),
    ]))
}

fn felt(hex: &BigUintAsHex) -> Felt {
    Felt::from(BigInt::from(hex.value.clone()))
}

fn listed(entries: &[ContractEntryPoint]) -> Felt {
    let felts: Vec<Felt> = entries
        .iter()
        .flat_map(|entry| [Felt::from(BigInt::from(entry.selector.clone())), Felt::from(entry.function_idx)])
        .collect();
    Poseidon::hash_array(&felts)
}

/// JSON with a space behind each comma and colon, which is how the hash has an ABI.
fn spaced(json: &str) -> String {
    let mut text = String::new();
    let (mut quoted, mut escaped) = (false, false);
    for c in json.chars() {
        text.push(c);
        if !quoted && (c == ',' || c == ':') {
            text.push(' ');
        }
        quoted ^= c == '"' && !escaped;
        escaped = quoted && c == '\\' && !escaped;
    }
    text
}
