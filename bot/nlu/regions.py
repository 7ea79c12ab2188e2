"""Parts of the body in everyday words."""

import re
from functools import lru_cache

from bot.nlu.mentions import Mention, keep_longest, outside
from bot.nlu.phrases import PhraseTable
from bot.nlu.tables import load_phrases

_BACK = re.compile(r"\bback\b")
_OWNED = re.compile(r"\b(?:my|me|your|his|her|our|their|the) $")
_DESCRIBED = re.compile(
    r"(?:\b(?:a|an|bad|sore|stiff|tight|whole|entire|achy|aching|this|of|poor|damn|old|injured|hurts?|hurting|weak|painful|in|or|with|for|cause|and)|,) $"
)
_NO_BODY_AFTER = re.compile(
    r" (?:and forth|in\b|to the (?:menu|main)|to (?:bed|work)|up\b|button|soon|seat|again|now|at\b)"
)
_AILING_AFTER = re.compile(
    r"(?: (?:pain|pains|ache|aches|hurts?|hurting|is|was|feels?|felt|stiff\w*|sore\w*|problems?|issues?|trouble|muscles?|spasms?|tight\w*|tension|injury|went|locked|killing"
    r"|strain|and|or|still|not|has|discomfort|aching|twinge\w*|seized|cramps?|area|looks?|really|so)\b|,? (?:neck|shoulders?|hips?|legs?)\b)"
)
# "I'm back", "put it back": the little word.
_RETURNING = re.compile(
    r"\b(?:i am|am|be|come|came|comes|coming|go|goes|going|went|get|got|getting|put|bring|brings|want|give|step|switch|turn|push|pushed|call|called|welcome|right|been"
    r"|add|look|looking|take|taken|move|send|text|write|fall|held|set|hold|roll|lean|leaning|pull|stand|sit|lie|on the way|was|it|them|one|reminders?|exercise) $"
)


@lru_cache(maxsize=1)
def _tables() -> tuple[PhraseTable, PhraseTable]:
    regions = PhraseTable("body_region", load_phrases("regions"))
    return regions, PhraseTable("none", load_phrases("not_regions"))


def find_regions(text: str) -> tuple[Mention, ...]:
    """Return the body regions of a plain text, the longest where two overlap."""
    table, idioms = _tables()
    found = keep_longest([*table.find(text), *_find_back(text)])
    return outside(found, idioms.find(text))


def _find_back(text: str) -> list[Mention]:
    """Return "back" where it is the body's."""
    return [
        Mention("body_region", "back", match.start(), match.end())
        for match in _BACK.finditer(text)
        if _is_body(text[: match.start()], text[match.end() :])
    ]


def _is_body(before: str, after: str) -> bool:
    if not before.strip() and not after.strip(" .!?"):
        return True
    if _OWNED.search(before):
        return not _NO_BODY_AFTER.match(after)
    if _RETURNING.search(before):
        return False
    described = _DESCRIBED.search(before) and not _NO_BODY_AFTER.match(after)
    return bool(described or _AILING_AFTER.match(after))
