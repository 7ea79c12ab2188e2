"""The statistical model that names the intent of a sentence."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split

from bot.nlu.features import grouped_form, marks_form, plain_form
from bot.nlu.spelling import is_one_slip_away

HELD_SHARE = 0.25
# How much the marks weigh beside the n-grams; 0.5 and 1 were better than 0 in cross-validation, this lies between.
MARKS_WEIGHT = 0.7
MIN_SLIP_LENGTH = 4
_TEMPERATURES = np.linspace(0.3, 1.5, 25)


@dataclass
class IntentModel:
    """Word, group and character n-grams and marks under a logistic regression."""

    vectorizers: tuple[TfidfVectorizer, ...]
    regression: LogisticRegression
    temperature: float
    words: frozenset[str]

    def predict(self, text: str) -> list[tuple[str, float]]:
        """Return all intents with their probabilities, the likeliest first."""
        features = _transform(self.vectorizers, [text])
        shares = _soften(self.regression.decision_function(features), self.temperature)[0]
        order = np.argsort(-shares)
        return [(str(self.regression.classes_[i]), float(shares[i])) for i in order]

    def knows_word(self, text: str) -> bool:
        """Say whether a training sentence has one of the words, or one a slip of the finger away."""
        words = plain_form(text).split()
        return any(word in self.words or self._is_slip(word) for word in words)

    def _is_slip(self, word: str) -> bool:
        if len(word) < MIN_SLIP_LENGTH:
            return False
        return any(len(w) >= MIN_SLIP_LENGTH and is_one_slip_away(word, w) for w in self.words)


def train_model(
    texts: Sequence[str], intents: Sequence[str], strength: float, seed: int
) -> IntentModel:
    """Train on sentences and their intents; `strength` is the inverse of the regularization."""
    vectorizers = _new_vectorizers()
    forms = _read_forms(texts)
    features = _weigh([v.fit_transform(form) for v, form in zip(vectorizers, forms, strict=True)])
    regression = _regression(strength, seed).fit(features, intents)
    temperature = _find_temperature(features, np.array(intents), strength, seed)
    words = frozenset(word for sentence in forms[0] for word in sentence.split())
    return IntentModel(vectorizers, regression, temperature, words)


def _new_vectorizers() -> tuple[TfidfVectorizer, ...]:
    common: dict[str, Any] = {"sublinear_tf": True, "dtype": np.float64}
    return (
        TfidfVectorizer(token_pattern=r"\S+", ngram_range=(1, 2), **common),
        TfidfVectorizer(token_pattern=r"\S+", ngram_range=(1, 3), min_df=2, **common),
        TfidfVectorizer(
            analyzer="char_wb", ngram_range=(2, 5), min_df=2, max_features=25000, **common
        ),
        TfidfVectorizer(token_pattern=r"\S+", ngram_range=(1, 2), **common),
    )


def _read_forms(texts: Sequence[str]) -> tuple[list[str], ...]:
    """Return the forms of the sentences that the vectorizers read, in their order."""
    plain = [plain_form(t) for t in texts]
    return plain, [grouped_form(t) for t in texts], plain, [marks_form(t) for t in texts]


def _transform(vectorizers: tuple[TfidfVectorizer, ...], texts: Sequence[str]) -> csr_matrix:
    return _weigh(
        [v.transform(form) for v, form in zip(vectorizers, _read_forms(texts), strict=True)]
    )


def _weigh(blocks: list[csr_matrix]) -> csr_matrix:
    return hstack([*blocks[:-1], blocks[-1] * MARKS_WEIGHT], format="csr")


def _regression(strength: float, seed: int) -> LogisticRegression:
    # One against the rest in liblinear is as good here as the multinomial fit, and ten times faster.
    return LogisticRegression(
        C=strength,
        solver="liblinear",
        multi_class="ovr",
        class_weight="balanced",
        random_state=seed,
    )


def _find_temperature(features: csr_matrix, intents: Any, strength: float, seed: int) -> float:
    """Return the temperature under which a held-out quarter of the sentences is likeliest."""
    train, test = train_test_split(
        np.arange(len(intents)), test_size=HELD_SHARE, random_state=seed, stratify=intents
    )
    regression = _regression(strength, seed).fit(features[train], intents[train])
    scores = regression.decision_function(features[test])
    answers = np.searchsorted(regression.classes_, intents[test])
    rows = np.arange(len(answers))
    losses = [-np.log(_soften(scores, t)[rows, answers] + 1e-12).mean() for t in _TEMPERATURES]
    return float(_TEMPERATURES[int(np.argmin(losses))])


def _soften(scores: Any, temperature: float) -> Any:
    """Return the softmax of scores over a temperature, row by row."""
    scaled = scores / temperature
    scaled = np.exp(scaled - scaled.max(axis=1, keepdims=True))
    return scaled / scaled.sum(axis=1, keepdims=True)
