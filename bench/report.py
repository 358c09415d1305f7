"""Tell what was measured: a table for each size, and a plot of the contenders' times."""

from __future__ import annotations

import re
from html import escape
from pathlib import Path
from typing import Any

from rows import ROWS

HERE = Path(__file__).resolve().parent
README = HERE / "README.md"
PLOT = HERE / "plot.svg"
BEGIN, END = "<!-- made by make bench -->", "<!-- end of what make bench makes -->"
PLOTTED = ("build", "mkdocs", "hugo", "zensical")
WIDTH, LINE, LABELS = 720, 22, 330
MEGABYTE = 1_000_000


def tables(results: list[dict[str, Any]]) -> str:
    """Return Markdown: for each size a table, and the command that measures it."""
    return "\n\n".join(table(result) for result in results)


def table(result: dict[str, Any]) -> str:
    """Return the table of one size."""
    rows = result["rows"]
    size = result["size"]
    source = "the real records" if size == "real" else result["source"]
    lines = [
        f"### {result['papers']:,} papers: {source}",
        "",
        conditions(result),
        "",
        "| row | what | seconds | processor | memory | files | size |",
        "|---|---|--:|--:|--:|--:|--:|",
        *(line(name, row) for name, row in rows.items()),
    ]
    for name, row in rows.items():
        if row["more"]:
            figures = "; ".join(f"{what} {number:,.2f}" for what, number in row["more"].items())
            lines += ["", f"{ROWS[name].title}: {figures}."]
    return "\n".join(lines)


def conditions(result: dict[str, Any]) -> str:
    """Say how figures came about, and how busy the machine was with other work."""
    loads = [row["load"] for row in result["rows"].values()] or [0]
    command = (
        f"python bench/run.py --sizes {result['size']} --runs {result['runs']}{result['more']}"
    )
    busy = f"{min(loads):.1f} to {max(loads):.1f} on {result['processors']} processors"
    return (
        f"Each row: `{command} --only ROW`. Medians of {result['runs']}, the contenders in turn; "
        f"memory is the most of all runs, over all processes. Load as each began: {busy}; where it "
        "is above their number other work ran beside, and seconds are too many."
    )


def line(name: str, row: dict[str, Any]) -> str:
    """Return one row of a table; what was not measured is left blank."""
    cells = (
        f"`{name}`",
        ROWS[name].title,
        f"{row['seconds']:.2f}",
        f"{row['processor']:.2f}" if row["processor"] else "",
        f"{row['memory']:,.0f} MiB" if row["memory"] else "",
        f"{row['files']:,}" if row["files"] else "",
        f"{row['bytes'] / MEGABYTE:,.1f} MB" if row["files"] else "",
    )
    return f"| {' | '.join(cells)} |"


def plot(results: list[dict[str, Any]]) -> str:
    """Draw the seconds of the contenders as bars: one group for each size, each to its longest."""
    marks, y = [], 10
    for result in results:
        rows = {name: result["rows"][name] for name in PLOTTED if name in result["rows"]}
        if not rows:
            continue
        marks.append(
            f'<text x="8" y="{y + 14}" font-weight="bold">{result["papers"]:,} papers</text>'
        )
        longest = max(row["seconds"] for row in rows.values())
        for name, row in rows.items():
            y += LINE
            fill = "#00696d" if name == "build" else "#9aa5a6"
            length = (WIDTH - LABELS - 80) * row["seconds"] / longest
            marks += [
                f'<text x="8" y="{y + 14}">{escape(ROWS[name].title.replace("`", ""))}</text>',
                f'<rect x="{LABELS}" y="{y + 3}" width="{length:.1f}" height="14" fill="{fill}"/>',
                f'<text x="{LABELS + length + 6:.1f}" y="{y + 14}">{row["seconds"]:.1f} s</text>',
            ]
        y += LINE + 10
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {y}" role="img" '
        'font-family="system-ui, sans-serif" font-size="12">\n'
        "<title>Seconds of a whole build, by generator and number of papers</title>\n"
        f'<rect width="{WIDTH}" height="{y}" fill="#fff"/>\n' + "\n".join(marks) + "\n</svg>\n"
    )


def write(results: list[dict[str, Any]]) -> None:
    """Put tables and plot where readers find them, in place of the last ones."""
    made = f"{BEGIN}\n![Seconds of a whole build](plot.svg)\n\n{tables(results)}\n{END}"
    text = README.read_text("utf-8")
    pattern = re.compile(f"{re.escape(BEGIN)}.*{re.escape(END)}", re.DOTALL)
    README.write_text(pattern.sub(lambda _: made, text), "utf-8")
    PLOT.write_text(plot(results), "utf-8")
