# The dense network and matrix products on numpy, as most people would write them: asked by src/numpy.ts over standard input and output.
# A message is a line of JSON, whose "bytes" says how long the payload behind it is; payloads are float32 or float64 as said there.
import json
import os
import sys

threads = sys.argv[1]
for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[name] = threads
os.environ["OMP_WAIT_POLICY"] = "passive"

import numpy as np  # noqa: E402  (threads are read when it is loaded)

source, sink = sys.stdin.buffer, sys.stdout.buffer
BLOCK = int(sys.argv[2])


class Network:
    def __init__(self, ask, payload):
        self.n, self.d, self.m, self.shift = ask["n"], ask["d"], ask["m"], np.float32(ask["shift"])
        numbers = np.frombuffer(payload, np.float32)
        rows = self.n * self.d
        self.x = numbers[:rows].reshape(self.n, self.d)
        self.signs = numbers[rows : rows + self.m]
        self.initial = numbers[rows + self.m :].reshape(self.m, self.d)
        self.w = self.initial.copy()
        self.fired = np.empty((self.m, self.n), np.bool_)
        self.z = np.empty((BLOCK, self.n), np.float32)
        self.moves = np.empty((BLOCK, self.d), np.float32)

    def blocks(self):
        for first in range(0, self.m, BLOCK):
            yield slice(first, min(first + BLOCK, self.m))

    def forward(self, ask, payload):
        f = np.zeros(self.n)
        for part in self.blocks():
            z = np.matmul(self.w[part], self.x.T, out=self.z[: part.stop - part.start])
            z -= self.shift
            np.greater(z, 0, out=self.fired[part])
            np.maximum(z, 0, out=z)
            f += self.signs[part] @ z
        return f / np.sqrt(self.m)

    def overlaps(self, ask, payload):
        counts = np.zeros((self.n, self.n))
        for part in self.blocks():
            fired = self.fired[part].astype(np.float32)
            counts += fired.T @ fired
        return counts

    def update(self, ask, payload):
        u = (np.frombuffer(payload) / np.sqrt(self.m)).astype(np.float32)
        for part in self.blocks():
            c = np.multiply(self.fired[part], u, out=self.z[: part.stop - part.start])
            c *= self.signs[part, None]
            self.w[part] -= np.matmul(c, self.x, out=self.moves[: part.stop - part.start])

    def restore(self, ask, payload):
        self.w[:] = self.initial

    def weights(self, ask, payload):
        return self.w[ask["first"] : ask["first"] + ask["count"]].astype(np.float64)


class Product:
    def __init__(self, ask, payload):
        rows, inner, cols = ask["rows"], ask["inner"], ask["cols"]
        numbers = np.frombuffer(payload, np.float32)
        a, b = numbers[: rows * inner], numbers[rows * inner :]
        orientation = ask["orientation"]
        self.a = a.reshape(inner, rows).T if orientation == "tn" else a.reshape(rows, inner)
        self.b = b.reshape(cols, inner).T if orientation == "nt" else b.reshape(inner, cols)
        self.c = np.empty((rows, cols), np.float32)

    def run(self, ask, payload):
        np.matmul(self.a, self.b, out=self.c)

    def result(self, ask, payload):
        return self.c


def library():
    """Which BLAS numpy was built with."""
    try:
        found = np.show_config(mode="dicts")["Build Dependencies"]["blas"]
        return f'{found["name"]} {found["version"]}'
    except (TypeError, KeyError):
        return "BLAS of the system"


def answer(value, failed=None):
    payload = b"" if value is None else np.ascontiguousarray(value).tobytes()
    sink.write(json.dumps({"bytes": len(payload), "failed": failed}).encode() + b"\n" + payload)
    sink.flush()


held = {}
sink.write(json.dumps({"version": np.__version__, "library": library()}).encode() + b"\n")
sink.flush()
for line in source:
    ask = json.loads(line)
    payload = source.read(ask["bytes"])
    try:
        if ask["call"] == "make":
            held[ask["id"]] = {"network": Network, "product": Product}[ask["kind"]](ask, payload)
            answer(None)
        elif ask["call"] == "dispose":
            held.pop(ask["id"], None)
            answer(None)
        else:
            answer(getattr(held[ask["id"]], ask["call"])(ask, payload))
    except Exception as error:  # the caller is told, and asks on
        answer(None, f"{type(error).__name__}: {error}")
