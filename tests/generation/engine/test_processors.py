"""Bytes depend on no processor: NumPy, Arrow and the C library choose other machine code on each, and round otherwise."""

import hashlib
import json
import os
import subprocess
import sys

import numpy as np

from generation.engine import DatasetSchema, compile_plan, run_plan
from tests.generation.engine.tables import AS_OF

ROWS = 20_000
UNIT, REAL, AMOUNT = "random.random()", "random.uniform(-20, 20)", "random.uniform(0.001, 1000)"
OF_ONE = {
    "math.sin({})": REAL, "math.cos({})": REAL, "math.tan({})": REAL, "math.asin({})": UNIT, "math.acos({})": UNIT,
    "math.atan({})": REAL, "math.sinh({})": REAL, "math.cosh({})": REAL, "math.tanh({})": REAL, "math.exp({})": REAL,
    "math.expm1({})": REAL, "math.log({})": AMOUNT, "math.log2({})": AMOUNT, "math.log10({})": AMOUNT,
    "math.log1p({})": AMOUNT, "math.log({}, 7)": AMOUNT, "math.sqrt({})": AMOUNT, "math.cbrt({})": REAL,
    "math.radians({})": REAL, "math.degrees({})": REAL, "math.atan2({}, 3)": REAL, "math.hypot({}, 3)": REAL,
    "math.fmod({}, 3)": REAL, "{} ** 2.5": AMOUNT, "1.07 ** {}": REAL, "{} ** -3": AMOUNT, "math.pow({}, 1/3)": AMOUNT,
    "round({}, 3)": REAL, "{} % 0.7": REAL, "{} // 0.7": REAL,
}  # fmt: skip
PARAMETERS = {  # of the distributions; the third kind takes one that differs by row
    "random.gauss": ("0, 1", "5, 0.1", "{}, 2"),
    "random.lognormvariate": ("3, 1", "0, 0.2", "{} / 10, 1"),
    "random.expovariate": ("0.1", "{} + 30"),
    "random.paretovariate": ("2", "0.7", "{} + 30"),
    "random.weibullvariate": ("1, 2", "3, 0.4", "2, {} + 30"),
    "random.gammavariate": ("2, 3", "0.3, 1", "{} + 21, 2"),
    "random.betavariate": ("2, 3", "0.5, 0.4", "{} + 21, 2"),
    "random.triangular": ("1, 10, 3", "{}, 30, 25"),
    "random.vonmisesvariate": ("0, 4", "1, {} + 21"),
    "random.binomialvariate": ("10, 0.3", "100000, 0.3", "50, ({} + 20) / 40"),
    "np.random.normal": ("3, 2",),
    "np.random.lognormal": ("3, 0.5",),
    "np.random.exponential": ("2", "{} + 21"),
    "np.random.gamma": ("2, 3", "{} + 21, 2"),
    "np.random.beta": ("2, 3",),
    "np.random.chisquare": ("3",),
    "np.random.standard_t": ("4",),
    "np.random.f": ("3, 7",),
    "np.random.poisson": ("3.5", "5000", "{} + 21"),
    "np.random.binomial": ("10, 0.3", "50, 0.02"),
    "np.random.negative_binomial": ("4, 0.3",),
    "np.random.geometric": ("0.1",),
    "np.random.hypergeometric": ("20, 30, 10",),
    "np.random.zipf": ("2.5",),
    "np.random.pareto": ("3",),
    "np.random.weibull": ("1.5",),
    "np.random.power": ("2.5",),
    "np.random.laplace": ("0, 1",),
    "np.random.logistic": ("0, 1",),
    "np.random.gumbel": ("0, 1",),
    "np.random.rayleigh": ("2",),
    "np.random.wald": ("2, 3",),
    "np.random.standard_cauchy": ("",),
    "np.random.vonmises": ("0, 4",),
}
EXPRESSIONS = [
    *(function.format(number) for function, number in OF_ONE.items()),
    *(function.format("0.7") for function in OF_ONE),
    *(f"{name}({given.format(REAL)})" for name, ways in PARAMETERS.items() for given in ways),
    "np.random.dirichlet([1, 2, 3])[0]",
    "np.random.multinomial(100, [0.2, 0.3, 0.5])[1]",
    "random.choices([0.1, 0.2, 0.3], weights=[0.1, 0.7, 0.2])[0]",
    f"sum([{', '.join([REAL] * 20)}])",
    f"np.mean([{', '.join([REAL] * 20)}])",
]


def digests() -> dict[str, str]:
    """Return what each expression's column comes to, in this process."""
    columns = {
        f"c{place}": {"faker_method": expression, "data_type": "float"} for place, expression in enumerate(EXPRESSIONS)
    }
    plan = compile_plan(DatasetSchema.from_json(columns))
    made = [hashlib.sha256() for _ in EXPRESSIONS]
    for batch in run_plan(plan, rows=ROWS, seed=1, as_of=AS_OF):
        for digest, column in zip(made, batch.columns, strict=True):
            digest.update(json.dumps(column.to_pylist()).encode())
    return {expression: digest.hexdigest() for expression, digest in zip(EXPRESSIONS, made, strict=True)}


def test_numbers_are_the_same_on_a_processor_that_can_do_less() -> None:
    """Another process may use none of this processor's newer instructions, as on a machine that lacks them."""
    simd = np.show_config(mode="dicts")["SIMD Extensions"]
    lesser = {
        "NPY_DISABLE_CPU_FEATURES": " ".join(simd.get("found", [])),
        "GLIBC_TUNABLES": "glibc.cpu.hwcaps=-FMA,-FMA4,-AVX2,-AVX2_Usable,-AVX512F",
        "ARROW_USER_SIMD_LEVEL": "NONE",
    }
    command = [sys.executable, "-c", f"import json; from {__name__} import digests; print(json.dumps(digests()))"]
    made = subprocess.run(command, env=os.environ | lesser, capture_output=True, text=True, check=True).stdout
    assert json.loads(made) == digests()
