# Short names for what is done often; `make check` is what CI runs.
export RASA_TELEMETRY_ENABLED = false

.PHONY: setup train check lint types validate test chat evaluate compare-nlu

setup:
	uv sync

train:
	uv run posture-coach train

chat:
	uv run posture-coach chat

check: lint types validate test

lint:
	uv run ruff check .
	uv run ruff format --check .

types:
	uv run mypy

validate:
	uv run rasa data validate --domain domain.yml --data nlu_data --config bot/rasa/config.yml

test:
	uv run pytest

# Measures of the understanding, minutes long each; docs/understanding.md says what they gave.
evaluate:
	uv run python -m benchmarks.understanding evaluate

compare-nlu:
	uv run python -m benchmarks.understanding compare
