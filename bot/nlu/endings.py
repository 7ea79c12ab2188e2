"""Is a complaint told to be over: "has healed", "pain in my hip, all gone now"?"""

from bot.nlu.predicates import Said, lists, read_predicate
from bot.nlu.subjects import Subject
from bot.nlu.tokens import Tokens

_FAR = 16
_LONGEST = 8


def has_ended(subject: Subject, of_pain: bool) -> bool:
    """Say whether it is said of the subject that it has ended; `of_pain`: "gone" counts as well."""
    if is_cured(subject):
        return True
    ended = _ends(subject.words, subject.predicate_start, of_pain)
    return not subject.is_intended and (ended or _is_no_more(subject.words, subject.stop))


def is_cured(subject: Subject) -> bool:
    """Say whether something "fixed my back", "the pain left my hip" or I "got rid of my hip pain"."""
    words, place = subject.words, subject.skip_determiners(subject.first)
    leaving = any(_is_leaving(words, index) for index in range(place, subject.first))
    while words.word(place - 1) in lists()["of_cured"]:
        place -= 1
    verb, before = words.word(place - 1), words.word(place - 2)
    if verb in ("from", "of") and before in lists()["over"]:
        return any(word in lists()["ailments"] for word in words.words[max(0, place - 6) : place])
    fixed = verb in lists()["fixed"] and before not in lists()["before_fixed"]
    return leaving or fixed or words.words[max(0, place - 3) : place] in lists_of_rid()


def lists_of_rid() -> tuple[tuple[str, ...], ...]:
    """Return how one is rid of something by now."""
    return ("got", "rid", "of"), ("gotten", "rid", "of"), ("am", "rid", "of")


def _is_leaving(words: Tokens, index: int) -> bool:
    if words.word(index) != "left" or words.word(index + 1) not in lists()["own"]:
        return False
    return any(word in lists()["ailments"] for word in words.words[max(0, index - 2) : index])


def ends_later(subject: Subject, stop: int) -> bool:
    """Say whether a later clause, before the word at `stop`, takes it up as over: "it hurt, but it is fine now"."""
    words = subject.words
    breaks = (
        p
        for p in range(subject.stop, min(stop, subject.stop + _FAR))
        if words.word(p) in lists()["breaks"]
    )
    return any(_is_ended_at(subject, place + 1, stop) for place in breaks)


def _is_ended_at(subject: Subject, place: int, stop: int) -> bool:
    words = subject.words
    while words.word(place) in lists()["taking_up"]:
        place += 1
    if _is_no_more(words, place):
        return True
    if place >= stop or words.word(place) == "i" or words.word(place - 1) in lists()["intentions"]:
        return False
    said = read_predicate(words, place)
    now = any(w in lists()["now"] for w in words.words[place - 2 : said.stop + 3])
    contrasted = now or any(w in lists()["past"] for w in words.words[: subject.stop + 3])
    fine = said.said is Said.FINE and said.outright and contrasted
    if fine or (said.said is Said.DOES_NOT and now):
        return True
    return _ends(words, place, of_pain=True)


def _is_no_more(words: Tokens, place: int) -> bool:
    """Say whether "but not any more" follows."""
    while words.word(place) in lists()["taking_up"]:
        place += 1
    after = words.words[place : place + 3]
    return after[:2] == ("not", "anymore") or after in (
        ("not", "any", "more"),
        ("not", "any", "longer"),
    )


def _ends(words: Tokens, place: int, of_pain: bool) -> bool:
    """Say whether what is said from a place on is that it has ended."""
    for index in range(place, place + _LONGEST):
        stop = lists().phrases("phrases_over").end(words, index)
        if stop > index:
            return _is_complete(words, index, stop)
        word = words.word(index)
        if word in lists()["over"]:
            counts = (of_pain or word not in lists()["over_of_pain"]) and (
                word != "over" or index > place
            )
            return counts and _is_complete(words, index, index + 1)
        if word in lists()["approximate"] or not lists().holds(word, "auxiliaries", "adverbs"):
            return False
    return False


def _is_complete(words: Tokens, place: int, stop: int) -> bool:
    """Say whether it has ended outright: not "gone numb", "stopped me" or "calmed down a bit"."""
    word, after, second = words.word(place), words.word(stop), words.word(stop + 1)
    if word in ("stopped", "quit"):
        return lists().holds(after, "endings", "bad", "after_stopped")
    if after == "on" and second not in ("its", "their"):
        return False
    if after == "a" and second not in ("while", "week", "month"):
        return False
    return lists().holds(after, "endings", "after_over")
