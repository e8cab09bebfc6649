#!/usr/bin/env python3
"""Writes tests/catalogue/known/formulas.rs: what every entry of the catalogue is worth at a few points.

Each formula stands here a second time, as its paper or a textbook has it, in 40-digit arithmetic
(mpmath); slopes are differences in the same arithmetic. The declarations in src/catalogue know
nothing of this file and this file nothing of them.

    python3 scripts/known_values.py > tests/catalogue/known/formulas.rs
"""

from mpmath import mp, mpf, mpc, e, exp, log, sqrt, sin, cos, tanh, cosh, atan, asinh, erf, pi, diff, nstr

mp.dps = 40


def step(c):
    return mpf(1) if c else mpf(0)


def relu(x):
    return max(x, mpf(0))


def clip(x, low, high):
    return min(max(x, low), high)


def sigma(x):
    return 1 / (1 + exp(-x))


def phi(x):
    return (1 + erf(x / sqrt(2))) / 2


def sp(x):
    return log(1 + exp(x))


def gelu(x):
    return x * phi(x)


def gelu_tanh(x):
    return x / 2 * (1 + tanh(sqrt(2 / pi) * (x + mpf("0.044715") * x**3)))


def sign(x):
    return mpf(0) if x == 0 else x / abs(x)


def repsu(x, a, b, c, d, e):
    k = (x - b) * step(x >= b) / (1 + exp(-sign(x - c) * abs(x - c) ** d / e))
    return a * k + (1 - a) * (2 * (x - b) * step(x >= b) - k)


def soft_exponential(x, a):
    if a < 0:
        return -log(1 - a * (x + a)) / a
    return x if a == 0 else (exp(a * x) - 1) / a + a


def xielu(x, p, n, b):
    return sp(p) * x**2 + b * x if x > 0 else (b + sp(n)) * (exp(x) - 1 - x) + b * x


def hard_gate(x):
    return clip((x + 1) / 2, mpf(0), mpf(1))


SCALE, ALPHA = mpf("1.0507009873554805"), mpf("1.6732632423543773")
# None of them near a root of a common derivative, where a relative error means nothing.
POINTS = [(-2.5,), (-0.375,), (0.5,), (1.75,)]
PAIRS = [(-2.5, 0.5), (-0.375, -1.25), (0.5, 1.5), (1.75, -0.5)]
TRIPLES = [(-2.5, 0.5, 0.25), (-0.75, -1.25, 1.0), (0.5, 1.5, -0.5)]
QUADS = [(-2.5, 0.5, 0.25, 1.5), (-0.75, -1.25, 1.0, 0.5), (0.5, 1.5, -0.5, 2.0)]
RIGHT = [(0.25,), (0.75,), (1.75,)]

