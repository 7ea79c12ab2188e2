"""What sets a discomfort off."""

import re
from functools import lru_cache

from bot.nlu.mentions import Mention
from bot.nlu.phrases import PhraseTable
from bot.nlu.tables import load_phrases

# Words before which an activity is what sets something off.
_LEAD = re.compile(
    r"\b(?:when|whenever|while|after|from|during|if|because of|due to|by|every time|each time|any time|once|with|before|since|as soon as|too much|lots of|a lot of|hours of|than|mostly|only|especially"
    r"|worse|cause|caused by|thanks to|first thing|on|to|until|out of|does|is it|makes)\b"
    r"(?:[ ,]+(?:am|have|was|do|i|my|the|a|an|too|all|day|long|hours|for|of|much|just|really|been|going|doing|we|up|climbing|in|at|or|and|s|about|my weekly|some|heavy|prolonged|extended|lots of|try to|have to|morning|evening|yesterday's|sitting|standing|driving|bending|walking|lifting|twisting))*[ ,]*$"
)
# An activity that does something: "sitting kills my back".
_SUBJECT = re.compile(
    r"^(?: (?:all day|too long|for long|for hours|a lot|down|up|long))* (?:kills?|hurts?|makes?|causes?|triggers?|aggravates?|bothers?|is|sets|gives|irritates|worsens|seems|wrecks|does|brings|twinges|pulls|and|or|destroys|really|always)\b"
)
_COMPLAINT = re.compile(
    r"\b(?:hurt\w*|pain\w*|ache\w*|aching|achy|sore\w*|stiff\w*|tight\w*|tension|kill\w*|twinge\w*|discomfort|worse|better|bother\w*|spasm\w*|cramp\w*|pull\w*|pinch\w*|tired|strain\w*|catch\w*|sharp|trigger\w*|throb\w*|locks?|seiz\w*|uncomfortable|bad|feel it|comes on|burn\w*|flares?|wreck\w*)\b"
)
_ALWAYS = frozenset({"desk_work", "stairs", "waking", "stress", "sleeping"})
_BARE = re.compile(
    r"(?:\W*\b(?:mostly|mainly|usually|just|only|when|guess|probably|from|after|while|during|too much|by|it is|the|lots of|and|or|all|long|i|am|day|maybe|for|at|work|in|my|on|up|down|everything|sometimes|especially|with|think|too|hours|feel|do|it|of|sort of|my job|this|lot|a lot|always|never|if)\b)*\W*"
)


@lru_cache(maxsize=1)
def _table() -> PhraseTable:
    return PhraseTable("trigger", load_phrases("triggers", "strong"))


def find_triggers(text: str, asked: bool = False) -> tuple[Mention, ...]:
    """Return the triggers of a plain text; those of one value are named once."""
    found: dict[object, Mention] = {}
    complaint = bool(_COMPLAINT.search(text))
    for mention in _table().find(text):
        if (asked or _sets_off(text, mention, complaint)) and mention.value not in found:
            found[mention.value] = mention
    return tuple(found.values())


def _sets_off(text: str, mention: Mention, complaint: bool) -> bool:
    before, after = text[: mention.start], text[mention.end :]
    if not complaint:
        return bool(_BARE.fullmatch(before)) and bool(_BARE.fullmatch(after))
    if mention.value in _ALWAYS or text[mention.start :].startswith(("when i ", "after ")):
        return True
    return bool(_LEAD.search(before)) or bool(_SUBJECT.match(after))
