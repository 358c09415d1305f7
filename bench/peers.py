"""Other generators on the same papers: plain MkDocs with Material, Hugo with Pagefind, Zensical."""

from __future__ import annotations

import json
import shlex
import shutil
import subprocess
import sys
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from site_builder.library import Library

if TYPE_CHECKING:
    from site_builder.record.models import Paper

ROOT = Path(__file__).resolve().parent.parent
ENVIRONMENT = ROOT / "build" / "peers"
PACKAGES = ("mkdocs-material>=9.7,<10", "pagefind[bin]>=1.5,<1.6", "hugo>=0.150", "zensical<0.1")
MKDOCS = """\
site_name: Plain Markdown
theme: {name: material, font: false}
plugins: [search]
nav: [index.md]
validation: {omitted_files: ignore}
"""
"""The pages left out of the navigation, as somebody does who knows what thousands there cost."""
HUGO = {
    "hugo.toml": 'baseURL = "/"\ntitle = "Papers"\ndisableKinds = ["taxonomy", "term"]\n',
    "layouts/baseof.html": """\
<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{{ .Title }}</title>
<meta name="viewport" content="width=device-width"></head>
<body><header><a href="/">Papers</a></header><main data-pagefind-body>{{ block "main" . }}{{ end }}
</main></body></html>
""",
    "layouts/page.html": """\
{{ define "main" }}<h1>{{ .Title }}</h1><p>{{ range .Params.authors }}<span>{{ . }}</span> {{ end }}
</p><p>{{ .Params.venue }} {{ .Params.year }}</p><p>{{ .Params.abstract }}</p>
<table><tr><th>key</th><td>{{ .Params.key }}</td></tr></table>{{ end }}
""",
    "layouts/home.html": """\
{{ define "main" }}<h1>{{ .Title }}</h1><ul>{{ range .Site.RegularPages }}
<li><a href="{{ .RelPermalink }}">{{ .Title }}</a></li>{{ end }}</ul>{{ end }}
""",
    "layouts/section.html": '{{ define "main" }}<h1>{{ .Title }}</h1>{{ end }}\n',
}
"""One layout, with what a paper's page says; nothing else that ours has."""


def install() -> None:
    """Install the peers into an environment of their own, once."""
    ready = ENVIRONMENT / ".ready"
    if ready.exists() and ready.read_text() == "\n".join(PACKAGES):
        return
    shutil.rmtree(ENVIRONMENT, ignore_errors=True)
    print(f"Installing {', '.join(PACKAGES)} into {ENVIRONMENT.relative_to(ROOT)}", file=sys.stderr)
    subprocess.run([sys.executable, "-m", "venv", str(ENVIRONMENT)], check=True)
    pip = [program("python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, *PACKAGES], check=True)
    ready.write_text("\n".join(PACKAGES))


def program(name: str) -> str:
    """Return the path of a program of the peers' environment."""
    return str(ENVIRONMENT / "bin" / name)


def papers(survey: Path) -> list[Paper]:
    """Read the papers that all contenders show."""
    return list(Library.load(survey)[0].papers.values())


def write_mkdocs(survey: Path, target: Path) -> None:
    """Write each record as the Markdown page that one would write by hand."""
    pages = target / "docs" / "papers"
    pages.mkdir(parents=True)
    (target / "mkdocs.yml").write_text(MKDOCS, "utf-8")
    (target / "docs" / "index.md").write_text("# Papers\n", "utf-8")
    for paper in papers(survey):
        names = ", ".join(author.name.display for author in paper.authors)
        text = escape(paper.abstract or paper.notes or "", quote=False)
        page = (
            f"# {paper.title}\n\n**{names}** {paper.venue} {paper.year}\n\n{text}\n\n"
            f"| field | value |\n|---|---|\n| key | {paper.key} |\n| year | {paper.year} |\n"
        )
        (pages / f"{paper.key}.md").write_text(page, "utf-8")


def write_hugo(survey: Path, target: Path) -> None:
    """Write each record as data of a page, and the one layout."""
    for name, content in HUGO.items():
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        (target / name).write_text(content, "utf-8")
    pages = target / "content" / "papers"
    pages.mkdir(parents=True)
    for paper in papers(survey):
        data = {
            "title": paper.title,
            "params": {
                "authors": [author.name.display for author in paper.authors],
                "venue": paper.venue,
                "year": paper.year,
                "key": paper.key,
                "abstract": paper.abstract or paper.notes or "",
            },
        }
        (pages / f"{paper.key}.md").write_text(json.dumps(data, indent=1) + "\n", "utf-8")


def write_zensical(survey: Path, target: Path) -> None:
    """Write the survey as plain files, which Zensical builds."""
    command = [sys.executable, "-m", "site_builder", "export-docs", str(target)]
    subprocess.run(command, cwd=survey, check=True, capture_output=True)


def mkdocs(out: Path) -> list[str]:
    """Return the command that builds with MkDocs and Material's own search."""
    return [program("mkdocs"), "build", "-q", "-d", str(out)]


def hugo(out: Path) -> list[str]:
    """Return the command that builds with Hugo and indexes with Pagefind."""
    site = shlex.join([program("hugo"), "--quiet", "--destination", str(out)])
    index = shlex.join([program("python"), "-m", "pagefind", "--quiet", "--site", str(out)])
    return ["sh", "-c", f"{site} && {index}"]


def zensical(out: Path) -> list[str]:  # noqa: ARG001 (it builds where its configuration says)
    """Return the command that builds with Zensical, from nothing."""
    return [program("zensical"), "build", "--clean"]
