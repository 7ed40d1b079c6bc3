"""Trains the forest that tells tumours apart and writes model.onnx and the JSON inputs beside this file.

    pip install -r requirements.txt && python train.py

The outputs are committed, so nobody has to run this to use the example.
"""

import json
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
from skl2onnx import to_onnx
from skl2onnx.common.data_types import FloatTensorType
from sklearn.datasets import load_breast_cancer
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import train_test_split

HERE = Path(__file__).resolve().parent
SEED = 25
TREES = 32
DEPTH = 5
STEPS = 256
TEST_SAMPLES = 114
CALIBRATION_SAMPLES = 64


def load():
    """Each feature from 0 to 1 in 256 steps, by its range in the training split: exact in binary and in decimal.

    So are the thresholds, which lie halfway between two values. As measured, one feature is a thousandth and another is thousands.
    """
    data = load_breast_cancer()
    train_features, test_features, train_labels, test_labels = train_test_split(
        data.data, data.target, test_size=TEST_SAMPLES, random_state=SEED, stratify=data.target
    )
    low, high = train_features.min(axis=0), train_features.max(axis=0)

    def scaled(features):
        return np.rint(np.clip((features - low) / (high - low), 0.0, 1.0) * STEPS).astype(np.float32) / STEPS

    names = [str(name) for name in data.target_names]
    return names, scaled(train_features), scaled(test_features), train_labels, test_labels


def write_samples(path, features, labels):
    """One tumour a line, to keep the file readable in a diff."""
    lines = ",\n".join(json.dumps(sample(row)) for row in features)
    path.write_text('{"samples": [\n' + lines + '\n],\n"labels": ' + json.dumps(labels.tolist()) + "}\n")


def sample(row):
    return {"input_data": [row.tolist()]}


def main():
    names, train_features, test_features, train_labels, test_labels = load()
    forest = RandomForestClassifier(n_estimators=TREES, max_depth=DEPTH, random_state=SEED, n_jobs=1)
    forest.fit(train_features, train_labels)
    model = to_onnx(
        forest,
        "trees",
        initial_types=[("features", FloatTensorType([1, train_features.shape[1]]))],
        options={"zipmap": False},
        target_opset=17,
    )
    onnx.checker.check_model(model, full_check=True)
    (HERE / "model.onnx").write_bytes(model.SerializeToString(deterministic=True))

    # What is measured is the file as written, run by a runtime that is not ours.
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    session = onnxruntime.InferenceSession(str(HERE / "model.onnx"), options, providers=["CPUExecutionProvider"])

    def run(features):
        rows = [session.run(["label", "probabilities"], {"features": row[None]}) for row in features]
        return np.concatenate([label for label, _ in rows]), np.concatenate([shares for _, shares in rows])

    tested, shares = run(test_features)
    np.testing.assert_allclose(shares, forest.predict_proba(test_features), rtol=1e-4, atol=1e-5)
    for name, features, labels in (
        ("training", train_features, train_labels),
        ("test", test_features, test_labels),
    ):
        right = int((run(features)[0] == labels).sum())
        print(f"{name} accuracy: {right} of {len(features)} ({100.0 * right / len(features):.2f} %)")
    trees = [estimator.tree_ for estimator in forest.estimators_]
    leaves = sum(tree.n_leaves for tree in trees)
    print(
        f"trees: {len(trees)}, depth: at most {max(tree.max_depth for tree in trees)}, "
        f"splits: {sum(tree.node_count for tree in trees) - leaves}, leaves: {leaves}"
    )

    write_samples(HERE / "test.json", test_features, test_labels)
    write_samples(
        HERE / "calibration.json", train_features[:CALIBRATION_SAMPLES], train_labels[:CALIBRATION_SAMPLES]
    )
    (HERE / "inputs").mkdir(exist_ok=True)
    # The first tumour of each kind in the test split, and the first that the forest gets wrong.
    chosen = {
        "input.json": int(np.flatnonzero(test_labels == names.index("malignant"))[0]),
        "inputs/benign.json": int(np.flatnonzero(test_labels == names.index("benign"))[0]),
        "inputs/missed.json": int(np.flatnonzero(test_labels != tested)[0]),
    }
    for file, index in chosen.items():
        (HERE / file).write_text(json.dumps(sample(test_features[index])) + "\n")
        print(
            f"{file}: {names[test_labels[index]]}, classified as {names[tested[index]]}, "
            f"probability {shares[index].max():.3f}"
        )


if __name__ == "__main__":
    main()
