#!/usr/bin/env python3
"""Measures EZKL on one model, for `lucerna bench --peers`. Needs what requirements.txt names, and Linux.

    ezkl_peer.py prepare MODEL INPUT WORK SRS VISIBILITY [--limit SECONDS]
    ezkl_peer.py prove WORK [--limit SECONDS]

`prepare` calibrates on the input, makes settings, keys and a witness in the folder WORK, and prints
one JSON object: for each step its seconds and the peak memory of its process, the sizes of the keys
and the error against ONNX Runtime. `prove` makes one proof, verifies it, and prints the same for
these two. VISIBILITY is how the weights are bound: `polycommit` (KZG), `hashed` (Poseidon), both
with a private input, or `default` (public input, weights fixed in the key).

Each step runs in a process of its own. Its time is that of the library call alone: Python's start
and imports lie outside, reading files lies inside. A structured reference string (SRS) is a file of
the folder SRS, made where it is missing; it serves all models of a size.
"""

import argparse
import asyncio
import inspect
import json
import os
import pathlib
import subprocess
import sys
import time

SETUP = ["gen_settings", "calibrate", "compile", "gen_srs", "setup", "gen_witness"]
PROOF = ["prove", "verify"]


def peak_memory_bytes():
    for line in open("/proc/self/status"):
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) << 10
    return 0


def call(ezkl, step, p, visibility):
    if step == "gen_settings":
        arguments = ezkl.PyRunArgs()
        if visibility != "default":
            arguments.input_visibility = "private"
            arguments.param_visibility = visibility
        return ezkl.gen_settings(p["model"], p["settings"], py_run_args=arguments)
    if step == "calibrate":
        return ezkl.calibrate_settings(p["input"], p["model"], p["settings"], "resources")
    if step == "compile":
        return ezkl.compile_circuit(p["model"], p["compiled"], p["settings"])
    if step == "gen_srs":
        return ezkl.gen_srs(p["srs"], p["log_rows"])
    if step == "setup":
        return ezkl.setup(p["compiled"], p["vk"], p["pk"], srs_path=p["srs"])
    if step == "gen_witness":
        # The key and the SRS are needed for the commitment alone.
        more = {"vk_path": p["vk"], "srs_path": p["srs"]} if visibility == "polycommit" else {}
        return ezkl.gen_witness(p["input"], p["compiled"], p["witness"], **more)
    if step == "prove":
        return ezkl.prove(p["witness"], p["compiled"], p["pk"], proof_path=p["proof"], srs_path=p["srs"])
    return ezkl.verify(p["proof"], p["settings"], p["vk"], srs_path=p["srs"])


def one_step(step, state_file, result_file):
    import ezkl

    state = json.load(open(state_file))

    async def run():
        start = time.perf_counter()
        result = call(ezkl, step, state["paths"], state["visibility"])
        if inspect.isawaitable(result):
            result = await result
        return result, time.perf_counter() - start

    try:
        result, seconds = asyncio.run(run())
        told = {"seconds": seconds}
        if step in PROOF and not result:
            told["error"] = step + " failed"
    except BaseException as e:  # The library's panics are no Exceptions.
        told = {"error": f"{type(e).__name__}: {e}"}
    told["peakMemoryBytes"] = peak_memory_bytes()
    json.dump(told, open(result_file, "w"))


def step_in_process(step, folder, limit):
    result = folder / "result.json"
    result.unlink(missing_ok=True)
    words = [sys.executable, os.path.abspath(__file__), "--step", step, str(folder / "state.json"), str(result)]
    with open(folder / (step + ".log"), "w") as log:
        try:
            code = subprocess.call(words, stdout=log, stderr=subprocess.STDOUT, cwd=folder, timeout=limit)
        except subprocess.TimeoutExpired:
            return {"error": f"over the limit of {limit} s"}
    if not result.exists():
        return {"error": f"the process ended with status {code}"}
    return json.load(open(result))


