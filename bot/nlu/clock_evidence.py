"""Whether a figure that may be a time is one, by the words around it."""

from dataclasses import dataclass

from bot.nlu.amounts import is_amount, is_fraction
from bot.nlu.clock import Clock
from bot.nlu.day_parts import Part
from bot.nlu.outline import Outline
from bot.nlu.tables import load_phrases
from bot.nlu.tokens import Phrases, Tokens

_WORDS = {name: Phrases(phrases) for name, phrases in load_phrases("clocks", "evidence").items()}
_BORDERS = frozenset({".", ",", ";", "!", "?", "(", ")", "but", "so", "because"})
_REACH = 8


@dataclass(frozen=True)
class Evidence:
    """A sentence as far as it tells times from other figures; `asked` if the time was asked for."""

    outline: Outline
    asked: bool

    @property
    def tokens(self) -> Tokens:
        """Return the tokens of the sentence."""
        return self.outline.tokens

    def is_time(self, clock: Clock) -> bool:
        """Say whether the figures are a time of day."""
        if is_amount(self.tokens, clock):
            return False
        if clock.sure:
            return True
        if is_fraction(self.tokens, clock) or self._is_pronoun(clock):
            return False
        spoken = self._is_spoken(clock) and not self._is_level(clock)
        return self.asked or spoken or self._is_placed(clock) or self._is_led(clock)

    def is_joined(self, clock: Clock, other: Clock) -> bool:
        """Say whether a figure stands beside a time that it is joined to: "7 or 8pm"."""
        first, second = sorted((clock, other), key=lambda c: c.first)
        joins = _WORDS["joins"].skip(self.tokens, first.last)
        if joins == first.last and self._says("prompt"):
            joins = _WORDS["list_joins"].end(self.tokens, first.last)
        joined = first.last < joins == second.first
        return joined and not is_amount(self.tokens, clock) and not self._is_pronoun(clock)

    def _is_pronoun(self, clock: Clock) -> bool:
        """Say whether "one" is no figure: "the one on monday"."""
        if self.tokens.word(clock.last - 1) != "one" or clock.last - clock.first > 1:
            return False
        if self._starts("no_figure", clock.first) < clock.first:
            return True
        led = any(self._starts(n, clock.first) < clock.first for n in ("at", "until"))
        placed = self.tokens.word(clock.last) in {"in", "at"} and self.outline.part_behind(clock)
        return not (led or placed)

    def _is_spoken(self, clock: Clock) -> bool:
        """Say whether it has minutes in words: "ten to nine"."""
        words = set(self.tokens.words[clock.first : clock.last]) - {"2"}  # "ten 2 nine"
        return bool(clock.minute) and clock.minute % 5 == 0 and not any(map(str.isdigit, words))

    def _is_placed(self, clock: Clock) -> bool:
        """Say whether a part of the day or days stand with it."""
        look, planned = self.outline, self._says("prompt")
        if self._is_level(clock) or (self._says("level") and not planned):
            return False
        if look.days_ahead(clock) or look.days_behind(clock):
            return not self._stays(self._starts("at", clock.first))
        parts = (look.part_ahead(clock), look.part_behind(clock))
        return any(part and (planned or not self._is_past(part)) for part in parts)

    def _is_past(self, part: Part) -> bool:
        """Say whether it is "this morning", by which people rather tell a level than a plan."""
        return _WORDS["past_part"].start(self.tokens, part.last) < part.first

    def _is_led(self, clock: Clock) -> bool:
        """Say whether the words next to it lead to a time."""
        level = self._is_level(clock)
        at = self._starts("at", clock.first)
        if at < clock.first:
            return self._is_routine(clock, at) if level else not self._stays(at)
        if level:
            return False
        until = self._starts("until", clock.first)
        if until < clock.first and not self._stays(until):
            return True
        near = self._starts("near", clock.first)
        if self._is_set_to(clock) or self._starts("routine", near) < near < clock.first:
            return True
        about = self._says("prompt") or self._has_plan()
        return about and (self._is_near(clock) or self._fits(clock) or self._is_compact(clock))

    def _has_plan(self) -> bool:
        """Say whether days, parts of the day or a sure time stand in a sentence not about levels."""
        outline = self.outline
        parts = [part for part in outline.parts if not self._is_past(part)]
        planned = outline.days or parts or any(clock.sure for clock in outline.figures)
        return bool(planned) and not self._says("level")

    def _is_compact(self, clock: Clock) -> bool:
        """Say whether it is "2230", which is no year."""
        word = self.tokens.word(clock.first)
        of_year = self._starts("of_year", clock.first) < clock.first
        return len(word) == 4 and word.isdigit() and not clock.minute % 5 and not of_year

    def _fits(self, clock: Clock) -> bool:
        """Say whether it is "8 works" or "8 would be great"."""
        return _WORDS["fits"].end(self.tokens, clock.last) > clock.last

    def _stays(self, at: int) -> bool:
        """Say whether somebody is at a level or a count: "I'm at 5 now"."""
        return self._starts("stays_at", at) < at and not self._says("prompt")

    def _is_routine(self, clock: Clock, at: int) -> bool:
        """Say whether the time is what hurts or is got up at: "stiff when I get up at 6"."""
        return self._starts("routine", at) < at or self.outline.part_behind(clock) is not None

    def _is_set_to(self, clock: Clock) -> bool:
        """Say whether prompts are set to it: "set it to 9", "reminder 8", "make it 7"."""
        first = clock.first
        if self._starts("prompt_me", first) < first:
            return True
        if self._starts("make_it", first) < first:
            return not self._says("level")
        nouns = _WORDS["prompt_noun"]
        if nouns.end(self.tokens, clock.last) > clock.last:
            return True
        to = self._starts("to", first)
        reach = max(0, to - _REACH)
        if nouns.start(self.tokens, to) < to:
            return True
        verbs = ("set", "put_off", "prompt_noun", "prompt_me")
        named = any(_WORDS[name].is_in(self.tokens, reach, first) for name in verbs)
        put_off = self.tokens.word(to) != "to" and self._is_put_off(reach, to)
        return to < first and named and not put_off

    def _is_put_off(self, start: int, end: int) -> bool:
        """Say whether the figure is rather of minutes: "snooze for 10"."""
        return _WORDS["put_off"].is_in(self.tokens, start, end)

    def _is_near(self, clock: Clock) -> bool:
        """Say whether a figure in a sentence about prompts is a time."""
        if self._is_put_off(0, clock.first):
            return False
        if self._starts("near", clock.first) < clock.first:
            return True
        behind = clock.last == len(self.tokens) or (
            _WORDS["border_after"].end(self.tokens, clock.last) > clock.last
        )
        ahead = clock.first == 0 or self._starts("border_before", clock.first) < clock.first
        return ahead and behind

    def _starts(self, name: str, end: int) -> int:
        return _WORDS[name].start(self.tokens, end)

    def _says(self, name: str) -> bool:
        return _WORDS[name].is_in(self.tokens, 0, len(self.tokens))

    def _is_level(self, clock: Clock) -> bool:
        """Say whether its clause is about how strong or how many."""
        first, last = self.clause(clock.first, clock.last)
        level = _WORDS["level"].is_in(self.tokens, first, last)
        return level and not _WORDS["prompt"].is_in(self.tokens, first, last)

    def clause(self, first: int, last: int) -> tuple[int, int]:
        """Return the bounds of the clause that the tokens stand in."""
        return self.tokens.stretch(first, last, _BORDERS)
