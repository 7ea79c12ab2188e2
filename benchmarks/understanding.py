"""Measure the understanding: by cross-validation, and beside Rasa's stock pipeline.

    python -m benchmarks.understanding evaluate
    python -m benchmarks.understanding compare --per-intent 30

Both print a table and need neither network nor a trained model. `compare` trains this project's pipeline and
the one that `rasa init` writes on the same sentences, and parses the held-out ones with both.
"""

from __future__ import annotations

import argparse
import asyncio
import logging
import random
import tempfile
import time
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import structlog
import yaml
from rasa.core.agent import Agent
from rasa.model_training import train_nlu
from sklearn.model_selection import StratifiedKFold

from bot.nlu.context import Context
from bot.nlu.encoders.component import ENCODERS, load_encoder
from bot.nlu.evaluate import Evaluation, evaluate, read_held_out
from bot.nlu.features import read_forms
from bot.nlu.model import Examples, fuse, train_networks, train_ngrams
from bot.nlu.reading import find_mentions
from bot.nlu.screening import WARNING
from bot.nlu.sentence import read_sentence
from bot.training import CONFIG, DATA, DOMAIN, HELD_OUT

FOLDS, SEED, STRENGTH = 3, 7, 10.0
TEMPERATURES = np.arange(1.0, 6.0, 0.25)
SHARES = (0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)
STOCK: dict[str, Any] = {
    "recipe": "default.v1",
    "assistant_id": "stock",
    "language": "en",
    "pipeline": [
        {"name": "WhitespaceTokenizer"},
        {"name": "RegexFeaturizer"},
        {"name": "LexicalSyntacticFeaturizer"},
        {"name": "CountVectorsFeaturizer"},
        {"name": "CountVectorsFeaturizer", "analyzer": "char_wb", "min_ngram": 1, "max_ngram": 4},
        {"name": "DIETClassifier", "epochs": 100, "constrain_similarities": True},
        {"name": "EntitySynonymMapper"},
        {"name": "FallbackClassifier", "threshold": 0.3, "ambiguity_threshold": 0.1},
    ],
}


def read_training_sentences() -> dict[str, list[Any]]:
    """Return intent -> its examples, each a text or a mapping with text and metadata."""
    examples: dict[str, list[Any]] = {}
    for file in sorted((DATA / "nlu").glob("*.yml")):
        for entry in yaml.safe_load(file.read_text(encoding="utf-8"))["nlu"]:
            told = entry["examples"]
            lines = (
                [line.strip()[2:] for line in told.splitlines()] if isinstance(told, str) else told
            )
            examples[entry["intent"]] = lines
    return examples


def cross_validate() -> None:
    """Print how the classifier alone, without rules and screen, does on each third unseen."""
    pairs = [
        (example if isinstance(example, str) else example["text"].strip(), intent)
        for intent, examples in read_training_sentences().items()
        for example in examples
    ]
    texts, labels = [text for text, _ in pairs], np.array([intent for _, intent in pairs])
    plain = [read_sentence(text).text for text in texts]
    vectors = np.hstack([load_encoder(name).encode(plain) for name in ENCODERS])
    scores = np.zeros((len(texts), len(set(labels))), np.float32)
    folds = StratifiedKFold(FOLDS, shuffle=True, random_state=SEED)
    for number, (seen, unseen) in enumerate(folds.split(vectors, labels), 1):
        print(f"part {number} of {FOLDS}", flush=True)
        ngrams = train_ngrams(read_forms([texts[i] for i in seen]), labels[seen], STRENGTH, SEED)
        networks = train_networks(vectors[seen], labels[seen], SEED)
        rest = Examples(read_forms([texts[i] for i in unseen]), vectors[unseen])
        scores[unseen] = fuse(ngrams, networks, rest)
    _print_folds(np.unique(labels), labels, scores)


