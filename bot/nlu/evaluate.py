"""Measure the understanding on held-out sentences."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from bot.nlu.deciding import FALLBACK
from bot.nlu.screening import WARNING
from bot.nlu.tables import UnderstandingError

OUT_OF_SCOPE = "out_of_scope"
Parse = Callable[[str], Mapping[str, Any]]


class HeldOutError(UnderstandingError):
    """The held-out sentences cannot be read."""


@dataclass(frozen=True)
class Miss:
    """A sentence that was taken for something else."""

    text: str
    expected: str
    got: str


@dataclass(frozen=True)
class Score:
    """How often a kind of entity was expected, named, and named rightly."""

    expected: int
    named: int
    right: int

    @property
    def found(self) -> float:
        """Return the share of the expected ones that were named rightly."""
        return self.right / self.expected if self.expected else 1.0

    @property
    def correct(self) -> float:
        """Return the share of the named ones that were expected."""
        return self.right / self.named if self.named else 1.0


@dataclass(frozen=True)
class Evaluation:
    """Counts over all held-out sentences, and the sentences that went wrong."""

    sentences: Counter[str]
    misses: tuple[Miss, ...]
    entities: Mapping[str, Score]
    entity_misses: tuple[Miss, ...]

    @property
    def accuracy(self) -> float:
        """Return the share of sentences whose intent was named rightly."""
        total = sum(self.sentences.values())
        return 1 - len(self.misses) / total if total else 1.0

    @property
    def warnings_missed(self) -> tuple[Miss, ...]:
        """Return the reports of a warning sign that were taken for something else."""
        return tuple(m for m in self.misses if m.expected == WARNING)

    @property
    def false_warnings(self) -> tuple[Miss, ...]:
        """Return the sentences that were wrongly taken for a warning sign."""
        return tuple(m for m in self.misses if m.got == WARNING)

    @property
    def confusions(self) -> Counter[tuple[str, str]]:
        """Return how often which intent was taken for which other."""
        return Counter((m.expected, m.got) for m in self.misses)

    def found_share(self, intent: str) -> float:
        """Return the share of this intent's sentences that were named rightly."""
        missed = sum(m.expected == intent for m in self.misses)
        return 1 - missed / self.sentences[intent] if self.sentences[intent] else 1.0

    def __str__(self) -> str:
        """Return the tables that `posture-coach train` prints."""
        return "\n".join(_write(self))


def evaluate(parse: Parse, held_out: Path) -> Evaluation:
    """Parse every held-out sentence and compare; a sentence without `entities` is not scored on them."""
    counts: Counter[str] = Counter()
    misses: list[Miss] = []
    entity_misses: list[Miss] = []
    tally: dict[str, Counter[str]] = {}
    for row in read_held_out(held_out):
        parsed = parse(row["text"])
        counts[row["intent"]] += 1
        got = str(parsed["intent"]["name"])
        if got != row["intent"]:
            misses.append(Miss(row["text"], row["intent"], got))
        if "entities" in row:
            entity_misses += _compare(row, parsed["entities"], tally)
    scores = {
        name: Score(c["expected"], c["named"], c["right"]) for name, c in sorted(tally.items())
    }
    return Evaluation(counts, tuple(misses), scores, tuple(entity_misses))


def read_held_out(path: Path) -> list[dict[str, Any]]:
    """Return the rows of the held-out file; raise HeldOutError naming the file or the row."""
    try:
        rows = yaml.safe_load(path.read_text(encoding="utf-8"))["sentences"]
    except (OSError, yaml.YAMLError, TypeError, KeyError) as fault:
        raise HeldOutError(f"The held-out sentences in {path} cannot be read: {fault}") from fault
    for number, row in enumerate(rows, 1):
        if not isinstance(row, dict) or not {"text", "intent"} <= row.keys():
            raise HeldOutError(f"{path}, sentence {number}: text and intent are expected.")
    return list(rows)


def _compare(
    row: Mapping[str, Any], entities: list[dict[str, Any]], tally: dict[str, Counter[str]]
) -> list[Miss]:
    """Count expected and named entities, of the kinds that the row speaks of."""
    kinds = {e["entity"] for e in row["entities"]}
    named = [e for e in entities if e["entity"] in kinds]
    misses = []
    for entity in named:
        tally.setdefault(entity["entity"], Counter())["named"] += 1
    for expected in row["entities"]:
        counter = tally.setdefault(expected["entity"], Counter())
        counter["expected"] += 1
        match = next((e for e in named if _fits(expected, e)), None)
        if match is None:
            misses.append(Miss(row["text"], _describe(expected), "; ".join(map(_describe, named))))
        else:
            named.remove(match)
            counter["right"] += 1
    return misses


def _fits(expected: Mapping[str, Any], entity: Mapping[str, Any]) -> bool:
    """Say whether an entity has all that is expected of it."""
    return all(entity.get(key) == value for key, value in expected.items())


def _describe(entity: Mapping[str, Any]) -> str:
    extra = [f"{key}={entity[key]}" for key in ("negated", "side", "group") if entity.get(key)]
    return " ".join([f"{entity['entity']}={entity['value']}", *extra])


def _write(result: Evaluation) -> Iterator[str]:
    total = sum(result.sentences.values())
    unsure = sum(m.got == FALLBACK for m in result.misses)
    warnings = result.sentences[WARNING]
    yield f"{'sentences':24}{total:6}"
    yield f"{'intent right':24}{result.accuracy:6.1%}   not understood: {unsure}"
    yield f"{'warning signs found':24}{result.found_share(WARNING):6.1%}   missed: {len(result.warnings_missed)} of {warnings}, false: {len(result.false_warnings)}"
    yield f"{'out of scope found':24}{result.found_share(OUT_OF_SCOPE):6.1%}"
    yield ""
    yield f"{'entity':18}{'expected':>9}{'found':>8}{'correct':>9}"
    for name, score in result.entities.items():
        yield f"{name:18}{score.expected:9}{score.found:8.1%}{score.correct:9.1%}"
    yield ""
    yield "taken for another, most often first"
    for (expected, got), count in result.confusions.most_common(20):
        yield f"{count:6}  {expected} -> {got}"
