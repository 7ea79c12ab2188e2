"""Is a part of a sentence denied?"""

import re

from bot.nlu.clauses import find_clause

# Said before what it denies, with at most this much between.
_MAX_BEFORE = 70
_BEFORE = re.compile(
    r"\b(?:"
    r"no(?! (?:idea|clue|wonder|matter|doubt|strength|longer|way|one|relief|feeling|sensation|control|power|problem))"
    r"|without|never|neither|nor|none of|denies|free of|free from|zero"
    r"|(?:is|are|was|were|am) not(?: really| actually| at all)?"
    r"(?! (?:sure|only|just|getting|going|improving|working|able|happy|better|helping|moving|strong|far))"
    r"|(?:do|does|did|have|has|had) not(?: really| actually| ever)?"
    r"(?! (?:know|understand|get why|only|just|want|stop|go|work|move|feel right|like|improve|help|think so|think i can|slept|been able|seem to be able))"
    r"|not(?= (?:my|the|in|any|a|an|from|really|numb|dizzy|tingl\w+|weak|left|right|both|round\w*|hunch\w*|flar\w*|forward|stick\w*|arch\w*|tilt\w*)\b)"
    r"|would not say|there is not|not had|not have|doubt"
    r")\b"
)
# Said after what it denies.
_STATE = (
    r"(?:fine|ok|okay|good|alright|all right|great|normal|straight|level|healthy|perfect|pain[- ]free|painless|fully recovered|loose|relaxed"
    r"|not (?:\w+ ){0,2}(?:hurt|hurting|ache|aching|sore|stiff|tight|painful|rounded|round|forward|flared|flaring|arched|tilted|tipped"
    r"|bad|the problem|a problem|an issue|the issue|bothering|sticking|slouched|hunched|affected|numb|weak|tingling|swollen|involved|happening)"
    r"|no (?:problem|problems|issue|issues|pain|trouble))"
)
_AFTER = re.compile(
    r"^(?:[\s,]*(?:(?:and|or) (?:my |the )?(?:\w+ )?\w+|are|is|were|was|feels?|feel|seems?|looks?|look|feeling|both|all|totally|quite|perfectly|actually|pretty|"
    r"absolutely|completely|still|itself|at least|has been|have been|on the (?:left|right)|really|just|though))*"
    rf"\s*[,]?\s*{_STATE}\b(?! (?:when|until|if))"
    r"|^(?:\s+\w+){0,1}\s+(?:does|do|did|has|have|is|are) not(?: really| actually| even)?(?: \w+)?"
    r" (?:hurt|hurting|ache|bother\w*|stick|poke|round|roll|flare|tilt|tip|arch|slouch|hunch|complain|sore|stiff|tight|painful|a problem|the problem|an issue|the issue)\b"
    r"|^ ?: no\b|^ no\b(?=$| )"
)
_DOUBLE = re.compile(r"\bnot (?:only|just)\b")


def is_negated(text: str, start: int, end: int) -> bool:
    """Say whether the part of the plain text from start to end is denied in its clause."""
    left, right = find_clause(text, start, end)
    return _denied_before(text[left:start]) or _denied_after(text[end:right])


def _denied_before(before: str) -> bool:
    cues = list(_BEFORE.finditer(before))
    if not cues or _DOUBLE.search(before):
        return False
    return len(before) - cues[-1].end() <= _MAX_BEFORE


def _denied_after(after: str) -> bool:
    return _AFTER.search(after) is not None
