"""Which of a row's moments comes first, by their names, where the catalog does not say."""

from collections.abc import Iterator
from itertools import combinations

from generation.designer.meaning.choosing import Choice
from generation.designer.reading import word_set, words
from generation.designer.reading.rule import Order

_STAGES = (  # the words of a name, stage after stage
    (
        word_set("order ordered purchase purchased placed"),
        word_set("ship shipped shipping shipment dispatch dispatched sent"),
        word_set("deliver delivered delivery arrived received"),
        word_set("returned refunded"),
    ),
    (word_set("start started begin"), word_set("end ended finish finished")),
    (word_set("created opened submitted"), word_set("closed resolved completed")),
    (word_set("admission admitted"), word_set("discharge discharged")),
    (word_set("checkin"), word_set("checkout")),
    (word_set("hire hired joined joining"), word_set("termination terminated exit resignation leaving")),
    (word_set("departure departed"), word_set("arrival arrived")),
    (word_set("invoice issued"), word_set("due")),
)
_NO_STAGE = word_set("date time datetime timestamp at on day dt")
_PLANNED = word_set("expected estimated promised scheduled planned target actual last first previous next")


def orders_by_name(choices: tuple[Choice, ...]) -> Iterator[Order]:
    """Yield the pairs of moments of which the names say that one comes before the other."""
    moments = [(place, words(choice.name)) for place, choice in enumerate(choices) if choice.concept.is_moment]
    for (first, first_words), (second, second_words) in combinations(moments, 2):
        for stages in _STAGES:
            places = _stage(first_words, stages), _stage(second_words, stages)
            if None in places or places[0] == places[1] or _rest(first_words, stages) != _rest(second_words, stages):
                continue
            earlier, later = (first, second) if (places[0] or 0) < (places[1] or 0) else (second, first)
            yield Order(earlier, later, strict=False)


def _stage(found: list[str], stages: tuple[frozenset[str], ...]) -> int | None:
    if not _PLANNED.isdisjoint(found):
        return None
    return next((place for place, stage in enumerate(stages) if not stage.isdisjoint(found)), None)


def _rest(found: list[str], stages: tuple[frozenset[str], ...]) -> set[str]:
    """Return the words of a name that speak of no stage: of `contract_start_date` it is the contract."""
    return set(found) - _NO_STAGE - frozenset().union(*stages)
