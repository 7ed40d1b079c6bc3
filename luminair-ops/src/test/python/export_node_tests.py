"""Writes node-tests.zip: ONNX's node tests, with the parameters of each operator as initialisers.

    pip install -r requirements.txt && python export_node_tests.py

The zip is committed, so nobody has to run this to run the tests. It comes out the same every time.

The tests give the graph everything as inputs, also what a compiler must know: shapes, axes, pads,
and what is secret but fixed: weights. The tables below say which. Each test becomes up to three:

  OPERATOR/NAME            parameters and weights are initialisers
  OPERATOR/NAME_constant   so is the last operand of an operator whose operands are alike
  OPERATOR/NAME_hidden     weights are inputs

A model whose outputs depend on no input gets the input 'plus_zero', which is added to each of them.
A model of an operator set above NEWEST_OPSET is declared to be of that one if it is valid there and
ONNX's reference evaluator still makes the expected outputs.
"""

import contextlib
import io
import json
import warnings
import zipfile
from collections import Counter
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper
from onnx.reference import ReferenceEvaluator

ZIP = Path(__file__).resolve().parent.parent / "resources" / "node-tests.zip"
NEWEST_OPSET = 21
MOST_ELEMENTS = 20_000
MOST_BYTES = 6_000_000
EPOCH = (1980, 1, 1, 0, 0, 0)
ML = "ai.onnx.ml"

OPERATORS = set(
    """
    Abs Acos Acosh Add And ArgMax ArgMin Asin Asinh Atan Atanh Attention AveragePool
    BatchNormalization BitwiseAnd BitwiseNot BitwiseOr BitwiseXor BlackmanWindow Cast CastLike Ceil
    Celu Clip Compress Concat Constant ConstantOfShape Conv ConvInteger ConvTranspose Cos Cosh
    CumSum DepthToSpace DequantizeLinear Div Dropout DynamicQuantizeLinear Einsum Elu Equal Erf Exp
    Expand EyeLike Flatten Floor GRU Gather GatherElements GatherND Gelu Gemm GlobalAveragePool
    GlobalLpPool GlobalMaxPool Greater GreaterOrEqual GridSample GroupNormalization HammingWindow
    HannWindow HardSigmoid HardSwish Hardmax Identity InstanceNormalization LSTM
    LayerNormalization LeakyRelu Less LessOrEqual Log LogSoftmax LpNormalization LpPool MatMul
    MatMulInteger Max MaxPool Mean MeanVarianceNormalization Min Mish Mod Mul Neg NonZero Not OneHot
    Or PRelu Pad Pow QLinearConv QLinearMatMul QuantizeLinear RMSNormalization RNN Range Reciprocal
    ReduceL1 ReduceL2 ReduceLogSum ReduceLogSumExp ReduceMax ReduceMean ReduceMin ReduceProd
    ReduceSum ReduceSumSquare Relu Reshape Resize RotaryEmbedding Round ScatterElements ScatterND
    Selu Shape Shrink Sigmoid Sign Sin Sinh Size Slice Softmax Softplus Softsign SpaceToDepth Split
    Sqrt Squeeze Sub Sum Swish Tan Tanh ThresholdedRelu Tile TopK Transpose Trilu Unsqueeze Upsample
    Where Xor
    """.split()
)
ML_OPERATORS = set(
    """
    ArrayFeatureExtractor Binarizer Imputer LabelEncoder LinearClassifier LinearRegressor Normalizer
    OneHotEncoder SVMClassifier SVMRegressor Scaler TreeEnsemble TreeEnsembleClassifier
    TreeEnsembleRegressor
    """.split()
)

