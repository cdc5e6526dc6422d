import pytest

from generation.designer.reading.conditions import Condition, Known
from generation.designer.reading.rule import Emptied, Fixed, Formula, Linked, Order, Raised, Ranged, Ratio, Rule, Shared
from generation.designer.reading.rules import read_rules

KNOWN = Known(drivers={"older": 0, "earn": 1}, opposites={"younger": 0}, truths=frozenset({9}))


@pytest.mark.parametrize(
    ("marked", "rule"),
    [
        ("§3 = §1 * §2", Formula(3, "§1 * §2")),
        ("§3 is the sum of §1 and §2", Formula(3, "(§1 + §2)")),
        ("§3 (19% of §1)", Formula(3, "19 / 100 * §1")),
        ("§3 is the same as §1", Formula(3, "§1")),
        ("§3 must be after §2", Order(2, 3)),
        ("§3 cannot be before §2", Order(2, 3, strict=False)),
        ("§3 within 7 days after §2", Order(2, 3, most=7)),
        ("§3 is 2-5 hours after §2", Order(2, 3, least=2, most=5, unit="hour")),
        ("§3 is empty unless §4.1", Emptied(3, (Condition(4, "in", (1,)),), unless=True)),
        ("if §4 is §4.2 then §3 is null", Emptied(3, (Condition(4, "in", (2,)),))),
        ("only §9 users have a §3", Emptied(3, (Condition(9, "in", (0,)),), unless=True)),
        ("non-§9 have 0 §3", Fixed(3, "0", (Condition(9, "not in", (0,)),))),
        ("§3 is between 10 and 20 for §4.1", Ranged(3, 10, 20, (Condition(4, "in", (1,)),))),
        ("patients over 65 have higher §3", Raised(3, (Condition(0, ">", number=65.0),))),
        ("§9 is twice as likely for §4.1", Raised(9, (Condition(4, "in", (1,)),), up=True, times=2.0)),
        ("§3 increases with §2", Linked(3, 2)),
        ("§3 is negatively correlated with §2", Linked(3, 2, up=False)),
        ("older people have higher §3", Linked(3, 0)),
        ("younger people earn less", Linked(1, 0)),
        ("the ratio of §4.1 to §4.0 should be 2:1", Ratio(4, (1,), (0,), (2.0, 1.0))),
        ("60% of the customers are §4.1", Shared(4, 1, 0.6)),
    ],
)
def test_a_sentence_is_read_as_a_rule(marked: str, rule: Rule) -> None:
    assert read_rules(marked, KNOWN) == (rule,)


@pytest.mark.parametrize(
    "marked", ["", "nothing of the kind", "§3 and §4", "§1, §2 and §3 with §4", "10% of §3 are missing"]
)
def test_other_sentences_are_no_rules(marked: str) -> None:
    assert read_rules(marked, KNOWN) == ()
