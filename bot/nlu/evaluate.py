"""Measure the understanding on held-out sentences."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
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

    @property
    def f1(self) -> float:
        """Return the harmonic mean of both shares."""
        total = self.expected + self.named
        return 2 * self.right / total if total else 1.0


@dataclass(frozen=True)
class Evaluation:
    """Counts over all held-out sentences, and the sentences that went wrong."""

    sentences: Counter[str]
    misses: tuple[Miss, ...]
    entities: Mapping[str, Score]
    entity_misses: tuple[Miss, ...]
    sets: Mapping[str, "Evaluation"] = field(default_factory=dict)

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
    """Parse every held-out sentence and compare; `held_out` is a file, or a folder of them.

    A sentence without `entities` is not scored on them. One with `entities` is scored on the kinds that
    it names, and on the `kinds` that its file says it lists completely.
    """
    files = sorted(held_out.glob("*.yml")) if held_out.is_dir() else [held_out]
    if not files:
        raise HeldOutError(f"There are no held-out sentences in {held_out}.")
    sets = {file.stem: _evaluate_file(parse, file) for file in files}
    return _add_up(sets)


def _evaluate_file(parse: Parse, file: Path) -> Evaluation:
    counts: Counter[str] = Counter()
    misses: list[Miss] = []
    entity_misses: list[Miss] = []
    tally: dict[str, Counter[str]] = {}
    rows, complete = read_held_out(file)
    for row in rows:
        parsed = parse(row["text"])
        counts[row["intent"]] += 1
        got = str(parsed["intent"]["name"])
        if got != row["intent"]:
            misses.append(Miss(row["text"], row["intent"], got))
        if "entities" in row:
            entity_misses += _compare(row, parsed["entities"], complete, tally)
    scores = {
        name: Score(c["expected"], c["named"], c["right"]) for name, c in sorted(tally.items())
    }
    return Evaluation(counts, tuple(misses), scores, tuple(entity_misses))


def _add_up(sets: Mapping[str, Evaluation]) -> Evaluation:
    names = sorted({name for result in sets.values() for name in result.entities})
    scores = {
        name: [r.entities[name] for r in sets.values() if name in r.entities] for name in names
    }
    return Evaluation(
        sum((result.sentences for result in sets.values()), Counter()),
        tuple(miss for result in sets.values() for miss in result.misses),
        {
            name: Score(
                sum(s.expected for s in each),
                sum(s.named for s in each),
                sum(s.right for s in each),
            )
            for name, each in scores.items()
        },
        tuple(miss for result in sets.values() for miss in result.entity_misses),
        sets,
    )


def read_held_out(path: Path) -> tuple[list[dict[str, Any]], frozenset[str]]:
    """Return a file's rows and the kinds of entity that they list completely.

    Raise HeldOutError naming the file or the row.
    """
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
        rows, kinds = content["sentences"], frozenset(content.get("kinds", ()))
    except (OSError, yaml.YAMLError, TypeError, KeyError, AttributeError) as fault:
        raise HeldOutError(f"The held-out sentences in {path} cannot be read: {fault}") from fault
    for number, row in enumerate(rows, 1):
        if not isinstance(row, dict) or not {"text", "intent"} <= row.keys():
            raise HeldOutError(f"{path}, sentence {number}: text and intent are expected.")
    return list(rows), kinds


def _compare(
    row: Mapping[str, Any],
    entities: list[dict[str, Any]],
    complete: frozenset[str],
    tally: dict[str, Counter[str]],
) -> list[Miss]:
    """Count expected and named entities, of the kinds that the row speaks of."""
    kinds = {e["entity"] for e in row["entities"]} | complete
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
    yield f"{'set':12}{'sentences':>10}{'right':>8}{'not understood':>16}{'warnings found':>16}{'false':>7}{'out of scope found':>20}"
    for name, each in result.sets.items():
        yield _write_row(name, each)
    yield _write_row("all", result)
    yield ""
    yield f"{'entity':14}{'expected':>10}{'found':>8}{'correct':>9}{'F1':>8}"
    for name, score in result.entities.items():
        yield f"{name:14}{score.expected:10}{score.found:8.1%}{score.correct:9.1%}{score.f1:8.3f}"
    yield ""
    yield "taken for another, most often first"
    for (expected, got), count in result.confusions.most_common(20):
        yield f"{count:6}  {expected} -> {got}"


def _write_row(name: str, result: Evaluation) -> str:
    unsure = sum(miss.got == FALLBACK for miss in result.misses)
    found = f"{result.found_share(WARNING):.1%}" if result.sentences[WARNING] else "-"
    refused = f"{result.found_share(OUT_OF_SCOPE):.1%}" if result.sentences[OUT_OF_SCOPE] else "-"
    return (
        f"{name:12}{sum(result.sentences.values()):10}{result.accuracy:8.1%}{unsure:16}{found:>16}"
        f"{len(result.false_warnings):7}{refused:>20}"
    )
