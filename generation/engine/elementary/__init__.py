"""The elementary functions, with the same bits on every machine.

The functions of libm and of NumPy round their last bit as the processor and the compiler please. These are made of what
IEEE 754 defines to the last bit alone: + - * /, square roots, comparisons, rounding to whole numbers, and the integer
operations on a float's bits. So they must be used wherever a number comes into a cell or decides one.

The algorithms and their coefficients are those of fdlibm (Sun Microsystems 1993 to 2004, as FreeBSD's msun keeps them),
written for whole arrays: what fdlibm branches over is computed for all and chosen, or left to a few rows. Results are
within one unit in the last place of the true ones, those of `sinh` and `tanh` within two. Not-a-number and the
infinities go in and come out as IEEE 754 says, without a warning.
"""

from generation.engine.elementary.angles import cos, sin, tan
from generation.engine.elementary.arcs import acos, asin, atan, atan2
from generation.engine.elementary.exponentials import cosh, exp, expm1, sinh, tanh
from generation.engine.elementary.logarithms import log, log1p, log2, log10
from generation.engine.elementary.powers import cbrt, hypot, power

__all__ = [
    "acos",
    "asin",
    "atan",
    "atan2",
    "cbrt",
    "cos",
    "cosh",
    "exp",
    "expm1",
    "hypot",
    "log",
    "log1p",
    "log2",
    "log10",
    "power",
    "sin",
    "sinh",
    "tan",
    "tanh",
]
