"""Trains the convolutional digits classifier and writes model.onnx and the JSON inputs beside this file.

    pip install -r requirements.txt && python train.py

The outputs are committed, so nobody has to run this to use the example.
"""

import json
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import torch
from sklearn.datasets import load_digits
from sklearn.model_selection import train_test_split
from torch import nn

HERE = Path(__file__).resolve().parent
SEED = 25
TEST_IMAGES = 360
CALIBRATION_IMAGES = 64
EPOCHS = 60
BATCH = 32
LEARNING_RATE = 2e-3
WEIGHT_DECAY = 1e-3


class Net(nn.Module):
    """Convolution, maximum pooling, convolution, average pooling, fully connected: 8x8 to 4x4 to 2x2 to 10."""

    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(1, 16, kernel_size=3, padding=1)
        self.conv2 = nn.Conv2d(16, 32, kernel_size=3, padding=1)
        self.relu = nn.ReLU()
        self.maximum = nn.MaxPool2d(2)
        self.average = nn.AvgPool2d(2)
        self.flatten = nn.Flatten()
        self.fc = nn.Linear(128, 10)

    def forward(self, image):
        x = self.maximum(self.relu(self.conv1(image)))
        x = self.average(self.relu(self.conv2(x)))
        return self.fc(self.flatten(x))


def load():
    """Images [1, 8, 8] scaled from 0..16 to [0, 1]: multiples of 1/16, exact in binary and in decimal."""
    digits = load_digits()
    return train_test_split(
        digits.images[:, None] / 16.0, digits.target, test_size=TEST_IMAGES, random_state=SEED, stratify=digits.target
    )


def train(images, labels):
    """Adam with a linearly falling rate; the number of epochs is fixed, no image of the test split has a say in it."""
    torch.manual_seed(SEED)
    net = Net()
    images, labels = torch.tensor(images, dtype=torch.float32), torch.tensor(labels)
    optimizer = torch.optim.AdamW(net.parameters(), lr=LEARNING_RATE, weight_decay=WEIGHT_DECAY)
    steps = EPOCHS * -(-len(images) // BATCH)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: 1.0 - step / steps)
    for _ in range(EPOCHS):
        for batch in torch.randperm(len(images)).split(BATCH):
            optimizer.zero_grad()
            nn.functional.cross_entropy(net(images[batch]), labels[batch]).backward()
            optimizer.step()
            schedule.step()
    return net.eval()


def write_samples(path, images, labels):
    """One image a line, to keep the file readable in a diff."""
    lines = ",\n".join(json.dumps(sample(image)) for image in images)
    path.write_text('{"samples": [\n' + lines + '\n],\n"labels": ' + json.dumps(labels.tolist()) + "}\n")


def sample(image):
    return {"input_data": [image.ravel().tolist()]}


def main():
    # The order of a sum depends on the number of threads, and the committed files shall come out again.
    torch.set_num_threads(1)
    torch.use_deterministic_algorithms(True)
    train_images, test_images, train_labels, test_labels = load()
    net = train(train_images, train_labels)
    torch.onnx.export(
        net,
        (torch.zeros(1, 1, 8, 8),),
        str(HERE / "model.onnx"),
        input_names=["image"],
        output_names=["logits"],
        opset_version=17,
        dynamo=False,
    )
    onnx.checker.check_model(onnx.load(HERE / "model.onnx"), full_check=True)

    # What is measured is the file as written, run by a runtime that is not ours.
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    session = onnxruntime.InferenceSession(str(HERE / "model.onnx"), options, providers=["CPUExecutionProvider"])

    def logits(images):
        return np.concatenate([session.run(None, {"image": image[None].astype(np.float32)})[0] for image in images])

    tested = logits(test_images)
    with torch.no_grad():
        expected = net(torch.tensor(test_images, dtype=torch.float32)).numpy()
    np.testing.assert_allclose(tested, expected, rtol=1e-3, atol=1e-3)
    for name, images, labels in (("training", train_images, train_labels), ("test", test_images, test_labels)):
        right = int((logits(images).argmax(axis=1) == labels).sum())
        print(f"{name} accuracy: {right} of {len(images)} ({100.0 * right / len(images):.2f} %)")
    sizes = [parameter.numel() for parameter in net.parameters()]
    print(f"weights: {sum(sizes[0::2])}, biases: {sum(sizes[1::2])}")

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
