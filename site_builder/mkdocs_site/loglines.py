"""What MkDocs and its plugins say, so that no name or text in it speaks to a terminal or a log."""

from __future__ import annotations

from typing import TYPE_CHECKING

from site_builder.problems import for_terminal

if TYPE_CHECKING:
    import logging


def make_inert(record: logging.LogRecord) -> bool:
    """Word a message so that it can be printed, whatever it names; a filter that keeps all."""
    record.msg, record.args = for_terminal(record.getMessage()), ()
    return True


def guard(log: logging.Logger) -> None:
    """Make all that a logger's handlers print inert."""
    for handler in log.handlers:
        handler.addFilter(make_inert)