def _print_folds(intents: Any, labels: Any, scores: Any) -> None:
    right = np.searchsorted(intents, labels)
    named = scores.argmax(1)
    rows = np.arange(len(labels))
    print(f"{len(labels)} sentences, {(named == right).mean():.1%} right")
    losses = {t: -np.log(_soften(scores, t)[rows, right]).mean() for t in TEMPERATURES}
    best = min(losses, key=losses.__getitem__)
    shares = _soften(scores, best)
    print(
        f"best temperature {best}: mean share {shares.max(1).mean():.3f}, loss {losses[best]:.3f}"
    )
    warning = labels == WARNING
    alarm = shares[:, list(intents).index(WARNING)]
    print(
        f"{'share':>6}{'answered, right':>17}{'answered, wrong':>17}{'warnings found':>16}{'false':>8}"
    )
    for share in SHARES:
        sure = shares.max(1) >= share
        print(
            f"{share:6}{(sure & (named == right)).mean():17.1%}{(sure & (named != right)).mean():17.1%}"
            f"{(alarm[warning] >= share).mean():16.1%}{(alarm[~warning] >= share).mean():8.2%}"
        )
    wrong = Counter((labels[i], intents[named[i]]) for i in rows if named[i] != right[i])
    print("taken for another, most often first")
    for (expected, got), count in wrong.most_common(30):
        print(f"{count:6}  {expected} -> {got}")


def _soften(scores: Any, temperature: float) -> Any:
    scaled = np.exp((scores - scores.max(1, keepdims=True)) / temperature)
    return scaled / scaled.sum(1, keepdims=True)


def compare(per_intent: int) -> None:
    """Print the held-out figures of this project's pipeline and of the stock one on the same data."""
    examples = read_training_sentences()
    chosen = {
        intent: random.Random(SEED).sample(told, min(per_intent, len(told)))
        for intent, told in examples.items()
    }
    print(f"{sum(map(len, chosen.values()))} sentences, at most {per_intent} of an intent")
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "nlu.yml"
        entries = [
            {"intent": i, "examples": [_as_example(e) for e in told]} for i, told in chosen.items()
        ]
        data.write_text(
            yaml.safe_dump({"version": "3.1", "nlu": entries}, allow_unicode=True), "utf-8"
        )
        stock = Path(folder) / "stock.yml"
        stock.write_text(yaml.safe_dump(STOCK, sort_keys=False), "utf-8")
        for name, config in (("this project", CONFIG), ("stock DIET", stock)):
            _measure(name, config, data, Path(folder))


def _as_example(example: Any) -> Any:
    return {"text": example} if isinstance(example, str) else example


def _measure(name: str, config: Path, data: Path, folder: Path) -> None:
    started = time.perf_counter()
    model = train_nlu(str(config), str(data), str(folder / name), domain=str(DOMAIN))
    trained = time.perf_counter() - started
    agent = Agent.load(model)
    taken: list[float] = []

    def parse(text: str) -> dict[str, Any]:
        started = time.perf_counter()
        result: dict[str, Any] = asyncio.run(agent.parse_message(text))
        taken.append(time.perf_counter() - started)
        return result

    result: Evaluation = evaluate(parse, HELD_OUT)
    print(
        f"\n{name}: trained in {trained:.0f} s, {np.median(taken) * 1000:.1f} ms a sentence (median)"
    )
    print(result, flush=True)


def measure_speed() -> None:
    """Print how long each part of understanding one held-out sentence takes, on one thread."""
    texts = [
        row["text"] for file in sorted(HELD_OUT.glob("*.yml")) for row in read_held_out(file)[0]
    ]
    today = Context(today=date.today())
    parts: dict[str, Any] = {
        "entities": lambda text: find_mentions(read_sentence(text).text, today),
        "forms": lambda text: read_forms([text]),
        **{name: lambda text, n=name: load_encoder(n).encode([text]) for name in ENCODERS},
    }
    for name, part in parts.items():
        part(texts[0])
        taken = []
        for text in texts[::3]:
            started = time.perf_counter()
            part(text)
            taken.append(time.perf_counter() - started)
        print(
            f"{name:12}{np.median(taken) * 1000:8.2f} ms, worst {max(taken) * 1000:.1f} ms",
            flush=True,
        )


def main() -> None:
    """Run what the command line names."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.understanding", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("evaluate", help="three-fold cross-validation of the classifier")
    beside = commands.add_parser("compare", help="this project's pipeline beside Rasa's stock one")
    beside.add_argument(
        "--per-intent", type=int, default=30, help="sentences of an intent, 30 unless told"
    )
    commands.add_parser("speed", help="milliseconds of each part of understanding a sentence")
    args = parser.parse_args()
    # What Rasa says of every sentence that it parses is nothing to measure.
    quiet = structlog.make_filtering_bound_logger(logging.WARNING)
    structlog.configure(wrapper_class=quiet)
    if args.command == "evaluate":
        cross_validate()
    elif args.command == "speed":
        measure_speed()
    else:
        compare(args.per_intent)


if __name__ == "__main__":
    main()
