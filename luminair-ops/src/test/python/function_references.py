"""Writes the reference values and table digests that lucerna.ops.function is tested against.

Needs mpmath. Run from luminair-ops: python3 src/test/python/function_references.py
Rational steps are computed in fractions, all others by mpmath with more digits than a rounding
needs; nothing here shares a formula's evaluation with the Java sources.
"""

import hashlib
import math
import os
import struct
from fractions import Fraction as F

import mpmath as mp

TARGET = "src/test/resources/functions"


def real(x):
    return mp.mpf(x.numerator) / x.denominator if isinstance(x, F) else x


def clamp(x, lo, hi):
    return max(lo, min(hi, x))


def exponential_unit(x, alpha, gamma, scale):
    if x >= 0:
        return x * gamma if isinstance(x, F) else x * real(gamma)
    if alpha == 0 or gamma == 0:
        return F(0)
    return real(gamma) * real(alpha) * mp.expm1(real(x) / real(scale))


def power(x, c):
    if c.denominator == 1 and isinstance(x, F):
        return x ** int(c)
    if isinstance(x, F) and x >= 0:
        y = x
        d = c.denominator
        while d > 1:
            a, b = math.isqrt(y.numerator), math.isqrt(y.denominator)
            if F(a * a, b * b) != y:
                return mp.power(real(x), real(c))
            y, d = F(a, b), d // 2
        return y ** c.numerator
    return mp.power(real(x), real(c))


def root(x):
    return power(x, F(1, 2))


def rint(x):
    down = F(math.floor(x))
    rest = x - down
    return down + (1 if rest > F(1, 2) or (rest == F(1, 2) and down % 2 == 1) else 0)


def mod(x, c, truncated):
    q = x / c
    whole = math.ceil(q) if truncated and q < 0 else math.floor(q)
    return x - c * whole


def mp_function(f, at_zero=None, special=None):
    def apply(x):
        if isinstance(x, F):
            if x == 0 and at_zero is not None:
                return F(at_zero)
            if special is not None and x == special:
                return F(0)
        return f(real(x))

    return apply


KINDS = {
    "AFFINE": lambda x, a, b: a * x + b,
    "EXP": mp_function(mp.exp, 1),
    "LOG": mp_function(mp.log, None, 1),
    "SQRT": root,
    "RECIPROCAL": lambda x: 1 / x,
    "POWER": power,
    "SIN": mp_function(mp.sin, 0),
    "COS": mp_function(mp.cos, 1),
    "TAN": mp_function(mp.tan, 0),
    "ASIN": mp_function(mp.asin, 0),
    "ACOS": mp_function(mp.acos, None, 1),
    "ATAN": mp_function(mp.atan, 0),
    "SINH": mp_function(mp.sinh, 0),
    "COSH": mp_function(mp.cosh, 1),
    "TANH": mp_function(mp.tanh, 0),
    "ASINH": mp_function(mp.asinh, 0),
    "ACOSH": mp_function(mp.acosh, None, 1),
    "ATANH": mp_function(mp.atanh, 0),
    "ERF": mp_function(mp.erf, 0),
    "SIGMOID": mp_function(lambda x: 1 / (1 + mp.exp(-x)), F(1, 2)),
    "SOFTPLUS": mp_function(lambda x: mp.log1p(mp.exp(x))),
    "SOFTSIGN": lambda x: x / (1 + abs(x)),
    "GELU_ERF": mp_function(lambda x: x * mp.ncdf(x), 0),
    "GELU_TANH": mp_function(
        lambda x: x / 2 * (1 + mp.tanh(mp.sqrt(2 / mp.pi) * (x + mp.mpf(44715) / 10**6 * x**3))), 0
    ),
    "SILU": mp_function(lambda x: x / (1 + mp.exp(-x)), 0),
    "MISH": mp_function(lambda x: x * mp.tanh(mp.log1p(mp.exp(x))), 0),
    "ELU": lambda x, alpha: exponential_unit(x, alpha, F(1), F(1)),
    "SELU": lambda x, alpha, gamma: exponential_unit(x, alpha, gamma, F(1)),
    "CELU": lambda x, alpha: exponential_unit(x, alpha, F(1), alpha),
    "LEAKY_RELU": lambda x, alpha: x if x >= 0 else alpha * x,
    "THRESHOLDED_RELU": lambda x, alpha: x if x > alpha else F(0),
    "RELU": lambda x: max(x, F(0)),
    "HARD_SIGMOID": lambda x, alpha, beta: clamp(alpha * x + beta, F(0), F(1)),
    "HARD_SWISH": lambda x: x * clamp(x / 6 + F(1, 2), F(0), F(1)),
    "CLIP": lambda x, lo, hi: clamp(x, lo, hi),
    "SHRINK": lambda x, bias, lam: x + bias if x < -lam else x - bias if x > lam else F(0),
    "ABS": abs,
    "SIGN": lambda x: F((x > 0) - (x < 0)),
    "FLOOR": lambda x: F(math.floor(x)),
    "CEIL": lambda x: F(math.ceil(x)),
    "ROUND_EVEN": rint,
    "SQUARE": lambda x: x * x,
    "NOT_ZERO": lambda x: F(int(x != 0)),
    "GREATER": lambda x, c: F(int(x > c)),
    "EQUALS": lambda x, c: F(int(x == c)),
    "MOD": lambda x, c, truncated: mod(x, c, truncated == 1),
}


