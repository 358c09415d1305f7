"""One value of a record written anew, in the file as it stands: no other byte of it changes.

Words are exchanged where they stand, so that quotes, folding and line breaks stay as their author
chose them; only where that does not give the new value the whole scalar is written.
"""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Any, Final

from site_builder.yamlfiles import comments, reading, writing
from site_builder.yamlfiles.canonical import author as written_author

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from site_builder.problems import Loc

WORD: Final = re.compile(r"\S+")


def with_value(text: str, shown: str, loc: Loc, new: str | Mapping[str, str]) -> str | None:
    """Return the text with another value at `loc`: a text, or the parts of an author's name.

    None where the file cannot take the change, or would say anything else besides it: the new text
    is read again and compared with the old one, comments included.
    """
    old, problems = reading.parse(text, shown)
    if old is None or problems or (node := _node(old.node, loc)) is None:
        return None
    value = new if isinstance(new, str) else _author(old.data, loc, new)
    wanted = [_changed(old.data, loc, each) for each in (value, _padded(node, value))]
    remarks = comments.find(text, old.node).count()
    for candidate in _candidates(text, node, value, str(loc[-1])):
        now, problems = reading.parse(candidate, shown)
        if now is None or problems or now.data not in wanted:
            continue
        if comments.find(candidate, now.node).count() == remarks:
            return candidate
    return None


def _author(data: Any, loc: Loc, parts: Mapping[str, str]) -> str | dict[str, Any]:
    """Format a name as text if it was text, else as a mapping that keeps what is no name."""
    old = data
    for part in loc:
        old = old[part]
    kept = {name: part for name, part in parts.items() if part}
    if isinstance(old, str):
        return written_author(kept)
    rest = {name: value for name, value in old.items() if name not in parts}
    return {**kept, **rest}


def _padded(node: Any, value: Any) -> Any:
    """Put the blanks around a text that its record has there, which reading strips."""
    old = node.value
    if not isinstance(value, str) or node.id != "scalar" or not old.strip():
        return value
    return old[: len(old) - len(old.lstrip())] + value + old[len(old.rstrip()) :]


def _changed(data: Any, loc: Loc, value: Any) -> Any:
    if not loc:
        return value
    first, rest = loc[0], loc[1:]
    if isinstance(data, list):
        return [_changed(v, rest, value) if n == first else v for n, v in enumerate(data)]
    return {k: _changed(v, rest, value) if k == first else v for k, v in data.items()}


def _node(node: Any, loc: Loc) -> Any:
    for part in loc:
        if node.id == "sequence" and isinstance(part, int) and part < len(node.value):
            node = node.value[part]
        elif node.id == "mapping":
            found = [value for key, value in node.value if key.value == part]
            if len(found) != 1:
                return None
            node = found[0]
        else:
            return None
    return node


def _candidates(text: str, node: Any, value: str | Mapping[str, Any], name: str) -> Iterator[str]:
    """Yield texts that may say the new value, the one with the fewest changes first."""
    start, end = node.start_mark.index, _end(node)
    if isinstance(value, str):
        if node.id == "scalar":
            yield from _by_words(text, start, end, node, value)
        if node.style in comments.BLOCK_STYLES:
            last = start + len(text[start:end].rstrip())
            lines = "\n".join(writing.field_lines(name, value))
            yield text[:start] + lines.removeprefix(f"{name}: ") + text[last:]
            return
        yield text[:start] + writing.scalar(value) + text[end:]
        yield text[:start] + writing.scalar(value, in_flow=True) + text[end:]
        yield text[:start] + writing.scalar(value, quote=True) + text[end:]
        return
    if node.id == "mapping":
        yield from _by_parts(text, node, value)
    pairs = (f"{name}: {writing.scalar(part, in_flow=True)}" for name, part in value.items())
    yield text[:start] + "{" + ", ".join(pairs) + "}" + text[end:]


def _by_parts(text: str, node: Any, value: Mapping[str, Any]) -> Iterator[str]:
    """Yield the text with each part of a mapping changed where it stands, if none comes or goes."""
    parts = {str(key.value): child for key, child in node.value}
    if set(parts) != set(value) or any(child.id != "scalar" for child in parts.values()):
        return
    for name in sorted(parts, key=lambda each: -parts[each].start_mark.index):
        child = parts[name]
        if child.value != value[name]:
            quote = child.style in {"'", '"'}
            written = writing.scalar(value[name], in_flow=bool(node.flow_style), quote=quote)
            text = text[: child.start_mark.index] + written + text[_end(child) :]
    yield text


def _by_words(text: str, start: int, end: int, node: Any, value: str) -> Iterator[str]:
    """Yield the text with the words exchanged that differ, where its words are the value's."""
    first = text.find("\n", start, end) + 1 if node.style in comments.BLOCK_STYLES else start
    quotes = 1 if node.style in {"'", '"'} else 0
    words = list(WORD.finditer(text, first + quotes, end - quotes))
    old, new = node.value.split(), value.split()
    if [word[0] for word in words] != old or not first:
        return
    changes = SequenceMatcher(None, old, new).get_opcodes()
    for kind, low, high, new_low, new_high in reversed(changes):
        if kind == "equal":
            continue
        if kind == "insert":
            return
        instead = " ".join(new[new_low:new_high])
        here, there = words[low].start(), words[high - 1].end()
        if not instead and high < len(words):
            there = words[high].start()
        elif not instead:
            here = words[low - 1].end() if low else here
        text = text[:here] + instead + text[there:]
    yield text


def _end(node: Any) -> int:
    """Find where the last character of a value stands; a block ends before what follows it."""
    if node.id == "scalar" or node.flow_style or not node.value:
        end: int = node.end_mark.index
        return end
    last = node.value[-1]
    return _end(last[1] if node.id == "mapping" else last)
