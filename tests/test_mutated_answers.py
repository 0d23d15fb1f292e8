"""Mutated answers: each is refused well, or builds a site that says what it says."""

from __future__ import annotations

from random import Random

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.fuzzing import ACCEPTED, outcome
from tests.mutations import mutated, whole

CHANCE = st.randoms(use_true_random=False)
SLOW = (HealthCheck.too_slow, HealthCheck.data_too_large)

UNSHRUNK = (Phase.explicit, Phase.reuse, Phase.generate)
"""Building hundreds of sites to find a smaller failing answer takes minutes; they are small."""


@settings(max_examples=290, deadline=None, suppress_health_check=SLOW)
@given(CHANCE)
def test_a_mutated_answer_is_accepted_or_refused_in_a_few_lines_that_name_a_path(
    chance: Random,
) -> None:
    assert outcome(mutated(chance), build=False)


@settings(max_examples=10, deadline=None, suppress_health_check=SLOW, phases=UNSHRUNK)
@given(CHANCE)
def test_a_whole_answer_with_odd_things_in_it_is_built_and_read_back(chance: Random) -> None:
    assert outcome(whole(chance), build=True)


def test_mutations_leave_many_answers_whole_and_break_the_others_in_many_ways() -> None:
    """Otherwise, the tests above would show little."""
    said = [outcome(whole(Random(f"whole {number}")), build=False) for number in range(30)]
    assert said.count(ACCEPTED) > 18
    said = [outcome(mutated(Random(f"mutated {number}")), build=False) for number in range(60)]
    assert said.count(ACCEPTED) > 6
    assert len(set(said)) > 15
