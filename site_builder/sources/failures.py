"""Why an address gave no answer, in people's words."""

from __future__ import annotations

from typing import Final

import requests

REASONS: Final = (
    (requests.exceptions.SSLError, "cannot be trusted: its certificate is not valid"),
    (requests.exceptions.ProxyError, "cannot be reached (the proxy refuses)"),
    (requests.ConnectTimeout, "cannot be reached (no connection in time)"),
    (requests.Timeout, "did not answer in time"),
    (requests.ConnectionError, "cannot be reached (is there a network?)"),
    (requests.RequestException, "cannot be asked"),
)
"""What went wrong, in people's words; the first that fits counts."""
TELLING: Final = {
    "refused": "cannot be reached (connection refused)",
    "timed out": "did not answer in time",
    "aborted": "broke off before it answered",
    "Broken pipe": "broke off before it answered",
    "decode": "sent an answer that cannot be unpacked",
}
"""Parts of messages that say more than the kind of an error does."""


HOPELESS: Final = ("cannot be",)
"""How reasons begin that another try a second later does not mend."""


def reason_of(error: Exception) -> str:
    """Return in plain words why an address gives no answer."""
    text = str(error)
    for part, words in TELLING.items():
        if part in text:
            return words
    kinds = (words for kind, words in REASONS if isinstance(error, kind))
    return next(kinds, "broke off in the middle of its answer")
