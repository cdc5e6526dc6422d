"""What the types of data are called in plain words."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from generation.engine import DataType

KINDS: Mapping[DataType, Promise] = {
    DataType.STRING: _("text"),
    DataType.INTEGER: _("whole number"),
    DataType.FLOAT: _("number"),
    DataType.DECIMAL: _("amount"),
    DataType.BOOLEAN: _("yes or no"),
    DataType.DATE: _("date"),
    DataType.DATETIME: _("date and time"),
    DataType.TIME: _("time of day"),
}
NUMBERS = frozenset({DataType.INTEGER, DataType.FLOAT, DataType.DECIMAL})
