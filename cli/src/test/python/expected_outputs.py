"""Writes expected.json, the outputs that ONNX Runtime computes, beside every example model of the test resources.

    pip install -r requirements.txt && python expected_outputs.py

An expected.json is {"outputs": [{"name", "dims", "values"}, ...]} in the order of the model's outputs, values flat in row-major
order; a boolean is 0 or 1. The files are committed, so nobody has to run this to run the tests.
"""

import json
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
from onnx import helper

ROOT = Path(__file__).resolve().parents[4]
FOLDERS = ("cli/src/test/resources/models", "luminair-ops/src/test/resources/models")
# These compare floats by Equal, which the operator set they declare, 10, has for integers and booleans only.
OPSET_11 = {"nanoGPT", "self_attention"}


def inputs_of(model, lists):
    """Arrays of the declared types and dimensions, an open dimension being 1. Lists beyond the declared inputs are left out."""
    constants = {tensor.name for tensor in model.graph.initializer}
    declared = [value for value in model.graph.input if value.name not in constants]
    feeds = {}
    for value, numbers in zip(declared, lists[: len(declared)], strict=True):
        tensor = value.type.tensor_type
        dims = [dim.dim_value or 1 for dim in tensor.shape.dim]
        given = np.array(numbers)
        array = given.astype(helper.tensor_dtype_to_np_dtype(tensor.elem_type))
        if array.dtype.kind in "biu" and not np.array_equal(array, given):
            raise ValueError(f"{value.name}: {array.dtype} cannot hold the given numbers")
        feeds[value.name] = array.reshape(dims)
    return feeds


def run(folder):
    model = onnx.load(folder / "network.onnx")
    lists = json.loads((folder / "input.json").read_text())["input_data"]
    feeds = inputs_of(model, lists)
    if folder.name in OPSET_11:
        (default,) = [opset for opset in model.opset_import if opset.domain == ""]
        default.version = 11
    options = onnxruntime.SessionOptions()
    options.log_severity_level = 3
    options.intra_op_num_threads = 1
    # The nodes as they stand, none fused with its neighbours.
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL
    session = onnxruntime.InferenceSession(model.SerializeToString(), options, providers=["CPUExecutionProvider"])
    return list(zip([output.name for output in session.get_outputs()], session.run(None, feeds), strict=True))


def numbers(array):
    """Shortest decimals that give the value back in its own precision."""
    if array.dtype == np.bool_:
        array = array.astype(np.uint8)
    if array.dtype.kind == "f":
        if not np.isfinite(array).all():
            raise ValueError("an output is not finite")
        return [float(str(value)) for value in array.ravel()]
    return array.ravel().tolist()


def main():
    for base in FOLDERS:
        for path in sorted((ROOT / base).glob("*/network.onnx")):
            outputs = run(path.parent)
            described = [
                {"name": name, "dims": list(array.shape), "values": numbers(array)} for name, array in outputs
            ]
            (path.parent / "expected.json").write_text(json.dumps({"outputs": described}) + "\n")
            shapes = ", ".join(f"{name} {array.dtype}{list(array.shape)}" for name, array in outputs)
            print(f"{path.parent.relative_to(ROOT)}: {shapes}")


if __name__ == "__main__":
    main()
