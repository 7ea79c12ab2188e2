"""What speaks against a warning sign: it is denied, long past, or not meant."""

import re
from collections.abc import Sequence

from bot.nlu.warning_signs import SignTable
from bot.nlu.wording import Plain, Span, Wording

# Of these, what was long ago still matters.
_HISTORY_COUNTS = frozenset({"cancer"})
# Of these, what was long ago is over though the person still feels it; much is only likened to one.
_EVENTS = frozenset({"trauma"})
_MOST_BEFORE = 70
_SHORT = 28
_SENTENCE_END = re.compile(r"[.!?;\n]+(?=\s|$)")
_TURN = re.compile(r"\b(?:but|however|now|since then|yet|then|and i|still|today|again|yesterday)\b")
_EVENT_OF_NOW = re.compile(
    r"\b(?:again|today|yesterday|this (?:morning|week)|last night|tonight)\b"
)
_ANSWER_NO = re.compile(
    r"(?:'s|\W{0,3}(?:is|are|was))?\W{0,3}"
    r"(?:no|none|nope|nil|never|negative|not|was never there|normal|fine|ok|okay)\s*(?:$|[,.;!])"
)


def find_sentence(text: str, start: int, end: int) -> Span:
    """Return the bounds of the sentence, or the sentences, that the part stands in."""
    left, right = 0, len(text)
    for border in _SENTENCE_END.finditer(text):
        if border.end() <= start:
            left = border.end()
        elif border.start() >= end:
            right = border.start()
            break
    return left, right


def holds(wordings: tuple[Wording, ...], plain: Plain, bounds: Span) -> bool:
    """Say whether one of the wordings stands between the bounds."""
    left, right = bounds
    return any(left <= a and b <= right for w in wordings for a, b in w.find(plain))


class Doubts:
    """Weighs what speaks against the signs of one text."""

    def __init__(self, table: SignTable, plain: Plain) -> None:
        self._table = table
        self._plain = plain

    def is_not_meant(self, category: str, span: Span) -> bool:
        """Say whether the sign is of a story, a comparison, the past, or cleared by a clinician."""
        sentence = find_sentence(self._plain.text, *span)
        return (
            self._is_only_talk(category, span, sentence)
            or self._is_past(category, span, sentence)
            or self._is_cleared(span)
        )

    def is_denied(self, parts: Sequence[Span]) -> bool:
        """Say whether one of the parts is denied by words outside of the parts."""
        return any(
            self._is_denied_before(start, end, parts)
            or _ANSWER_NO.match(self._plain.text, end) is not None
            for start, end in parts
        )

    def _is_only_talk(self, category: str, span: Span, sentence: Span) -> bool:
        guards = self._table.guards
        before = sentence[0], span[0]
        just_before = max(sentence[0], span[0] - _SHORT // 2), span[0]
        return (
            self._begins(guards["general"], before)
            or holds(guards["animals"], self._plain, just_before)
            or holds(guards["story"], self._plain, sentence)
            or (len(self._plain.text) <= _SHORT and holds(guards["follow_up"], self._plain, before))
            or (category in _EVENTS and holds(guards["likened"], self._plain, before))
        )

    def _begins(self, wordings: tuple[Wording, ...], bounds: Span) -> bool:
        """Say whether one of the wordings begins between the bounds."""
        left, right = bounds
        return any(left <= start < right for w in wordings for start, _ in w.find(self._plain))

    def _is_past(self, category: str, span: Span, sentence: Span) -> bool:
        guards = self._table.guards
        if category in _HISTORY_COUNTS:
            return False
        if holds(guards["settled"], self._plain, sentence):
            return True
        if not holds(guards["long_ago"], self._plain, sentence):
            return False
        if category in _EVENTS:
            return _EVENT_OF_NOW.search(self._plain.text, *sentence) is None
        return not holds(guards["fresh"], self._plain, sentence)

    def _is_cleared(self, span: Span) -> bool:
        text = self._plain.text
        return any(
            not (start <= span[0] and _TURN.search(text, end, span[0]))
            for wording in self._table.guards["cleared"]
            for start, end in wording.find(self._plain)
        )

    def _is_denied_before(self, start: int, end: int, parts: Sequence[Span]) -> bool:
        sentence, _ = find_sentence(self._plain.text, start, end)
        cue = self._last_cue(max(sentence, start - _MOST_BEFORE), start, parts)
        if cue is None or holds(self._table.denial["stops"], self._plain, (cue, start)):
            return False
        comma = self._plain.text.find(",", cue, start)
        return comma < 0 or self._is_list(comma, end)

    def _last_cue(self, left: int, right: int, parts: Sequence[Span]) -> int | None:
        """Return where the last word of denial between the bounds, but in no part, ends."""
        denial = self._table.denial
        others = {start for wording in denial["no_cues"] for start, _ in wording.find(self._plain)}
        ends = [
            end
            for wording in denial["cues"]
            for start, end in wording.find(self._plain)
            if left <= start and end <= right and start not in others
            if not any(a <= start < b for a, b in parts)
        ]
        return max(ends, default=None)

    def _is_list(self, start: int, end: int) -> bool:
        """Say whether nothing but words of a list of signs stands between."""
        covered = {
            index
            for wording in self._table.denial["listed"]
            for a, b in wording.find(self._plain)
            for index in range(a, b)
        }
        text = self._plain.text
        return all(index in covered for index in range(start, end) if text[index].isalnum())
