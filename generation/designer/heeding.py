"""What is said outside the list of columns, put to the columns that it speaks of."""

from dataclasses import replace

from generation.designer.choosing import Choice
from generation.designer.reading import Limits, Statement, Wish, key, read_statement


def heed(choices: tuple[Choice, ...], wish: Wish) -> tuple[tuple[Choice, ...], tuple[str, ...]]:
    """Return the choices with what was said about them, and the sentences that speak of none of them."""
    unheeded = []
    for statement in (read_statement(wish.heading), *wish.statements):
        place = _spoken_of(statement, choices)
        if place is not None:
            heeded = replace(choices[place], limits=choices[place].limits.combined(statement.limits))
            choices = (*choices[:place], heeded, *choices[place + 1 :])
        elif statement.text != wish.heading:
            unheeded.append(statement.text)
    return choices, tuple(unheeded)


def _spoken_of(statement: Statement, choices: tuple[Choice, ...]) -> int | None:
    """Return the place of the column with the longest name in the statement, of those that can take what it says.

    Dates that are said of no column are taken for those of the first one that has any.
    """
    if not statement.limits.say_something:
        return None
    able = [place for place, choice in enumerate(choices) if _can_take(statement.limits, choice)]
    found = [
        (len(name), -place)
        for place in able
        for name in _names(choices[place])
        if f" {name} " in f" {statement.words} "
    ]
    if found:
        return -max(found)[1]
    dates = [
        place for place in able if choices[place].concept.is_moment and choices[place].concept.name != "date_of_birth"
    ]
    return dates[0] if statement.limits.since and dates else None


def _names(choice: Choice) -> set[str]:
    return {key(choice.name), key(choice.phrase), *(key(phrase) for phrase in choice.concept.says)}


def _can_take(limits: Limits, choice: Choice) -> bool:
    concept = choice.concept
    if limits.normal and not (limits.have_ends or choice.limits.have_ends):
        return False
    if limits.have_ends:
        return concept.is_number or concept.name == "date_of_birth"
    if limits.since or limits.until:
        return concept.is_moment or concept.name == "year"
    return not (limits.values and concept.is_moment)
