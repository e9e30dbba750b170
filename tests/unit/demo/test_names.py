"""Name pools: large enough, skewed like life, the same everywhere."""

from __future__ import annotations

from hmis_web.demo.names import cultures_of_last_names, first_names, last_pool


def test_pools_are_large_enough_for_a_million_people() -> None:
    assert len(first_names()) >= 5_000
    assert len(last_pool().names) >= 20_000
    assert len(set(last_pool().names)) == len(last_pool().names)


def test_last_names_are_skewed_like_life() -> None:
    pool = last_pool()
    total = sum(pool.weights)

    assert 0.005 < pool.weights[0] / total < 0.02  # the most common name has about one per cent
    assert 0.4 < sum(pool.weights[:1000]) / total < 0.7
    assert len(set(cultures_of_last_names())) == 9