# The operands that a static compiler must know.
PARAMETERS = {
    "ArrayFeatureExtractor": [1],
    "Attention": [3, 6],
    "CastLike": [1],
    "Clip": [1, 2],
    "Compress": [1],
    "ConstantOfShape": [0],
    "ConvInteger": [2, 3],
    "CumSum": [1],
    "DequantizeLinear": [1, 2],
    "Dropout": [1, 2],
    "Expand": [1],
    "GRU": [4],
    "LSTM": [4],
    "MatMulInteger": [2, 3],
    "OneHot": [1, 2],
    "Pad": [1, 2, 3],
    "QLinearConv": [1, 2, 4, 5, 6, 7],
    "QLinearMatMul": [1, 2, 4, 5, 6, 7],
    "QuantizeLinear": [1, 2],
    "RNN": [4],
    "Range": [0, 1, 2],
    "Reshape": [1],
    "Resize": [1, 2, 3],
    "RotaryEmbedding": [1, 2, 3],
    "Slice": [1, 2, 3, 4],
    "Split": [1],
    "Squeeze": [1],
    "Tile": [1],
    "TopK": [1],
    "Trilu": [1],
    "Unsqueeze": [1],
    "Upsample": [1],
    **{name: [0] for name in ("BlackmanWindow", "HammingWindow", "HannWindow")},
    **{name: [1] for name in OPERATORS if name.startswith("Reduce")},
}

# The operands that are fixed in an ordinary model, though a compiler need not know them.
WEIGHTS = {
    "BatchNormalization": [1, 2, 3, 4],
    "Conv": [1, 2],
    "ConvInteger": [1],
    "ConvTranspose": [1, 2],
    "GRU": [1, 2, 3],
    "Gather": [1],
    "GatherElements": [1],
    "GatherND": [1],
    "Gemm": [1, 2],
    "GridSample": [1],
    "GroupNormalization": [1, 2],
    "InstanceNormalization": [1, 2],
    "LSTM": [1, 2, 3, 7],
    "LayerNormalization": [1, 2],
    "MatMul": [1],
    "MatMulInteger": [1],
    "PRelu": [1],
    "QLinearConv": [3, 8],
    "QLinearMatMul": [3],
    "RMSNormalization": [1],
    "RNN": [1, 2, 3],
    "ScatterElements": [1],
    "ScatterND": [1],
}
HIDDEN = set(
    """
    Conv Gather GatherElements GatherND Gemm GridSample MatMul MatMulInteger PRelu QLinearMatMul
    ScatterElements ScatterND
    """.split()
)

# Operators of which one operand, the last one unless it says otherwise, may as well be fixed.
CONSTANT = {
    **{
        name: -1
        for name in """
        Add And BitwiseAnd BitwiseOr BitwiseXor Concat Div Einsum Equal Greater GreaterOrEqual Less
        LessOrEqual Max Mean Min Mod Mul Or Pow Sub Sum Xor
        """.split()
    },
    "Where": 0,
}

# What these make depends on the shapes of their operands only.
STATIC = {"EyeLike", "Shape", "Size"}

# Their tests hold infinities and NaN; these become 0, since elements are cast one by one.
CASTS = {"Cast", "CastLike"}

DTYPES = {
    TensorProto.BOOL: "bool",
    TensorProto.DOUBLE: "float64",
    TensorProto.FLOAT: "float32",
    TensorProto.FLOAT16: "float16",
    TensorProto.INT8: "int8",
    TensorProto.INT16: "int16",
    TensorProto.INT32: "int32",
    TensorProto.INT64: "int64",
    TensorProto.UINT8: "uint8",
    TensorProto.UINT16: "uint16",
    TensorProto.UINT32: "uint32",
    TensorProto.UINT64: "uint64",
}


class Skipped(Exception):
    """Why a test makes no fixture."""


def main() -> None:
    skipped: dict[str, Counter] = {}
    fixtures: dict[str, dict[str, bytes]] = {}
    kept = Counter()
    checks = Counter()
    for case, node in cases():
        try:
            require_known(node)
            for name, fixture in export(case, node, checks):
                path = f"{node.op_type}/{name}"
                if path in fixtures:
                    raise ValueError(f"{path} twice")
                fixtures[path] = fixture
                kept[node.op_type] += 1
        except Skipped as e:
            skipped.setdefault(str(e), Counter())[node.op_type] += 1
    ZIP.write_bytes(archive(fixtures))
    for reason, operators in sorted(skipped.items()):
        listed = " ".join(f"{name}:{count}" for name, count in sorted(operators.items()))
        print(f"skipped {operators.total()}, {reason}: {listed}")
    for what, count in sorted(checks.items()):
        print(f"{what}: {count}")
    print("fixtures by operator:", " ".join(f"{k}:{v}" for k, v in sorted(kept.items())))
    missing = sorted((OPERATORS | ML_OPERATORS) - set(kept))
    print("operators without a fixture:", " ".join(missing))
    print(f"{len(fixtures)} fixtures, {ZIP.stat().st_size} bytes")
    if ZIP.stat().st_size > MOST_BYTES:
        raise SystemExit(f"more than {MOST_BYTES} bytes")


