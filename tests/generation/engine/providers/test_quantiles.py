from statistics import NormalDist

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from generation.engine.providers.quantiles import normal_quantile, poisson_quantile


@given(share=st.floats(1e-12, 1 - 1e-12))
def test_the_normal_quantile_is_the_library_s(share: float) -> None:
    assert normal_quantile(np.array([share]))[0] == pytest.approx(NormalDist().inv_cdf(share), rel=1e-9, abs=1e-12)


@pytest.mark.parametrize(
    ("mean", "share", "number"), [(0, 0.9, 0), (3, 0.04, 0), (3, 0.06, 1), (3, 0.5, 3), (1000, 0.5, 1000)]
)
def test_the_poisson_quantile_is_the_number_that_the_share_falls_on(mean: float, share: float, number: int) -> None:
    assert poisson_quantile(mean)(np.array([share]))[0] == number