# name: (formula of inputs and parameters, [parameters, …], points)
ROWS = {
    "identity": (lambda x: x, [()]),
    "linear": (lambda x, a, b: a * x + b, [(1, 0), (-2, 0.5)]),
    "abs": (lambda x: abs(x), [()]),
    "relu": (lambda x: relu(x), [()]),
    "leaky_relu": (lambda x, s: x if x > 0 else s * x, [("0.01",), (0.25,)]),
    "prelu": (lambda x, s: x if x > 0 else s * x, [(0.25,), (-0.5,)]),
    "srelu": (
        lambda x, tl, al, tr, ar: tl + al * (x - tl) if x <= tl else (x if x < tr else tr + ar * (x - tr)),
        [(0, "0.2", 1, 1), (-1, 0.25, 0.75, 1.5)],
    ),
    "apl": (
        lambda x, a, b, c, d: relu(x) + a * relu(b - x) + c * relu(d - x),
        [(0, -1, 0, 1), (0.5, -1, -0.25, 1)],
    ),
    "binary_step": (lambda x: step(x >= 0), [()]),
    "threshold": (lambda x, t, v: x if x > t else v, [(0, 0), (1, -3)]),
    "thresholded_relu": (lambda x, t: x if x > t else mpf(0), [(1,), (0.25,)]),
    "hard_shrink": (lambda x, l: x if abs(x) > l else mpf(0), [(0.5,), (1,)], [(-2.5,), (-0.375,), (0.75,), (1.75,)]),
    "soft_shrink": (lambda x, l: sign(x) * relu(abs(x) - l), [(0.5,), (1,)], [(-2.5,), (-0.375,), (0.75,), (1.75,)]),
    "shrink": (lambda x, b, l: sign(x) * (abs(x) - b) if abs(x) > l else mpf(0), [(0, 0.5), (0.25, 1)], [(-2.5,), (-0.375,), (0.75,), (1.75,)]),
    "tanh_shrink": (lambda x: x - tanh(x), [()]),
    "hard_tanh": (lambda x, l, h: clip(x, l, h), [(-1, 1), (-0.5, 2)]),
    "relu6": (lambda x: clip(x, mpf(0), mpf(6)), [()], [(-2.5,), (0.5,), (5.75,), (6.5,)]),
    "hard_sigmoid": (lambda x: clip(x / 6 + mpf(1) / 2, mpf(0), mpf(1)), [()], [(-3.5,), (-0.75,), (1.25,), (3.5,)]),
    "onnx_hard_sigmoid": (lambda x, a, b: clip(a * x + b, mpf(0), mpf(1)), [("0.2", 0.5), (0.25, 0.75)], [(-3.5,), (-0.75,), (0.5,), (3.5,)]),
    "hard_swish": (lambda x: x * clip(x / 6 + mpf(1) / 2, mpf(0), mpf(1)), [()], [(-3.5,), (-0.75,), (1.25,), (3.5,)]),
    "onednn_hard_swish": (lambda x, a, b: x * clip(a * x + b, mpf(0), mpf(1)), [(mpf(1) / 6, 0.5), (0.25, 0.75)], [(-3.5,), (-0.75,), (0.5,), (3.5,)]),
    "hard_elish": (lambda x: x * hard_gate(x) if x >= 0 else (exp(x) - 1) * hard_gate(x), [()]),
    "sparse_plus": (lambda x, b: mpf(0) if x <= -b else (x if x >= b else (x + b) ** 2 / (4 * b)), [(1,), (2,)]),
    "sparse_sigmoid": (lambda x: clip(x + 1, mpf(0), mpf(2)) / 2, [()]),
    "sqnl": (lambda x: sign(x) * (1 if abs(x) > 2 else abs(x) - x**2 / 4), [()], [(-2.5,), (-0.75,), (0.5,), (1.75,), (3,)]),
    "square": (lambda x: x**2, [()]),
    "cube": (lambda x: x**3, [()]),
    "power": (lambda x, a, b: a * x**b, [(1, 1), (2, 1.5)], RIGHT),
    "squared_relu": (lambda x: relu(x) ** 2, [()]),
    "star_relu": (lambda x, s, b: s * relu(x) ** 2 + b, [("0.8944", "-0.4472"), (2, 1)]),
    "poly_relu": (lambda x, a, b, c, d: a + b * relu(x) + c * relu(x) ** 2 + d * relu(x) ** 3, [(0, mpf(1) / 3, mpf(1) / 3, mpf(1) / 3), (0.5, 1, -0.25, 2)]),
    "repsu": (repsu, [(1, 0, 0, 1, 1), (0.75, -1, 0.25, 1.5, 2)]),
    "exponential": (lambda x: exp(x), [()]),
    "elu": (lambda x, a: x if x > 0 else a * (exp(x) - 1), [(1,), (2,)]),
    "selu": (lambda x: SCALE * (x if x > 0 else ALPHA * (exp(x) - 1)), [()]),
    "celu": (lambda x, a: x if x > 0 else a * (exp(x / a) - 1), [(1,), (2,)]),
    "soft_exponential": (soft_exponential, [(0,), (0.5,), (-0.25,)]),
    "xielu": (xielu, [(log(exp(mpf("0.8")) - 1), log(exp(mpf("0.3")) - 1), 0.5), (1, -1, 0.25)]),
    "cloglog": (lambda x: 1 - exp(-exp(x)), [()]),
    "softplus": (lambda x, b: sp(b * x) / b, [(1,), (2,)]),
    "sqrt_softplus": (lambda x: sqrt(sp(x)), [()]),
    "squareplus": (lambda x, b: (x + sqrt(x**2 + b)) / 2, [(4,), (0.25,)]),
    "logcosh": (lambda x: log(cosh(x)), [()]),
    "soft_clipping": (lambda x, a: log((1 + exp(a * x)) / (1 + exp(a * (x - 1)))) / a, [(1,), (5,)]),
    "bent_identity": (lambda x: (sqrt(x**2 + 1) - 1) / 2 + x, [()]),
    "nlrelu": (lambda x, b: log(1 + b * relu(x)), [(1,), (0.5,)]),
    "sigmoid": (sigma, [()]),
    "bipolar_sigmoid": (lambda x: tanh(x / 2), [()]),
    "log_sigmoid": (lambda x: log(sigma(x)), [()]),
    "tanh": (lambda x: tanh(x), [()]),
    "lecun_tanh": (lambda x, a, b: a * tanh(b * x), [("1.7159", mpf(2) / 3), (2, 0.5)]),
    "soboleva_tanh": (lambda x, a, b, c, d: (exp(a * x) - exp(-b * x)) / (exp(c * x) + exp(-d * x)), [(1, 1, 1, 1), (0.5, 0.75, 1, 1.25)]),
    "softsign": (lambda x: x / (1 + abs(x)), [()]),
    "arctan": (lambda x: atan(x), [()]),
    "arsinh": (lambda x: asinh(x), [()]),
    "erf": (lambda x: erf(x), [()]),
    "laplace": (lambda x, m, s: (1 + erf((x - m) / (s * sqrt(2)))) / 2, [("0.707107", "0.282095"), (0, 1)], [(-0.25,), (0.5,), (1,)]),
    "isru": (lambda x, a: x / sqrt(1 + a * x**2), [(1,), (3,)]),
    "isrlu": (lambda x, a: x / sqrt(1 + a * x**2) if x < 0 else x, [(1,), (3,)]),
    "gaussian": (lambda x: exp(-(x**2)), [()]),
    "sinusoid": (lambda x: sin(x), [()]),
    "sinc": (lambda x: mpf(1) if x == 0 else sin(x) / x, [()]),
    "gcu": (lambda x: x * cos(x), [()]),
    "snake": (lambda x, a: x + sin(a * x) ** 2 / a, [(1,), (2.5,)]),
    "snake_beta": (lambda x, a, b: x + sin(exp(a) * x) ** 2 / exp(b), [(0, 0), (0.5, -0.25)]),
    "silu": (lambda x: x * sigma(x), [()]),
    "swish": (lambda x, b: x * sigma(b * x), [(1,), (1.5,)]),
    "e_swish": (lambda x, b: b * x * sigma(x), [(1.5,), (2,)]),
    "quick_gelu": (lambda x: x * sigma(mpf("1.702") * x), [()]),
    "gelu": (gelu, [()]),
    "gelu_tanh": (gelu_tanh, [()]),
    "elish": (lambda x: (x if x >= 0 else exp(x) - 1) * sigma(x), [()]),
    "aria2": (lambda x, a, b: x * (1 + exp(-b * x)) ** (-a), [(1.5, 2), (1, 0.5)]),
    "swish_t": (lambda x, a, b: x * sigma(b * x) + a * tanh(x), [("0.1", 1), (0.5, 2)]),
    "eanaf": (lambda x: x * exp(x) / (exp(x) + 2), [()]),
    "acon_c": (lambda x, p, q, b: (p - q) * x * sigma(b * (p - q) * x) + q * x, [(1, 0, 1), (1.25, -0.5, 2)]),
    "xsilu": (lambda x, a: x * (sigma(x) * (1 + 2 * a) - a), [(0,), (0.5,)]),
    "xgelu": (lambda x, a: x * (phi(x) * (1 + 2 * a) - a), [(0,), (0.5,)]),
    "xatlu": (lambda x, a: x * ((atan(x) / pi + mpf(1) / 2) * (1 + 2 * a) - a), [(0,), (0.5,)]),
    "mish": (lambda x: x * tanh(sp(x)), [()]),
    "lisht": (lambda x: x * tanh(x), [()]),
    "tanh_exp": (lambda x: x * tanh(exp(x)), [()]),
    "serf": (lambda x: x * erf(sp(x)), [()]),
    "logish": (lambda x: x * log(1 + sigma(x)), [()]),
    "p_logish": (lambda x, a, b: a * x * log(1 + sigma(b * x)), [(1, 10), (2, 0.5)]),
    "phish": (lambda x: x * tanh(gelu(x)), [()]),
    "smish": (lambda x, a, b: a * x * tanh(log(1 + sigma(b * x))), [(1, 1), (2, 0.5)]),
    "gish": (lambda x: x * log(2 - exp(-exp(x))), [()]),
    "colu": (lambda x: x / (1 - x * exp(-(x + exp(x)))), [()]),
    "rrelu": (lambda x, n, l, u: x if x > 0 else (l + (u - l) * n) * x, [(mpf(1) / 8, mpf(1) / 3), (0.25, 0.75)], [(-2.5, 0.5), (-0.75, 0.25), (1.75, 0.75)]),
    "bipolar_relu": (lambda x, i: relu(x) if i == 0 else -relu(-x), [()], [(-2.5, 0), (-2.5, 1), (1.75, 0), (1.75, 1)]),
    "glu": (lambda a, b: a * sigma(b), [()]),
    "bilinear": (lambda a, b: a * b, [()]),
    "gtu": (lambda a, b: tanh(a) * sigma(b), [()]),
    "reglu": (lambda a, b: relu(a) * b, [()]),
    "geglu": (lambda a, b: gelu(a) * b, [()]),
    "geglu_tanh": (lambda a, b: gelu_tanh(a) * b, [()]),
    "swiglu": (lambda a, b: a * sigma(a) * b, [()]),
    "clamped_swiglu": (
        lambda a, b, s, l: (clip(b, -l, l) + 1) * min(a, l) * sigma(s * min(a, l)),
        [("1.702", 7), (1, 1)],
        [(-2.5, 0.5), (-0.375, -7.5), (0.5, 8), (8.5, -0.5)],
    ),
    "xatglu": (lambda a, b, r: a * ((atan(a) / pi + mpf(1) / 2) * (1 + 2 * r) - r) * b, [(0,), (0.5,)]),
    "preglu": (lambda a, b, w: (a if a > 0 else w * a) * b, [(0.25,), (-0.5,)]),
    "bias_relu": (lambda v, b: relu(v + b), [()]),
    "bias_gelu": (lambda v, b: gelu(v + b), [()]),
    "channel_prelu": (lambda x, w: x if x > 0 else w * x, [()]),
    "channel_swish": (lambda x, b: x * sigma(b * x), [()]),
    "channel_acon_c": (lambda x, p, q, b: (p - q) * x * sigma(b * (p - q) * x) + q * x, [()]),
    "channel_snake": (lambda x, a: x + sin(a * x) ** 2 / a, [()]),
    "dyt": (lambda x, g, b, a: g * tanh(a * x) + b, [(0.5,), (1.25,)]),
    "derf": (lambda x, g, b, a, s: g * erf(a * x + s) + b, [(0.5, 0), (1.25, -0.25)]),
}