def cases():
    """The node tests, each with the node it tests; a function's expansion tests that function."""
    # Collecting prints, and divides by zero.
    with contextlib.redirect_stdout(io.StringIO()), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from onnx.backend.test.loader import load_model_tests

        tests = load_model_tests(kind="node")
    nodes = {}
    for case in tests:
        base = case.name.split("_expanded")[0]
        if "_expanded" not in case.name:
            if len(case.model.graph.node) != 1:
                raise ValueError(f"{case.name} has several nodes")
            nodes[base] = case.model.graph.node[0]
        yield case, nodes[base]


def require_known(node) -> None:
    known = ML_OPERATORS if node.domain == ML else OPERATORS
    if node.domain not in ("", ML) or node.op_type not in known:
        raise Skipped("operator not in the list")
    if node.op_type == "Dropout" and node.output[0] and len(node.input) > 2 and node.input[2]:
        # The mask is numpy's.
        raise Skipped("random")


def export(case, node, checks):
    if len(case.data_sets) != 1:
        raise ValueError(f"{case.name} has several data sets")
    graph = case.model.graph
    inputs = tensors(graph.input, case.data_sets[0][0])
    outputs = tensors(graph.output, case.data_sets[0][1])
    if node.op_type in CASTS:
        make_finite(inputs[node.input[0]], outputs[node.output[0]])
    variants = [("", operands(node, PARAMETERS) + operands(node, WEIGHTS))]
    if node.op_type in HIDDEN:
        variants.append(("_hidden", operands(node, PARAMETERS)))
    if node.op_type in CONSTANT and len([name for name in node.input if name]) > 1:
        last = node.input[CONSTANT[node.op_type]]
        if any(name != last for name in node.input):
            variants.append(("_constant", operands(node, PARAMETERS) + [last]))
    made = []
    for suffix, fixed in variants:
        model, given, expected = variant(case.model, node, fixed, inputs, outputs)
        if suffix and not given:
            continue
        for name, array in given.items():
            if array.size == 0:
                raise Skipped("empty input")
            if not np.isfinite(array).all():
                raise Skipped("input that is not finite")
        model = settled(model, given, expected, checks)
        made.append((case.name + suffix, files(model, given, expected)))
    return made


def tensors(infos, values) -> dict[str, np.ndarray]:
    if len(infos) != len(values):
        raise ValueError(f"{len(infos)} names for {len(values)} tensors")
    arrays = {}
    for info, value in zip(infos, values):
        if not info.type.HasField("tensor_type"):
            raise Skipped("sequence or optional")
        kind = info.type.tensor_type.elem_type
        if kind not in DTYPES:
            name = TensorProto.DataType.Name(kind).lower()
            raise Skipped(f"elements of {name}")
        if isinstance(value, TensorProto):
            value = numpy_helper.to_array(value)
        array = np.array(value)
        if array.dtype != np.dtype(DTYPES[kind]):
            raise Skipped("elements of another type than declared")
        if array.size > MOST_ELEMENTS:
            raise Skipped(f"more than {MOST_ELEMENTS} elements")
        if array.dtype.kind in "iu" and any(abs(int(v)) > 2**53 for v in array.flat):
            raise Skipped("integers beyond 2^53")
        arrays[info.name] = array
    return arrays


def make_finite(operand, result) -> None:
    odd = ~np.isfinite(operand)
    operand[odd] = 0
    result[odd] = 0


def operands(node, table) -> list[str]:
    places = [i for i in table.get(node.op_type, []) if i < len(node.input)]
    return [node.input[i] for i in places if node.input[i]]


