"""Which kind of warning sign a sentence reports, where no rule says it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from sklearn.linear_model import LogisticRegression

# The key under which a training sentence's metadata names its kind, and a message the kind found.
KIND = "red_flag"
_STRENGTH = 30.0


@dataclass(frozen=True)
class WarningKindModel:
    """A logistic regression over sentence vectors; it only tells the kinds apart."""

    regression: LogisticRegression

    @classmethod
    def train(
        cls, vectors: npt.NDArray[np.float32], kinds: Sequence[str], seed: int
    ) -> WarningKindModel | None:
        """Train on reports of warning signs with a known kind; None where there are not two kinds."""
        if len(set(kinds)) < 2:
            return None
        regression = LogisticRegression(
            C=_STRENGTH, max_iter=300, class_weight="balanced", random_state=seed
        )
        return cls(regression.fit(vectors, np.array(kinds)))

    def predict(self, vector: npt.NDArray[np.float32]) -> str:
        """Return the likeliest kind."""
        return str(self.regression.predict(vector.reshape(1, -1))[0])