RATIONAL = set(
    "AFFINE RECIPROCAL SOFTSIGN LEAKY_RELU THRESHOLDED_RELU RELU HARD_SIGMOID HARD_SWISH CLIP SHRINK"
    " ABS SIGN FLOOR CEIL ROUND_EVEN SQUARE NOT_ZERO GREATER EQUALS MOD".split()
)


def fraction(x):
    sign, mantissa, exponent, _ = x._mpf_
    return (-1) ** sign * int(mantissa) * F(2) ** exponent


def evaluate(chain, x):
    for step in chain.split("|"):
        name, *parameters = step.split(" ")
        parameters = [F(float(p)) for p in parameters]
        if name in RATIONAL and not isinstance(x, F):
            x = real(KINDS[name](fraction(x), *parameters))
        else:
            x = KINDS[name](x, *parameters)
    return x


def rounded(chain, x, exponent):
    """Returns floor(f(x) 2^exponent + 1/2), with as many digits as that needs."""
    for digits in (30, 400, 4000):
        with mp.workdps(digits):
            y = evaluate(chain, x)
            if isinstance(y, F):
                return math.floor(y * F(2) ** exponent + F(1, 2))
            scaled = mp.ldexp(y, exponent + 1)
            nearest = mp.nint(scaled)
            if nearest % 2 == 0 or abs(scaled - nearest) > mp.mpf(10) ** (15 - digits) * max(1, abs(scaled)):
                return int(mp.floor((mp.floor(scaled) + 1) / 2))
    raise ValueError(f"{chain} at {x} is too close to a tie")


def digest(chain, low, high, input_exponent, output_exponent):
    sha = hashlib.sha256()
    for i in range(low, high + 1):
        sha.update(struct.pack(">i", rounded(chain, F(i) / F(2) ** input_exponent, output_exponent)))
    return sha.hexdigest()


EVERYWHERE = "-700 -20.5 -7.25 -3 -1 -0.3 -0.0009765625 0 1e-9 0.0625 0.7 1.5 4.75 9 33.125 512"
POSITIVE = "1e-12 0.0009765625 0.3 0.5 0.99999 1 1.00001 2 2.718281828459045 10 12345.678 1e18"
UNIT = "-0.9999999 -0.75 -0.5 -0.1 -1e-7 0 0.001 0.25 0.5 0.7071067811865476 0.9 0.999999"

