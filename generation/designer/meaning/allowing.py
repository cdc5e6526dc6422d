"""Whether a concept's values can be what a column's name and stated type say."""

from generation.designer.catalog import Concept
from generation.designer.meaning.lexicon import spelt_out
from generation.designer.reading import WishedColumn, word_set
from generation.engine import DataType

_DIGITS = word_set(
    "code number no phone postal postcode pincode zip id key year month week hour mobile isbn ssn account card"
)  # texts that may be whole numbers
_MOMENT_WORDS = word_set("date dt deadline")
_FLAG_WORDS = word_set("flag indicator ind yn")
_PERCENT_WORDS = word_set("percent percentage")
_NUMBER_WORDS = word_set("amount quantity count")
_TEXT_WORDS = word_set("name description email phone url address status type category reason code iso")
_SHARES = frozenset({"percentage", "probability"})
_MOMENTS = frozenset({DataType.DATE, DataType.DATETIME})
_YES_AND_NO = 2


def fits_last_word(concept: Concept, phrase: str) -> bool:
    """Tell whether values of a concept are what the last word says: an `active_flag` is no number of active cases."""
    last = spelt_out(phrase).split()[-1:]
    word = last[0] if last else ""
    if word in _FLAG_WORDS:
        return concept.data_type is DataType.BOOLEAN
    if word in _MOMENT_WORDS:
        return concept.is_moment
    if word in _PERCENT_WORDS:
        return concept.unit == "%" or concept.name in _SHARES or concept.name.endswith(("rate", "ratio", "share"))
    if word in _NUMBER_WORDS:
        return concept.is_number
    return word not in _TEXT_WORDS or concept.data_type in {DataType.STRING, DataType.INTEGER}


def allowed(concept: Concept, column: WishedColumn) -> bool:
    """Tell whether values of a concept can be of the type that was stated."""
    limits = column.limits
    if limits.yes_no or limits.data_type is DataType.BOOLEAN:
        return concept.data_type is DataType.BOOLEAN or len(concept.values) == _YES_AND_NO
    if limits.yes_share is not None:
        return not (concept.is_number or concept.is_moment)
    if limits.data_type in _MOMENTS:
        return concept.is_moment
    if limits.since or limits.every:
        return concept.data_type is not DataType.TIME
    return _allowed_number(concept, column)


def _allowed_number(concept: Concept, column: WishedColumn) -> bool:
    """Tell whether a concept can be numbers where these were stated; keys, and texts that are digits, may be whole."""
    stated = column.limits.data_type
    key_or_number = concept.is_number or concept.name.endswith("_key")
    if stated in {DataType.FLOAT, DataType.DECIMAL}:
        return key_or_number
    if stated is DataType.INTEGER and concept.data_type is DataType.STRING:
        return key_or_number or not _DIGITS.isdisjoint(column.key.split())
    return True
