"""Is a part of a sentence denied: in its own clause, or by the sentence as a whole?"""

from dataclasses import replace
from functools import lru_cache

from bot.nlu.denials import is_denied_before
from bot.nlu.mentions import Mention
from bot.nlu.outcomes import is_denied_in_all
from bot.nlu.predicates import Said, lists
from bot.nlu.regions import find_regions
from bot.nlu.subjects import Subject


def is_negated(text: str, start: int, end: int, alone: bool = False) -> bool:
    """Say whether the part of the plain text from start to end is said not to be, or no longer.

    With `alone`, what is said of a list of regions that it begins is not said of it.
    """
    before = [region for region in _settle_regions(text) if region.end <= start]
    return _is_negated(Subject(text, start, end, alone), before)


@lru_cache(maxsize=32)
def _settle_regions(text: str) -> tuple[Mention, ...]:
    """Return the regions of a text, each with whether it is denied."""
    settled: list[Mention] = []
    for region in find_regions(text):
        negated = _is_negated(Subject.of(text, region), settled)
        settled.append(replace(region, negated=negated))
    return tuple(settled)


def _is_negated(subject: Subject, before: list[Mention]) -> bool:
    denied = is_denied_before(subject) or _is_denied_after(subject)
    return is_denied_in_all(subject, before, denied)


def _is_denied_after(subject: Subject) -> bool:
    """Say whether it is called fine, or said not to hurt."""
    said, stop, outright = subject.predicate
    if said not in (Said.FINE, Said.NOT_ILL) or not outright:
        return False
    wished = (
        subject.words.word(subject.stop) == "that" and subject.words.word(subject.first - 1) == "a"
    )
    return not (wished or subject.is_intended or _is_conditional(subject, said, stop))


def _is_conditional(subject: Subject, said: Said, stop: int) -> bool:
    """Say whether it holds only sometimes: "fine when I sit", "does not hurt until I bend"."""
    after, second = subject.words.word(stop), subject.words.word(stop + 1)
    if said is Said.FINE:
        if (after, second) == ("as", "long"):
            return True
        return after in lists()["conditions"] and second not in lists()["no_conditions"]
    turned = any(word in ("only", "but") for word in subject.words.words[stop:])
    return after in ("until", "till", "unless", "except") or (after == "when" and turned)
