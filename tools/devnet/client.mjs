// Declares and deploys the verifier on a local node and tries it: see run, which calls this in a folder that holds sierra and
// casm (a file each, or folders of files by contract), own-calls and own-question.json (calldata of a proof, a folder if it takes several transactions, and the question about
// it), other-calls (another model's), account.json and account-casm.json (an account of a newer class than the node's).
import fs from 'node:fs';
import { Account, RpcProvider, config, hash, json } from 'starknet';

config.set('logLevel', 'ERROR');
const url = process.argv[2];
const read = (file) => JSON.parse(fs.readFileSync(file, 'utf8'));
const wait = (millis) => new Promise((resolve) => setTimeout(resolve, millis));
let failed = 0;

function expect(what, ok, detail = '') {
  if (!ok) failed++;
  console.log(`${ok ? 'ok    ' : 'FAILED'} ${what}${detail ? `: ${detail}` : ''}`);
}

async function rpc(method, params = {}) {
  const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method, params });
  const headers = { 'content-type': 'application/json' };
  return (await (await fetch(url, { method: 'POST', headers, body })).json()).result;
}

async function accounts() {
  for (let tries = 0; ; tries++) {
    try {
      return await rpc('devnet_getPredeployedAccounts');
    } catch (error) {
      if (tries === 60) throw error;
      await wait(500);
    }
  }
}

const [{ address, private_key: signer, public_key: publicKey }, another] = await accounts();
const provider = new RpcProvider({ nodeUrl: url });
const account = new Account({ provider, address, signer });
const stranger = new Account({ provider, address: another.address, signer: another.private_key });
// The node takes the version of a class's format for that of Sierra, and would meter all classes in steps, as if they were old.
const sierra = (file) => {
  const read = json.parse(fs.readFileSync(file, 'utf8'));
  read.contract_class_version = read.sierra_program.slice(0, 3).map(Number).join('.');
  return read;
};
// A panic's reason is a short string, among addresses and selectors.
const reason = (text) => {
  for (const [, digits] of (text ?? '').matchAll(/0x([0-9a-f]{6,62})/g)) {
    const name = Buffer.from(digits, 'hex').toString('latin1');
    if (/^[A-Z_]{3,}(: [a-z ]+)?$/.test(name)) return name;
  }
  return text?.slice(0, 200);
};

// The contract is the last one; the classes that it calls come before it, in the order of its constructor's arguments.
const number = (file) => (file.startsWith('Class') ? parseInt(file.slice('Class'.length)) : Infinity);
const files = fs.statSync('sierra').isDirectory() ? fs.readdirSync('sierra').sort((a, b) => number(a) - number(b)) : [''];

const gas = (receipt) => {
  const { execution_resources: used, actual_fee: fee } = receipt.value ?? receipt;
  return `${(used.l2_gas / 1e6).toFixed(1)} M L2 gas, fee ${BigInt(fee.amount)} ${fee.unit}`;
};
const ended = async (sent) => {
  const receipt = await provider.waitForTransaction(sent.transaction_hash);
  return receipt.value ?? receipt;
};

const classes = [];
for (const file of files) {
  const contract = sierra(`sierra/${file}`.replace(/\/$/, ''));
  const casm = json.parse(fs.readFileSync(`casm/${file}`.replace(/\/$/, ''), 'utf8'));
  const what = file === '' ? 'the class' : file.replace('.json', '');
  const bytes = json.stringify({ ...contract, sierra_program_debug_info: undefined }).length;
  expect(`${what} has at most 4,089,446 bytes`, bytes <= 4089446, `${bytes}`);
  const declared = await account.declare({ contract, casm });
  expect(`${what} is declared`, true, gas(await ended(declared)));
  classes.push(declared.class_hash);
}
const classHash = classes.pop();
const constructor = { classHash, constructorCalldata: classes };
const deployed = await account.deployContract(constructor);
expect('deployed', true, gas(await provider.getTransactionReceipt(deployed.transaction_hash)));
if (classes.length > 0) {
  const named = await provider.callContract({ contractAddress: deployed.contract_address, entrypoint: 'classes' });
  expect('it names its classes', classes.every((each, i) => BigInt(each) === BigInt(named[named.length - classes.length + i])));
  let why = null;
  try {
    await ended(await account.deployContract({ ...constructor, constructorCalldata: [...classes].reverse() }));
  } catch (error) {
    why = String(error.message ?? error);
  }
  expect('classes in another order are refused', why !== null, reason(why));
}