# The value of one function, the slope of another: name, value, surrogate, arity is 1.
SURROGATES = {
    "spike_arctan": (lambda x, a: step(x >= 0), lambda x, a: a / 2 / (1 + (pi / 2 * a * x) ** 2), [(2,), (1,)]),
    "spike_fast_sigmoid": (lambda x, k: step(x >= 0), lambda x, k: 1 / (1 + k * abs(x)) ** 2, [(25,), (4,)]),
    "sign_straight_through": (lambda x: 2 * step(x >= 0) - 1, lambda x: step(abs(x) < 1), [()]),
    "round_straight_through": (lambda x: sign(x) * mp.floor(abs(x) + mpf(1) / 2), lambda x: mpf(1), [()]),
}


def number(x):
    """A literal that rounds to the nearest f64."""
    text = nstr(mpf(x), 20, strip_zeros=True, min_fixed=-6, max_fixed=20)
    return text if "." in text or "e" in text else text + ".0"


def listed(values):
    return "&[" + ", ".join(number(v) for v in values) + "]"


def slopes(formula, inputs, parameters):
    """Differences in both directions must agree, or the point is on a kink."""
    result = []
    for k in range(len(inputs)):
        def along(t, k=k):
            moved = list(inputs)
            moved[k] = t
            return formula(*moved, *parameters)
        result.append(diff(along, inputs[k], h=mpf(10) ** -14))
    return result