def variant(source, node, fixed, inputs, outputs):
    model = onnx.ModelProto()
    model.CopyFrom(source)
    graph = model.graph
    del graph.input[:]
    given = {}
    for info in source.graph.input:
        array = inputs[info.name]
        if info.name in fixed:
            graph.initializer.append(numpy_helper.from_array(array, info.name))
        else:
            graph.input.append(declared(info.name, array))
            given[info.name] = array
    if all(opset.domain == ML for opset in model.opset_import):
        model.opset_import.append(helper.make_opsetid("", NEWEST_OPSET))
    del graph.output[:]
    expected = dict(outputs)
    if not given or node.op_type in STATIC:
        expected = plus_zero(graph, outputs)
        given = {**given, "plus_zero": np.zeros((), np.float32)}
    for name, array in expected.items():
        graph.output.append(declared(name, array))
    return model, given, expected


def declared(name, array):
    return helper.make_tensor_value_info(
        name, helper.np_dtype_to_tensor_dtype(array.dtype), array.shape
    )


def plus_zero(graph, outputs):
    zero = np.zeros((), np.float32)
    graph.input.append(declared("plus_zero", zero))
    expected = {}
    for name, array in outputs.items():
        graph.node.append(helper.make_node("Cast", [name], [name + "_float"], to=TensorProto.FLOAT))
        graph.node.append(
            helper.make_node("Add", [name + "_float", "plus_zero"], [name + "_plus_zero"])
        )
        expected[name + "_plus_zero"] = array.astype(np.float32)
    return expected


def settled(model, given, expected, checks):
    """The model under an operator set that the importer takes, if it means the same there."""
    ours = [opset for opset in model.opset_import if opset.domain == ""]
    if len(ours) != 1:
        raise Skipped("no default operator set")
    version = ours[0].version
    if version <= NEWEST_OPSET:
        agrees = agreement(model, given, expected)
        checks[f"operator set as it was; the reference evaluator {agrees}"] += 1
        return model
    lower = onnx.ModelProto()
    lower.CopyFrom(model)
    for opset in lower.opset_import:
        if opset.domain == "":
            opset.version = NEWEST_OPSET
    lower.ir_version = min(lower.ir_version, 10)
    try:
        onnx.checker.check_model(lower, full_check=True)
        problem = agreement(lower, given, expected)
    except (onnx.checker.ValidationError, onnx.shape_inference.InferenceError):
        problem = "was not asked, for it is not valid there"
    if problem == "agrees":
        checks[f"operator set lowered to {NEWEST_OPSET}"] += 1
        return lower
    checks[f"operator set above {NEWEST_OPSET}; there the reference evaluator {problem}"] += 1
    return model


def agreement(model, given, expected) -> str:
    with contextlib.redirect_stdout(io.StringIO()), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            results = ReferenceEvaluator(model).run(None, given)
        except Exception:  # It lacks operators, and raises whatever numpy does.
            return "fails"
    for result, array in zip(results, expected.values()):
        if np.shape(result) != array.shape:
            return "disagrees"
        tolerance = 1e-2 if array.dtype == np.float16 else 1e-3
        if not np.allclose(
            np.asarray(result, np.float64),
            array.astype(np.float64),
            rtol=tolerance,
            atol=1e-5,
            equal_nan=True,
        ):
            return "disagrees"
    return "agrees"


def files(model, given, expected) -> dict[str, bytes]:
    return {
        "inputs.json": listed(given),
        "model.onnx": model.SerializeToString(deterministic=True),
        "outputs.json": listed(expected),
    }


def listed(arrays) -> bytes:
    entries = [
        json.dumps({"name": name, "dtype": str(array.dtype), "dims": array.shape})[:-1]
        + ', "values": ['
        + ", ".join(number(value) for value in array.flat)
        + "]}"
        for name, array in arrays.items()
    ]
    return ("[\n" + ",\n".join(entries) + "\n]\n").encode()


def number(value) -> str:
    if value.dtype.kind in "biu":
        return str(int(value))
    if not np.isfinite(value):
        return json.dumps(str(value))
    # The shortest decimals that read back as the same number of that type.
    return str(value)


def archive(fixtures) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as target:
        for path in sorted(fixtures):
            for file, content in sorted(fixtures[path].items()):
                info = zipfile.ZipInfo(f"{path}/{file}", EPOCH)
                info.compress_type = zipfile.ZIP_DEFLATED
                info.external_attr = 0o644 << 16
                # Written on whatever system, the bytes are the same.
                info.create_system = 3
                target.writestr(info, content, compresslevel=9)
    return buffer.getvalue()


if __name__ == "__main__":
    main()
