"""Trains the character transformer and writes model.onnx and the JSON inputs beside this file.

    pip install -r requirements.txt && python train.py

The outputs are committed, so nobody has to run this to use the example.
"""

import ast
import json
import math
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import torch
from torch import nn

HERE = Path(__file__).resolve().parent
SEED = 25
# A newline, and the printable characters of ASCII from the space to the tilde.
ALPHABET = "\n" + "".join(map(chr, range(32, 127)))
CONTEXT = 32
WIDTH = 32
HEADS = 4
LAYERS = 2
STEPS = 8000
BATCH = 64
LEARNING_RATE = 3e-3
WEIGHT_DECAY = 0.01
HELD_OUT = "linalg"
CALIBRATION_SAMPLES = 64
TEST_SAMPLES = 256
PROMPT = "the elements of the input array "


class Attention(nn.Module):
    def __init__(self):
        super().__init__()
        self.qkv = nn.Linear(WIDTH, 3 * WIDTH)
        self.out = nn.Linear(WIDTH, WIDTH)
        self.register_buffer("future", torch.triu(torch.ones(CONTEXT, CONTEXT, dtype=torch.bool), 1))

    def forward(self, x):
        query, key, value = (
            part.view(-1, CONTEXT, HEADS, WIDTH // HEADS).transpose(1, 2) for part in self.qkv(x).split(WIDTH, dim=2)
        )
        scores = query @ key.transpose(2, 3) / math.sqrt(WIDTH // HEADS)
        weights = scores.masked_fill(self.future, -math.inf).softmax(dim=3)
        return self.out((weights @ value).transpose(1, 2).reshape(-1, CONTEXT, WIDTH))


class Block(nn.Module):
    def __init__(self):
        super().__init__()
        self.norm1 = nn.LayerNorm(WIDTH)
        self.attention = Attention()
        self.norm2 = nn.LayerNorm(WIDTH)
        self.mlp = nn.Sequential(nn.Linear(WIDTH, 4 * WIDTH), nn.GELU(), nn.Linear(4 * WIDTH, WIDTH))

    def forward(self, x):
        x = x + self.attention(self.norm1(x))
        return x + self.mlp(self.norm2(x))


class Transformer(nn.Module):
    """The layers of GPT-2, small. Training asks for the logits at every position, the exported model for those at the last."""

    def __init__(self):
        super().__init__()
        self.characters = nn.Embedding(len(ALPHABET), WIDTH)
        self.positions = nn.Parameter(torch.randn(CONTEXT, WIDTH) * 0.02)
        self.blocks = nn.Sequential(*(Block() for _ in range(LAYERS)))
        self.norm = nn.LayerNorm(WIDTH)
        self.head = nn.Linear(WIDTH, len(ALPHABET), bias=False)
        self.everywhere = True
        nn.init.normal_(self.characters.weight, std=0.02)

    def forward(self, tokens):
        x = self.norm(self.blocks(self.characters(tokens) + self.positions))
        return self.head(x if self.everywhere else x[:, -1])


def texts():
    """The docstrings of NumPy in ASCII, without examples and references, each once: for training, and the held-out ones."""
    root = Path(np.__file__).parent
    training, held_out, seen = [], [], set()
    for path in sorted(root.rglob("*.py"), key=lambda path: path.relative_to(root).parts):
        parts = path.relative_to(root).parts
        if "tests" in parts:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef)):
                continue
            text = ast.get_docstring(node) or ""
            for section in ("Examples", "References"):
                text = text.split(f"\n{section}\n---")[0]
            text = text.strip() + "\n\n"
            if len(text) > 200 and set(text) <= set(ALPHABET) and text not in seen:
                seen.add(text)
                (held_out if parts[0] == HELD_OUT else training).append(text)
    return "".join(training), "".join(held_out)


def encode(text):
    return np.array([ALPHABET.index(character) for character in text], dtype=np.int64)


