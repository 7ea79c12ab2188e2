"""Hold what the coach says and prescribes, as data read and checked when the program starts."""

from actions.content.errors import ContentError
from actions.content.library import Content, content, load_content

__all__ = ["Content", "ContentError", "content", "load_content"]