// What an account calls is metered in Sierra gas if its own class is of Sierra 1.7 or later, and else in steps of Cairo.
const newer = await account.declare({
  contract: sierra('account.json'),
  casm: json.parse(fs.readFileSync('account-casm.json', 'utf8')),
});
await ended(newer);
const opened = await account.deployContract({ classHash: newer.class_hash, constructorCalldata: [publicKey] });
await ended(opened);
await rpc('devnet_mint', { address: opened.contract_address, amount: 1e21, unit: 'FRI' });
const local = new Account({ provider, address: opened.contract_address, signer });
// The node's own estimate runs without any gas.
const bound = (amount) => ({ max_amount: BigInt(amount), max_price_per_unit: 10n ** 10n });
const resourceBounds = { l2_gas: bound(1.1e9), l1_gas: bound(1e5), l1_data_gas: bound(1e5) };

const call = (entrypoint, calldata) => ({ contractAddress: deployed.contract_address, entrypoint, calldata });
// The calls that take a proof: one of verify, or one of verify_part for each part.
const calls = (name) =>
  fs.statSync(name).isDirectory()
    ? fs.readdirSync(name).filter((file) => file.endsWith('.json')).sort((a, b) => parseInt(a.slice(5)) - parseInt(b.slice(5)))
        .map((file) => read(`${name}/${file}`).map(String))
    : [read(name).map(String)];
const own = calls('own-calls');
const split = own.length > 1;
const entry = split ? 'verify_part' : 'verify';
const question = read('own-question.json').map(String);
const asked = async () => BigInt((await provider.callContract(call('is_verified', question)))[0]) === 1n;

const send = (sender, felts) => sender.execute(call(entry, felts), sender === local ? { resourceBounds } : undefined);
async function refusal(calldata, sender = local) {
  try {
    const sent = await send(sender, calldata);
    const receipt = await ended(sent);
    return receipt.execution_status === 'REVERTED' ? (receipt.revert_reason ?? 'reverted') : null;
  } catch (error) {
    return String(error.message ?? error);
  }
}
expect('no statement is registered at first', !(await asked()));
const [first] = calls('other-calls');
const other = await refusal(split && !fs.statSync('other-calls').isDirectory() ? ['0x0', ...first] : first);
expect("another model's proof is refused", other !== null && /OTHER_KEY|4f544845525f4b4559/.test(other), 'OTHER_KEY');
const places = (felts) => [40, felts.length >> 1, felts.length - 1];
const changed = (felts, place) => felts.map((felt, i) => (i === place ? '0x' + (BigInt(felt) ^ 1n).toString(16) : felt));
async function refuseChanged(felts, what) {
  for (const place of places(felts)) {
    const why = await refusal(changed(felts, place));
    expect(`${what} with felt ${place} changed is refused`, why !== null, reason(why));
  }
}
const session = /SESSION|53455353494f4e/;
let events = [];
for (const [number, felts] of own.entries()) {
  const what = split ? `part ${number + 1}` : 'the proof';
  if (split && number < own.length - 1) {
    const early = await refusal(own[own.length - 1]);
    expect(`the last part before ${what} is refused`, early !== null && session.test(early), reason(early));
  }
  await refuseChanged(felts, what);
  if (number > 0) {
    const why = await refusal(felts, stranger);
    expect(`${what} of another account is refused`, why !== null && session.test(why), reason(why));
  }
  expect('so far nothing is registered', !(await asked()));
  const accepted = await ended(await send(local, felts));
  expect(`${what}, ${felts.length} felts, is accepted`, accepted.execution_status === 'SUCCEEDED', gas(accepted));
  events = accepted.events.filter((event) => BigInt(event.from_address) === BigInt(deployed.contract_address));
  expect('only the end has an event', events.length === (number === own.length - 1 ? 1 : 0));
}
expect('the event says so', BigInt(events[0].keys[0]) === BigInt(hash.getSelectorFromName('Verified')));
if (split) {
  const again = await refusal(own[own.length - 1]);
  expect('the last part again is refused', again !== null && session.test(again), reason(again));
}
expect('is_verified answers yes', await asked());
const wrong = [...question];
wrong[1] = '0x' + (BigInt(wrong[1]) + 1n).toString(16);
const elsewhere = await provider.callContract(call('is_verified', wrong));
expect('another output is not verified', BigInt(elsewhere[0]) === 0n);
const statement = (await provider.callContract(call('statement', question)))[0];
const before = await provider.callContract(call('verified_in', [statement]));

// Parts of a verifier of several classes may be too long for an account that is metered in steps.
const [sender, how] = classes.length > 0 ? [local, ''] : [account, ', by an account metered in steps,'];
for (const [number, felts] of own.entries()) {
  const again = await ended(await send(sender, felts));
  const what = split ? `part ${number + 1} of the same proof` : 'the same proof';
  expect(`${what} again${how} is harmless`, again.execution_status === 'SUCCEEDED', gas(again));
  const more = again.events.filter((event) => BigInt(event.from_address) === BigInt(deployed.contract_address));
  expect('without another event', more.length === 0);
}
const after = await provider.callContract(call('verified_in', [statement]));
expect('its block stays the first', before.join() === after.join() && BigInt(before[0]) === 0n, `block ${BigInt(before[1])}`);
process.exit(failed === 0 ? 0 : 1);
