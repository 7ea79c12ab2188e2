"""Parts of the body in everyday words."""

import re
from functools import lru_cache

from bot.nlu.mentions import Mention, keep_longest, outside
from bot.nlu.phrases import PhraseTable
from bot.nlu.tables import load_phrases

_OWNER = r"(?:my|me|the|your|his|her|our|their|a|an|bad|sore|stiff|tight|whole|entire|achy|aching|this|of|poor|damn|old|injured|hurt|hurting|weak|painful|in)"
_PAIN = r"(?:pain|pains|ache|aches|hurts?|hurting|is|was|feels?|felt|stiff\w*|sore\w*|problems?|issues?|trouble|muscles?|spasms?|tight\w*|tension|injury|went|locked|killing|strain|and|or|still|not|has|discomfort|aching|twinge\w*|seized|cramps?|area|looks?|really|so)"
_BACK = re.compile(
    rf"\b{_OWNER} back\b(?! (?:and forth|in|to the (?:menu|main)|up|button|to bed|soon|seat))"
    rf"|\bback\b(?= {_PAIN}\b)|^\s*back\s*[.!?]*\s*$|\bback(?=,? (?:neck|shoulders?|hips?|legs?)\b)|(?<=, )back\b|(?<=and )back\b(?! (?:to|in|from|again|now|at|on))"
    r"|(?<=hurt )back\b|(?<=or )back\b|(?<=with )back\b|(?<=for )back\b|(?<=cause )back\b"
)
_NOT_BACK = re.compile(
    r"\b(?:i am|am|be|come|came|comes|coming|go|goes|going|went|get|got|getting|put|bring|brings|want|give|step|switch|turn|push|pushed|call|called|welcome|right|been"
    r"|add|look|looking|take|taken|move|send|text|write|fall|held|set|hold|roll|lean|leaning|pull|stand|sit|lie|on the way|was) back\b"
)


@lru_cache(maxsize=1)
def _tables() -> tuple[PhraseTable, PhraseTable]:
    regions = {region: phrases for region, phrases in load_phrases("regions").items()}
    return PhraseTable("body_region", regions), PhraseTable("none", load_phrases("not_regions"))


def find_regions(text: str) -> tuple[Mention, ...]:
    """Return the body regions of a plain text, longest first where two overlap."""
    table, idioms = _tables()
    found = keep_longest([*table.find(text), *_find_back(text)])
    idiom_mentions = [m for m in idioms.find(text) if m.end - m.start > 3]
    return outside(found, idiom_mentions)


def _find_back(text: str) -> list[Mention]:
    """Return "back" where it is the body's; "I'm back" and "put it back" are not."""
    blocked = [match.span() for match in _NOT_BACK.finditer(text)]
    found = []
    for match in _BACK.finditer(text):
        start = match.end() - len("back") if match.group().rstrip(" .!?").endswith("back") else None
        start = (
            text.index("back", match.start())
            if start is None
            else text.rindex("back", 0, match.end())
        )
        owned = re.search(
            r"\b(?:my|me|your|his|her|the|our) back\b", text[max(0, start - 6) : start + 4]
        )
        if owned or not any(low <= start < high for low, high in blocked):
            found.append(Mention("body_region", "back", start, start + len("back")))
    return found
