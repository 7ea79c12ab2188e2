"""Name what can go wrong in a coaching decision."""


class CoachingError(Exception):
    """A coaching decision was asked for with data that cannot be used."""

    def __init__(self, message: str | None = None) -> None:
        super().__init__(message or type(self).__doc__ or "")
