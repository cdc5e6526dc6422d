"""What a design cost."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Spent:
    """What one design cost: how often the language model was asked, and the tokens that its service counted."""

    requests: int = 0
    prompt_tokens: int = 0
    completion_tokens: int = 0

    @property
    def tokens(self) -> int:
        """Return all tokens, those told and those said."""
        return self.prompt_tokens + self.completion_tokens


NOTHING_SPENT = Spent()