POINTS = {
    "EXP": EVERYWHERE + " -20000 0.6931471805599453 13.99 1000",
    "LOG": POSITIVE,
    "SQRT": POSITIVE,
    "POWER 0.1": POSITIVE,
    "POWER -2.75": POSITIVE,
    "POWER 1000": "0.99 -0.999 1.001 1e-9 3.5",
    "SIN": EVERYWHERE + " 1.5707963267948966 3.141592653589793 1e22 -123456789.125 1e300",
    "COS": EVERYWHERE + " 1.5707963267948966 3.141592653589793 1e22 -123456789.125 1e300",
    "TAN": EVERYWHERE + " 1.5707963267948966 0.7853981633974483 1e22",
    "ASIN": UNIT + " 1 -1",
    "ACOS": UNIT + " 1 -1",
    "ATAN": EVERYWHERE + " 1e18 -1e300",
    "SINH": EVERYWHERE,
    "COSH": EVERYWHERE,
    "TANH": EVERYWHERE,
    "ASINH": EVERYWHERE + " -1e18",
    "ACOSH": "1 1.0000001 1.25 1.5 2 3 10 100.125 12345.678 1e18",
    "ATANH": UNIT,
    "ERF": EVERYWHERE + " 2.5 3.75 5.5 8.25 -8.5",
    "SIGMOID": EVERYWHERE,
    "SOFTPLUS": EVERYWHERE,
    "GELU_ERF": EVERYWHERE + " 5.5 -8.25 12.125",
    "GELU_TANH": EVERYWHERE,
    "SILU": EVERYWHERE,
    "MISH": EVERYWHERE,
    "ELU 1.1": EVERYWHERE,
    "SELU 1.6732632423543772 1.0507009873554805": EVERYWHERE,
    "CELU 0.7": EVERYWHERE,
    "CELU -2": EVERYWHERE,
    "SIGMOID|LOG": EVERYWHERE,
    "SQUARE|AFFINE 1 0.1|SQRT|RECIPROCAL": EVERYWHERE,
    "ATAN|TAN": "-7.25 -1 0.3 2.5 9",
    "AFFINE 0.1 -0.3|SIN|SOFTSIGN|ASIN": EVERYWHERE,
    "EXP|SQUARE|LOG|AFFINE 1 0.1": "-7.25 -1 0.3 2.5 9",
}

