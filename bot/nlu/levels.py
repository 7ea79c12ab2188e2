"""How strong a discomfort is, 0 to 10."""

import re

from bot.nlu.mentions import Mention, keep_longest
from bot.nlu.numbers import NUMBER, read_number

HIGHEST = 10
_MILD, _MODERATE, _SEVERE = 2, 5, 8
_N = rf"(?<![\d.,:/])(?P<minus>-\s?|minus )?(?P<low>{NUMBER})(?P<to>\s?-\s?|\s(?:or|to|and|or maybe|maybe)\s(?:an? )?)?(?P<high>(?<=[-\s]){NUMBER})?"
_OUT_OF = r"\s?(?:out of|of|/|on)\s?(?:a )?(?:10|ten)\b"
_SCALE = re.compile(rf"{_N}{_OUT_OF}(?!\s?/)")
# What a figure may be a number of, so that it is no level.
_UNITS = (
    "seconds?|secs?|minutes?|mins?|hours?|hrs?|days?|weeks?|wks?|months?|years?|yrs?|times?|sets?|reps?|rounds?|breaths?|kilos?|kg|lbs?|pounds?|cm|km|miles?|k|degrees?"
    "|exercises?|sessions?|more|of (?:them|these|those)|each|per|legs?|sides?|feet|steps|am|pm|in the|oclock|mornings?|evenings?|nights?|year|week|month|minute|hour|day|other|thing|one|people|to two|and a half|half"
    "|on (?:the|my) (?:left|right|weekdays|weekends|mondays?|tuesdays?|wednesdays?|thursdays?|fridays?|saturdays?|sundays?)|stairs|of my|leg|side|arm|shoulder|hip|knee|weeks|on|at|every|times|crunches|deadlifts|lifts|raises|balls?|minutes"
)
_NAMED = re.compile(
    rf"\b(?:level|pain(?: level)?|intensity|rate(?: it| that| this)?|score|scale|it|is|was|a|an|about|around|like|maybe|say|up|down|from|to|hits|reach(?:es|ed)?|give it|now|worst|(?<!back )(?<!again )(?<!me )(?<!up )at)"
    rf"(?: (?:is|at|about|around|to|a|an|like|maybe|it|say|of|from|roughly|now|still|currently|only|just|up|down|reads))*\s*[:=]?\s?{_N}(?P<ish>\s?-?ish)?(?![\d:/%]|[.,]\d|\s?(?:am|pm|a\.m|p\.m|o'clock|h\b|%|st\b|nd\b|rd\b|th\b)|[ -](?:\w+ )?(?:{_UNITS})\b)"
)
_ALONE = re.compile(
    r"^[^\w-]*(?:(?:ok|okay|yeah|well|hmm|um|i would say|say|i think|i guess|maybe|probably|about|around|roughly|like|perhaps|somewhere near|only|just|a|an|between|approximately|more like|even|give it|rate it|level|not too bad|quite strong|solid|today|now|still|at"
    r"|it is|i would give it|i would put it at|put it at|call it|nearly|almost|low|high|at least|at most|not more than|no more than|would say|i should say|i would rate it|i rate it|number"
    r"|sharp|bad|halfway|so|oh|a bit|right now|hardly anything|nothing|none|no pain at all|no pain|really|the pain is|pain is|pain|strong|mild|moderate|severe|medium|quite bad|somewhere|barely|hardly|closer to"
    r"|score|i am|we are at|that is|currently|my pain is|my pain level is|it was|towards|up to|down to|back to|weak|good|i feel|feels like|it feels like)[ ,:=]+)*"
    rf"{_N}(?:\s?-?ish)?(?:[ ,]+(?:or so|today|now|right now|i think|i guess|i would say|maybe|probably|at most|at worst|at rest|please|though|i should say|i suppose|i reckon|thanks|then|as always|as usual|this morning|tonight|at the moment|or less|or more|give or take))*\W*$"
)
_PAIN = re.compile(
    r"\b(?:pain|hurt\w*|ache\w*|aching|sore\w*|stiff\w*|tight\w*|discomfort|level|rate|intensity|out of|scale|worse|better|bad|tension|feels?|killing|spasm|it went|down from|up from|went from|gone from|dropped|strong|worst|severe|mild|it was|now it is|barely"
    r"|back|neck|shoulders?|hips?|knees?|elbows?|wrists?|ankles?|calf|calves|hamstrings?|glutes?)\b"
)
_PAST = re.compile(
    r" (?:yesterday|last (?:week|night|month|time)|before|at first|in the beginning)\b"
)
_NOTHING = re.compile(
    r"^\W*(?:none|nil|nothing|(?:no|zero) pain(?: at all)?|no pain (?:today|now|right now)|pain[- ]free|hardly anything|zilch|nada)\W*$"
)
_WORDS = (
    (
        re.compile(
            r"\b(?:very |pretty |only |quite |fairly |rather )?(?:mild|mildly|slight|slightly|minor|faint)\b(?! (?:better|worse|rounded|forward|slouch\w*|hunch\w*|kypho\w*|lordo\w*|arched))"
        ),
        _MILD,
    ),
    (re.compile(r"\b(?:moderate|moderately|medium)\b"), _MODERATE),
    (
        re.compile(
            r"\b(?:severe|severely|really bad|very bad|excruciating|unbearable|intense|terrible|awful|agony|agonising|agonizing|horrible|so bad|really strong|very strong|extreme|extremely painful|horrendous)\b(?! (?:posture|idea|at|advice|bot|app|form|headache of))"
        ),
        _SEVERE,
    ),
)


def find_levels(text: str) -> tuple[Mention, ...]:
    """Return the levels of a plain text; figures come before words, out of 0 to 10 gives none."""
    figures = _find_figures(text)
    if figures is not None:
        return figures
    nothing = _NOTHING.match(text)
    if nothing:
        return (Mention("intensity", 0, 0, len(text)),)
    return keep_longest(
        Mention("intensity", level, match.start(), match.end())
        for pattern, level in _WORDS
        for match in pattern.finditer(text)
    )


def _find_figures(text: str) -> tuple[Mention, ...] | None:
    """Return the levels in figures, nothing where all are out of range, None where there are none."""
    matches = list(_SCALE.finditer(text))
    if not matches:
        alone = _ALONE.match(text)
        matches = [alone] if alone else []
    if not matches and _PAIN.search(text):
        matches = [m for m in _NAMED.finditer(text) if not _PAST.match(text, m.end())]
    if not matches:
        return None
    return keep_longest(m for match in matches for m in _read_match(match))


def _read_match(match: re.Match[str]) -> list[Mention]:
    """Return the level of a match; of a range the higher, of a change the new one."""
    low = read_number(match["low"])
    high = read_number(match["high"]) if match["high"] and match["to"] else None
    changed = re.search(r"\bfrom (?:an? )?$", match.string[: match.start("low")])
    level = low if high is None else high if changed else max(low, high)
    if match["minus"] or level > HIGHEST:
        return []
    end = match.end("low" if high is None else "high")
    value = int(level) if level == int(level) else level
    scale = re.compile(_OUT_OF).match(match.string, end)
    return [Mention("intensity", value, match.start("low"), scale.end() if scale else end)]