def error_against_float(p):
    import numpy as np
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.log_severity_level = 3
    session = onnxruntime.InferenceSession(p["model"], options, providers=["CPUExecutionProvider"])
    types = {"tensor(float)": np.float32, "tensor(double)": np.float64, "tensor(int64)": np.int64}
    feed = {}
    for declared, flat in zip(session.get_inputs(), json.load(open(p["input"]))["input_data"]):
        shape = [d if isinstance(d, int) and d > 0 else 1 for d in declared.shape]
        feed[declared.name] = np.array(flat).astype(types[declared.type]).reshape(shape)
    expected = np.concatenate([np.asarray(o, np.float64).ravel() for o in session.run(None, feed)])
    told = json.load(open(p["witness"]))["pretty_elements"]["rescaled_outputs"]
    actual = np.concatenate([np.array([float(x) for x in o]) for o in told])
    if expected.size != actual.size:
        return None
    large = np.abs(expected) > 1e-6
    if not large.any():
        return None
    return float((np.abs(expected - actual)[large] / np.abs(expected[large])).mean() * 100)


def size(path):
    return os.path.getsize(path) if os.path.exists(path) else 0


def prepare(o):
    folder = pathlib.Path(o.work).resolve()
    folder.mkdir(parents=True, exist_ok=True)
    srs = pathlib.Path(o.srs).resolve()
    srs.mkdir(parents=True, exist_ok=True)
    names = {"settings": "settings.json", "compiled": "model.compiled", "vk": "vk", "pk": "pk",
             "witness": "witness.json", "proof": "proof.json", "input": "input.json"}
    p = {name: str(folder / file) for name, file in names.items()}
    p["model"] = str(pathlib.Path(o.model).resolve())
    # The input alone: files may hold outputs of another tool.
    json.dump({"input_data": json.load(open(o.input))["input_data"]}, open(p["input"], "w"))
    told = {"visibility": o.visibility}
    for step in SETUP:
        if step == "gen_srs":
            p["log_rows"] = told["logRows"] = json.load(open(p["settings"]))["run_args"]["logrows"]
            p["srs"] = str(srs / f"kzg{p['log_rows']}.srs")
            known = srs / f"kzg{p['log_rows']}.json"
            if os.path.exists(p["srs"]) and known.exists():
                told[step] = json.load(open(known))
                continue
        json.dump({"paths": p, "visibility": o.visibility}, open(folder / "state.json", "w"))
        told[step] = step_in_process(step, folder, o.limit)
        if "error" in told[step]:
            told["error"] = step + ": " + told[step]["error"]
            break
        if step == "gen_srs":
            json.dump(told[step], open(known, "w"))
    else:
        told["errorPercent"] = error_against_float(p)
    told["provingKeyBytes"] = size(p["pk"])
    told["verifyingKeyBytes"] = size(p["vk"])
    print(json.dumps(told))


def prove(o):
    folder = pathlib.Path(o.work).resolve()
    told = {}
    for step in PROOF:
        told[step] = step_in_process(step, folder, o.limit)
        if "error" in told[step]:
            told["error"] = step + ": " + told[step]["error"]
            break
    else:
        proof = json.load(open(folder / "proof.json"))
        hexed = proof.get("hex_proof") or ""
        told["proofBytes"] = (len(hexed) - 2) // 2 if hexed else len(proof.get("proof") or [])
    print(json.dumps(told))


def main():
    if len(sys.argv) == 5 and sys.argv[1] == "--step":
        one_step(*sys.argv[2:])
        return
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    verbs = parser.add_subparsers(dest="verb", required=True)
    verb = verbs.add_parser("prepare")
    for name in ["model", "input", "work", "srs"]:
        verb.add_argument(name)
    verb.add_argument("visibility", choices=["polycommit", "hashed", "default"])
    verb.add_argument("--limit", type=int, default=900)
    verb = verbs.add_parser("prove")
    verb.add_argument("work")
    verb.add_argument("--limit", type=int, default=900)
    o = parser.parse_args()
    prepare(o) if o.verb == "prepare" else prove(o)


if __name__ == "__main__":
    main()
