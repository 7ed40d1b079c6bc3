"""Trains the digits classifier and writes model.onnx and the JSON inputs beside this file.

    pip install -r requirements.txt && python train.py

The outputs are committed, so nobody has to run this to use the example.
"""

import os

# The order of a sum depends on the number of threads, and the committed files shall come out again.
for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[name] = "1"

import json
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
from onnx import TensorProto, helper, numpy_helper
from sklearn.datasets import load_digits
from sklearn.model_selection import train_test_split

HERE = Path(__file__).resolve().parent
SEED = 25
SIZES = (64, 128, 64, 10)
TEST_IMAGES = 360
CALIBRATION_IMAGES = 64
EPOCHS = 60
BATCH = 32
LEARNING_RATE = 1e-3
WEIGHT_DECAY = 1e-4


def load():
    """Images scaled from 0..16 to [0, 1]: multiples of 1/16, exact in binary and in decimal."""
    digits = load_digits()
    return train_test_split(
        digits.data / 16.0, digits.target, test_size=TEST_IMAGES, random_state=SEED, stratify=digits.target
    )


def forward(parameters, x):
    """The inputs of every layer, and the logits last."""
    activations = [x]
    for layer, (weight, bias) in enumerate(parameters, 1):
        x = x @ weight.T + bias
        activations.append(x if layer == len(parameters) else np.maximum(x, 0.0))
        x = activations[-1]
    return activations


def gradients(parameters, x, labels):
    """Of the mean cross-entropy plus weight decay, as a flat list weight, bias, weight, bias..."""
    activations = forward(parameters, x)
    logits = activations[-1] - activations[-1].max(axis=1, keepdims=True)
    delta = np.exp(logits)
    delta /= delta.sum(axis=1, keepdims=True)
    delta[np.arange(len(labels)), labels] -= 1.0
    delta /= len(labels)
    result = []
    for layer in reversed(range(len(parameters))):
        weight, _ = parameters[layer]
        result[:0] = [delta.T @ activations[layer] + WEIGHT_DECAY * weight, delta.sum(axis=0)]
        delta = (delta @ weight) * (activations[layer] > 0)
    return result


def train(images, labels):
    """Adam with a linearly falling rate; the number of epochs is fixed, no image of the test split has a say in it."""
    random = np.random.default_rng(SEED)
    parameters = [
        (random.normal(0.0, np.sqrt(2.0 / fan_in), (fan_out, fan_in)), np.zeros(fan_out))
        for fan_in, fan_out in zip(SIZES, SIZES[1:])
    ]
    flat = [array for pair in parameters for array in pair]
    first = [np.zeros_like(array) for array in flat]
    second = [np.zeros_like(array) for array in flat]
    steps = EPOCHS * -(-len(images) // BATCH)
    step = 0
    for _ in range(EPOCHS):
        order = random.permutation(len(images))
        for start in range(0, len(images), BATCH):
            batch = order[start : start + BATCH]
            rate = LEARNING_RATE * (1.0 - step / steps)
            step += 1
            for array, m, v, gradient in zip(flat, first, second, gradients(parameters, images[batch], labels[batch])):
                m += 0.1 * (gradient - m)
                v += 0.001 * (gradient * gradient - v)
                array -= rate * (m / (1.0 - 0.9**step)) / (np.sqrt(v / (1.0 - 0.999**step)) + 1e-8)
    return parameters


def to_onnx(parameters):
    nodes, initializers = [], []
    value = "image"
    for layer, (weight, bias) in enumerate(parameters, 1):
        last = layer == len(parameters)
        name = f"fc{layer}"
        output = "logits" if last else f"{name}_out"
        nodes.append(
            helper.make_node("Gemm", [value, f"{name}.weight", f"{name}.bias"], [output], name=name, transB=1)
        )
        initializers.append(numpy_helper.from_array(weight.astype(np.float32), f"{name}.weight"))
        initializers.append(numpy_helper.from_array(bias.astype(np.float32), f"{name}.bias"))
        value = output
        if not last:
            value = f"relu{layer}_out"
            nodes.append(helper.make_node("Relu", [output], [value], name=f"relu{layer}"))
    graph = helper.make_graph(
        nodes,
        "digits",
        [helper.make_tensor_value_info("image", TensorProto.FLOAT, [1, SIZES[0]])],
        [helper.make_tensor_value_info("logits", TensorProto.FLOAT, [1, SIZES[-1]])],
        initializers,
    )
    model = helper.make_model(
        graph, producer_name="lucerna-examples", opset_imports=[helper.make_opsetid("", 17)], ir_version=9
    )
    onnx.checker.check_model(model, full_check=True)
    return model


def write_samples(path, images, labels):
    """One image a line, to keep the file readable in a diff."""
    lines = ",\n".join(json.dumps(sample(image)) for image in images)
    path.write_text('{"samples": [\n' + lines + '\n],\n"labels": ' + json.dumps(labels.tolist()) + "}\n")


def sample(image):
    return {"input_data": [image.tolist()]}


def main():
    train_images, test_images, train_labels, test_labels = load()
    parameters = train(train_images, train_labels)
    model = to_onnx(parameters)
    (HERE / "model.onnx").write_bytes(model.SerializeToString(deterministic=True))

    # What is measured is the file as written, run by a runtime that is not ours.
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    session = onnxruntime.InferenceSession(str(HERE / "model.onnx"), options, providers=["CPUExecutionProvider"])

    def logits(images):
        return np.concatenate([session.run(None, {"image": image[None].astype(np.float32)})[0] for image in images])

    tested = logits(test_images)
    np.testing.assert_allclose(tested, forward(parameters, test_images)[-1], rtol=1e-3, atol=1e-3)
    for name, images, labels in (("training", train_images, train_labels), ("test", test_images, test_labels)):
        right = int((logits(images).argmax(axis=1) == labels).sum())
        print(f"{name} accuracy: {right} of {len(images)} ({100.0 * right / len(images):.2f} %)")
    weights = sum(weight.size for weight, _ in parameters)
    print(f"weights: {weights}, biases: {sum(bias.size for _, bias in parameters)}")

    write_samples(HERE / "test.json", test_images, test_labels)
    write_samples(HERE / "calibration.json", train_images[:CALIBRATION_IMAGES], train_labels[:CALIBRATION_IMAGES])
    (HERE / "inputs").mkdir(exist_ok=True)
    # The first image of the test split, and the first 0, 4 and 7 of the rest.
    chosen = {"input.json": 0}
    for digit in (0, 4, 7):
        chosen[f"inputs/{digit}.json"] = 1 + int(np.flatnonzero(test_labels[1:] == digit)[0])
    for name, index in chosen.items():
        (HERE / name).write_text(json.dumps(sample(test_images[index])) + "\n")
        print(f"{name}: a {test_labels[index]}, classified as {tested[index].argmax()}")


if __name__ == "__main__":
    main()