def train(tokens):
    """AdamW, the rate rising linearly for a twentieth of the steps and then falling along a cosine to 0."""
    torch.manual_seed(SEED)
    net = Transformer()
    tokens = torch.tensor(tokens)
    optimizer = torch.optim.AdamW(net.parameters(), lr=LEARNING_RATE, weight_decay=WEIGHT_DECAY)

    def rate(step):
        done = step / STEPS
        return done / 0.05 if done < 0.05 else 0.5 * (1.0 + math.cos(math.pi * (done - 0.05) / 0.95))

    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, rate)
    for _ in range(STEPS):
        start = torch.randint(len(tokens) - CONTEXT, (BATCH, 1))
        window = tokens[start + torch.arange(CONTEXT + 1)]
        optimizer.zero_grad()
        logits = net(window[:, :-1])
        nn.functional.cross_entropy(logits.flatten(0, 1), window[:, 1:].flatten()).backward()
        nn.utils.clip_grad_norm_(net.parameters(), 1.0)
        optimizer.step()
        schedule.step()
    return net.eval()


def windows(tokens, starts):
    """The contexts that start there, and the characters that follow them."""
    contexts = np.stack([tokens[start : start + CONTEXT] for start in starts])
    return contexts, tokens[np.asarray(starts) + CONTEXT]


def spread(tokens, count):
    """Starts at even distances over the text."""
    return [index * (len(tokens) - CONTEXT) // count for index in range(count)]


def write_samples(path, contexts, labels):
    """One context a line, to keep the file readable in a diff."""
    lines = ",\n".join(json.dumps(sample(context)) for context in contexts)
    path.write_text('{"samples": [\n' + lines + '\n],\n"labels": ' + json.dumps(labels.tolist()) + "}\n")


def sample(context):
    return {"input_data": [context.tolist()]}


def export(net):
    net.everywhere = False
    torch.onnx.export(
        net,
        (torch.zeros(1, CONTEXT, dtype=torch.int64),),
        str(HERE / "model.onnx"),
        input_names=["tokens"],
        output_names=["logits"],
        opset_version=17,
        dynamo=False,
    )
    onnx.checker.check_model(onnx.load(HERE / "model.onnx"), full_check=True)


def main():
    # The order of a sum depends on the number of threads, and the committed files shall come out again.
    torch.set_num_threads(1)
    torch.use_deterministic_algorithms(True)
    training, held_out = (encode(text) for text in texts())
    print(f"characters: {len(training)} for training, {len(held_out)} held out")
    net = train(training)
    print(f"parameters: {sum(parameter.numel() for parameter in net.parameters())}")
    export(net)

    # What is measured is the file as written, run by a runtime that is not ours.
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    session = onnxruntime.InferenceSession(str(HERE / "model.onnx"), options, providers=["CPUExecutionProvider"])

    def logits(contexts):
        return np.concatenate([session.run(None, {"tokens": context[None]})[0] for context in contexts])

    def measure(contexts, labels):
        """Nats a character, and the characters that are the likeliest one."""
        given = logits(contexts).astype(np.float64)
        shifted = given - given.max(axis=1, keepdims=True)
        loss = np.log(np.exp(shifted).sum(axis=1)) - shifted[np.arange(len(labels)), labels]
        return loss.mean(), int((given.argmax(axis=1) == labels).sum())

    calibration = windows(training, spread(training, CALIBRATION_SAMPLES))
    test = windows(held_out, spread(held_out, TEST_SAMPLES))
    with torch.no_grad():
        expected = net(torch.tensor(test[0])).numpy()
    np.testing.assert_allclose(logits(test[0]), expected, rtol=1e-3, atol=1e-3)
    for name, (contexts, labels) in (
        ("held-out text", windows(held_out, range(len(held_out) - CONTEXT))),
        ("test.json", test),
        ("training text, every 50th", windows(training, range(0, len(training) - CONTEXT, 50))),
    ):
        loss, right = measure(contexts, labels)
        print(
            f"{name}: perplexity {math.exp(loss):.3f}, {loss / math.log(2.0):.3f} bits a character, "
            f"next character {right} of {len(labels)} ({100.0 * right / len(labels):.2f} %)"
        )

    write_samples(HERE / "calibration.json", *calibration)
    write_samples(HERE / "test.json", *test)
    prompt = encode(PROMPT)
    (HERE / "input.json").write_text(json.dumps(sample(prompt)) + "\n")
    likeliest = np.argsort(-logits(prompt[None])[0])[:3]
    print(f"input.json: {PROMPT!r}, then {', '.join(repr(ALPHABET[token]) for token in likeliest)}")
    written = prompt
    for _ in range(48):
        written = np.append(written, logits(written[None, -CONTEXT:])[0].argmax())
    print(f"going on so: {''.join(ALPHABET[token] for token in written)!r}")


if __name__ == "__main__":
    main()
