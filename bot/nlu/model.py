"""The statistical model that names the intent of a sentence."""

from dataclasses import dataclass
from typing import Any, Sequence

import numpy as np
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold

from bot.nlu.features import grouped_form, plain_form

FOLDS = 3
_TEMPERATURES = np.linspace(0.3, 1.5, 25)


@dataclass
class IntentModel:
    """Word, group and character n-grams under a logistic regression."""

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

    def known_share(self, text: str) -> float:
        """Return the share of the words that some training sentence has; 0 where there are none."""
        words = plain_form(text).split()
        return sum(word in self.words for word in words) / len(words) if words else 0.0


def train_model(texts: Sequence[str], intents: Sequence[str], strength: float, seed: int) -> IntentModel:
    """Train on sentences and their intents; `strength` is the inverse of the regularization."""
    vectorizers = _new_vectorizers()
    plain, grouped = [plain_form(t) for t in texts], [grouped_form(t) for t in texts]
    for vectorizer, forms in zip(vectorizers, (plain, grouped, plain)):
        vectorizer.fit(forms)
    features = _transform(vectorizers, texts)
    regression = _regression(strength, seed).fit(features, intents)
    temperature = _find_temperature(features, np.array(intents), strength, seed)
    words = frozenset(word for form in plain for word in form.split())
    return IntentModel(vectorizers, regression, temperature, words)


def _new_vectorizers() -> tuple[TfidfVectorizer, ...]:
    common: dict[str, Any] = {"sublinear_tf": True, "dtype": np.float64}
    return (
        TfidfVectorizer(token_pattern=r"\S+", ngram_range=(1, 2), **common),
        TfidfVectorizer(token_pattern=r"\S+", ngram_range=(1, 3), min_df=2, **common),
        TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), min_df=2, max_features=25000, **common),
    )


def _transform(vectorizers: tuple[TfidfVectorizer, ...], texts: Sequence[str]) -> csr_matrix:
    plain, grouped = [plain_form(t) for t in texts], [grouped_form(t) for t in texts]
    blocks = [v.transform(forms) for v, forms in zip(vectorizers, (plain, grouped, plain))]
    return hstack(blocks, format="csr")


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
    """Return the temperature under which held-out folds are likeliest."""
    folds = StratifiedKFold(FOLDS, shuffle=True, random_state=seed)
    scores, answers = [], []
    for train, test in folds.split(features, intents):
        regression = _regression(strength, seed).fit(features[train], intents[train])
        scores.append(regression.decision_function(features[test]))
        answers.append(np.searchsorted(regression.classes_, intents[test]))
    score, answer = np.concatenate(scores), np.concatenate(answers)
    rows = np.arange(len(answer))
    losses = [-np.log(_soften(score, t)[rows, answer] + 1e-12).mean() for t in _TEMPERATURES]
    return float(_TEMPERATURES[int(np.argmin(losses))])


def _soften(scores: Any, temperature: float) -> Any:
    """Return the softmax of scores over a temperature, row by row."""
    scaled = scores / temperature
    scaled = np.exp(scaled - scaled.max(axis=1, keepdims=True))
    return scaled / scaled.sum(axis=1, keepdims=True)
