"""The statistical model that names the intent of a sentence.

Two opinions are multiplied: a logistic regression over words, groups of meaning, letters and marks, which
knows the coach's own words; and small neural networks over sentence vectors, which know what else means
the same. Either alone is several points worse (docs/understanding.md).
"""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.neural_network import MLPClassifier

from bot.nlu.features import Forms, plain_form, read_forms
from bot.nlu.spelling import is_one_slip_away

Floats = npt.NDArray[np.float32]
Labels = npt.NDArray[np.str_]

# How much the marks weigh beside the n-grams; 0.5 and 1 were better than 0 in cross-validation, this lies between.
MARKS_WEIGHT = 0.7
# How sharp the regression's scores are, and how much the networks weigh beside it: best in cross-validation.
NGRAM_SHARPNESS = 1.5
VECTOR_WEIGHT = 2.0
# The vectors have length one; at this scale the networks learn in few rounds.
VECTOR_SCALE = 10.0
HIDDEN, ROUNDS, BATCH, DECAY = 256, 10, 64, 0.1
NETWORKS = 2
MIN_SLIP_LENGTH = 4
LEAST_KNOWN = 0.5
_LEAST = 1e-9


@dataclass(frozen=True)
class Examples:
    """Sentences as the model reads them: their forms and their vectors, row by row."""

    forms: Forms
    vectors: Floats


@dataclass
class NgramModel:
    """Word, group and character n-grams and marks under a logistic regression."""

    vectorizers: tuple[TfidfVectorizer, ...]
    regression: LogisticRegression

    def score(self, forms: Forms) -> Floats:
        """Return the logarithm of each intent's share, a row per sentence."""
        blocks = [v.transform(form) for v, form in zip(self.vectorizers, forms, strict=True)]
        scores: Floats = self.regression.decision_function(_weigh(blocks))
        return _log_softmax(scores * NGRAM_SHARPNESS)


@dataclass
class VectorModel:
    """Small neural networks over sentence vectors, which vote."""

    networks: tuple[MLPClassifier, ...]

    def score(self, vectors: Floats) -> Floats:
        """Return the logarithm of each intent's share, a row per sentence."""
        shares = [network.predict_proba(vectors * VECTOR_SCALE) for network in self.networks]
        logarithms: Floats = np.log(np.mean(shares, axis=0) + _LEAST)
        return logarithms


@dataclass
class IntentModel:
    """Both opinions, a temperature that makes their product a probability, and the known words."""

    intents: Labels
    ngrams: NgramModel
    vectors: VectorModel
    temperature: float
    words: frozenset[str]

    def predict(self, text: str, vector: Floats) -> list[tuple[str, float]]:
        """Return all intents with their probabilities, the likeliest first."""
        examples = Examples(read_forms([text]), vector.reshape(1, -1))
        shares = np.exp(_log_softmax(self.score(examples) / self.temperature))[0]
        return [(str(self.intents[i]), float(shares[i])) for i in np.argsort(-shares)]

    def score(self, examples: Examples) -> Floats:
        """Return the product of both opinions as logarithms, a row per sentence."""
        return fuse(self.ngrams, self.vectors, examples)

    def knows_words(self, text: str) -> bool:
        """Say whether training sentences have half of the words, or words one slip of the finger away."""
        words = plain_form(text).split()
        known = sum(word in self.words or self._is_slip(word) for word in words)
        return bool(words) and known >= LEAST_KNOWN * len(words)

    def _is_slip(self, word: str) -> bool:
        if len(word) < MIN_SLIP_LENGTH:
            return False
        return any(len(w) >= MIN_SLIP_LENGTH and is_one_slip_away(word, w) for w in self.words)


def train_model(
    texts: Sequence[str],
    vectors: Floats,
    intents: Sequence[str],
    strength: float = 10.0,
    temperature: float = 3.0,
    seed: int = 7,
) -> IntentModel:
    """Train on sentences, their vectors and intents.

    `strength` is the inverse of the regression's regularization; `temperature` makes shares of scores.
    """
    forms, labels = read_forms(texts), np.array(intents)
    # The regression's solver and the networks' matrix products each keep one core busy.
    with ThreadPoolExecutor(1) as pool:
        ngrams = pool.submit(train_ngrams, forms, labels, strength, seed)
        networks = train_networks(vectors, labels, seed)
        words = frozenset(word for sentence in forms.plain for word in sentence.split())
        return IntentModel(np.unique(labels), ngrams.result(), networks, temperature, words)


def train_ngrams(forms: Forms, labels: Labels, strength: float, seed: int) -> NgramModel:
    """Train the n-gram half alone."""
    vectorizers = _new_vectorizers()
    blocks = [v.fit_transform(form) for v, form in zip(vectorizers, forms, strict=True)]
    # One against the rest, in the dual, fits as well as the multinomial form and many times faster.
    regression = LogisticRegression(
        C=strength,
        solver="liblinear",
        dual=True,
        tol=0.1,
        class_weight="balanced",
        random_state=seed,
    )
    regression.fit(_weigh(blocks), labels)
    regression.coef_ = regression.coef_.astype(np.float32)
    return NgramModel(vectorizers, regression)


def train_networks(
    vectors: Floats, labels: Labels, seed: int, count: int = NETWORKS
) -> VectorModel:
    """Train the vector half alone."""
    networks = [
        MLPClassifier(
            (HIDDEN,),
            alpha=DECAY,
            max_iter=ROUNDS,
            batch_size=min(BATCH, len(labels)),
            random_state=seed + number,
        )
        for number in range(count)
    ]
    return VectorModel(tuple(n.fit(vectors * VECTOR_SCALE, labels) for n in networks))


def _new_vectorizers() -> tuple[TfidfVectorizer, ...]:
    """Return one vectorizer for each of the forms."""
    common: dict[str, Any] = {"sublinear_tf": True, "dtype": np.float32}
    words = {"token_pattern": r"\S+", "ngram_range": (1, 2), "min_df": 2, **common}
    letters = {"analyzer": "char_wb", "ngram_range": (2, 5), "max_features": 25000, **common}
    return (
        TfidfVectorizer(**words),
        TfidfVectorizer(**words),
        TfidfVectorizer(min_df=3, **letters),
        TfidfVectorizer(**words),
    )


def _weigh(blocks: list[csr_matrix]) -> csr_matrix:
    return hstack([*blocks[:-1], blocks[-1] * MARKS_WEIGHT], format="csr")


def fuse(ngrams: NgramModel, vectors: VectorModel, examples: Examples) -> Floats:
    """Return the product of both opinions as logarithms, a row per sentence."""
    return ngrams.score(examples.forms) + VECTOR_WEIGHT * vectors.score(examples.vectors)


def _log_softmax(scores: Floats) -> Floats:
    """Return the logarithms of the softmax, row by row."""
    below: Floats = scores - scores.max(axis=1, keepdims=True)
    shares: Floats = below - np.log(np.exp(below).sum(axis=1, keepdims=True))
    return shares
