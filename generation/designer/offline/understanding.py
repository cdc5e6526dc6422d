"""What a description says, as the rules and the catalog understand it."""

from dataclasses import dataclass

from generation.designer.catalog import Setting
from generation.designer.composing.relating import StatedRule
from generation.designer.meaning.choosing import Choice, choose
from generation.designer.meaning.lexicon import Lexicon, lexicon
from generation.designer.meaning.qualifying import qualify
from generation.designer.meaning.setting import find_setting
from generation.designer.offline.heeding import heed
from generation.designer.reading import Wish, read
from generation.engine import available_locales


@dataclass(frozen=True, slots=True, kw_only=True)
class Understanding:
    """A wish in its setting, and the columns that it comes to.

    `rules` are what was said of how the columns belong together, `unheeded` the sentences that speak of none.
    """

    wish: Wish
    setting: Setting
    choices: tuple[Choice, ...]
    rules: tuple[StatedRule, ...]
    unheeded: tuple[str, ...]
    lexicon: Lexicon


def understand(description: str, locale: str | None = None) -> Understanding:
    """Read a description; a `locale` that there is goes before the one that the text speaks of."""
    known = lexicon()
    wish = read(description)
    setting = _setting(wish, locale, known)
    chosen = qualify(choose(wish, setting, known), wish, known.catalog)
    heeded = heed(chosen, wish, known.catalog)
    return Understanding(
        wish=heeded.wish,
        setting=setting,
        choices=heeded.choices,
        rules=heeded.rules,
        unheeded=heeded.unheeded,
        lexicon=known,
    )


def setting_of(description: str, locale: str | None = None) -> Setting:
    """Return what a description is about, without reading its columns."""
    return _setting(read(description), locale, lexicon())


def _setting(wish: Wish, locale: str | None, known: Lexicon) -> Setting:
    return find_setting(wish, known, locale if locale in available_locales() else None)