def points_of(row):
    if len(row) > 2:
        return row[2]
    arity = row[0].__code__.co_argcount - len(row[1][0])
    return {1: POINTS, 2: PAIRS, 3: TRIPLES, 4: QUADS}[arity]


print("""//! What every entry is worth at a few points: generated by `scripts/known_values.py`, which
//! computes with 40 digits from the formulas of the papers; do not edit.

use super::Known;

/// Values and slopes in every input.
#[rustfmt::skip]
pub(crate) const FORMULAS: &[Known] = &[""")
for name, row in ROWS.items():
    for parameters in row[1]:
        parameters = [mpf(p) for p in parameters]
        for inputs in points_of(row):
            inputs = [mpf(x) for x in inputs]
            value = row[0](*inputs, *parameters)
            print(f'    Known {{ name: "{name}", parameters: {listed(parameters)}, inputs: {listed(inputs)}, '
                  f"value: {number(value)}, slopes: {listed(slopes(row[0], inputs, parameters))} }},")
for name, (value, slope, sets) in SURROGATES.items():
    for parameters in sets:
        parameters = [mpf(p) for p in parameters]
        for (x,) in POINTS:
            x = mpf(x)
            print(f'    Known {{ name: "{name}", parameters: {listed(parameters)}, inputs: {listed([x])}, '
                  f"value: {number(value(x, *parameters))}, slopes: {listed([slope(x, *parameters)])} }},")
print("];")