SIGNED = (-2048, 2047, 8, 12)
TABLES = [
    ("EXP", -4095, 0, 9, 16),
    ("EXP", -2048, 2047, 8, 12),
    ("EXP", -40, 0, -16, 12),
    ("LOG", 1, 4096, 8, 12),
    ("SQRT", 0, 4095, 4, 1),
    ("SQRT", 0, 4095, 8, 12),
    ("RECIPROCAL", 1, 4096, 6, 5),
    ("RECIPROCAL", -4096, -1, 6, 20),
    ("POWER 3", -300, 300, 2, 5),
    ("POWER -2", 1, 4096, 6, 11),
    ("POWER 0.75", 0, 4096, 4, 3),
    ("POWER 0.1", 0, 4096, 8, 16),
    ("SIN",) + SIGNED,
    ("COS",) + SIGNED,
    ("TAN",) + SIGNED,
    ("ASIN", -2048, 2048, 11, 12),
    ("ACOS", -2048, 2048, 11, 12),
    ("ATAN",) + SIGNED,
    ("SINH",) + SIGNED,
    ("COSH",) + SIGNED,
    ("TANH",) + SIGNED,
    ("TANH", -40, 40, 0, -1),
    ("ASINH",) + SIGNED,
    ("ACOSH", 256, 4351, 8, 12),
    ("ATANH", -2047, 2047, 11, 12),
    ("ERF",) + SIGNED,
    ("SIGMOID",) + SIGNED,
    ("SIGMOID", -50, 50, 0, 0),
    ("SOFTPLUS",) + SIGNED,
    ("SOFTPLUS", -2048, 2047, 5, 4),
    ("SOFTSIGN",) + SIGNED,
    ("SOFTSIGN", -16, 16, 0, 1),
    ("GELU_ERF",) + SIGNED,
    ("GELU_ERF", -2048, 2047, 7, 6),
    ("GELU_TANH",) + SIGNED,
    ("GELU_TANH", -2048, 2047, 8, 7),
    ("SILU",) + SIGNED,
    ("SILU", -2048, 2047, 5, 4),
    ("MISH",) + SIGNED,
    ("MISH", -2048, 2047, 5, 4),
    ("ELU 1",) + SIGNED,
    ("ELU 0.5", -2048, 2047, 4, 0),
    ("SELU 1.6732632423543772 1.0507009873554805",) + SIGNED,
    ("CELU 0.7",) + SIGNED,
    ("CELU -2",) + SIGNED,
    ("LEAKY_RELU 0.01",) + SIGNED,
    ("LEAKY_RELU 0.25", -100, 100, 2, 1),
    ("THRESHOLDED_RELU 1.5",) + SIGNED,
    ("RELU", -100, 100, 2, 1),
    ("HARD_SIGMOID 0.2 0.5",) + SIGNED,
    ("HARD_SWISH",) + SIGNED,
    ("CLIP -1.75 2.5", -100, 100, 4, 1),
    ("SHRINK 0.25 1.5", -100, 100, 4, 1),
    ("ABS", -100, 100, 2, 1),
    ("SIGN", -100, 100, 2, 3),
    ("FLOOR", -100, 100, 2, 1),
    ("CEIL", -100, 100, 2, 1),
    ("ROUND_EVEN", -100, 100, 2, 1),
    ("SQUARE", -2048, 2047, 6, 7),
    ("NOT_ZERO", -100, 100, 2, 0),
    ("GREATER 1.25", -100, 100, 2, 0),
    ("EQUALS 1.25", -100, 100, 2, 0),
    ("MOD 0.75 0", -100, 100, 3, 4),
    ("MOD 0.75 1", -100, 100, 3, 4),
    ("MOD -0.7 0", -100, 100, 3, 4),
    ("MOD -0.7 1", -100, 100, 3, 4),
    ("AFFINE 0.1 -0.3",) + SIGNED,
    ("AFFINE 0.5 0.25", -100, 100, 1, 1),
    ("EXP|FLOOR", -1000, 1000, 7, 4),
    ("SIN|GREATER 0.25", -1000, 1000, 7, 4),
    ("SIN|CLIP -0.5 0.75|AFFINE 3 1", -1000, 1000, 7, 9),
    ("SIN|HARD_SIGMOID 0.8 0.3", -1000, 1000, 7, 9),
    ("ATAN|SHRINK 0.25 0.5", -1000, 1000, 7, 9),
    ("SIGMOID|LOG", -1000, 1000, 2, 6),
    ("SQUARE|AFFINE 1 0.1|SQRT|RECIPROCAL|POWER 3", -1000, 1000, 7, 9),
    ("SIN|RELU|SQUARE|NOT_ZERO", -1000, 1000, 7, 0),
    ("SINH|MOD 0.75 0", -1000, 1000, 8, 12),
    ("SINH|MOD 0.75 1", -1000, 1000, 8, 12),
    ("SINH|ABS|LEAKY_RELU 3|SIGN", -1000, 1000, 8, 12),
    ("COS|HARD_SWISH|CEIL", -1000, 1000, 8, 2),
]


def main():
    os.makedirs(TARGET, exist_ok=True)
    mp.mp.dps = 800
    with open(f"{TARGET}/values.csv", "w") as out:
        out.write("# By src/test/python/function_references.py: chain, x, value to 50 digits.\n")
        for chain, points in POINTS.items():
            for point in points.split():
                y = real(evaluate(chain, F(float(point))))
                out.write(f"{chain},{point},{mp.nstr(y, 50, min_fixed=1, max_fixed=0)}\n")
    with open(f"{TARGET}/tables.csv", "w") as out:
        out.write("# By src/test/python/function_references.py: chain, first and last argument,\n")
        out.write("# exponents of argument and value, SHA-256 of the entries as big-endian words.\n")
        for row in TABLES:
            out.write(",".join(map(str, row)) + f",{digest(*row)}\n")
            out.flush()


main()
