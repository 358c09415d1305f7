"""The tools over the Model Context Protocol, on standard input and output.

The package `mcp` writes standard output and points the descriptor elsewhere meanwhile, so that
nothing else that is printed gets between its messages.
"""

from __future__ import annotations

import asyncio
import re
import signal
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, TypeVar
from urllib.parse import unquote

from mcp import MCPError, types
from mcp.server.lowlevel import Server
from mcp.server.stdio import stdio_server
from pydantic import ValidationError

from site_builder import __version__
from site_builder.assistant.categories import Categories, categories
from site_builder.assistant.papers import Get, get
from site_builder.assistant.values import faults, plain, schema_of, shown
from site_builder.problems import SurveyError, did_you_mean, one_line, printable, quoted

if TYPE_CHECKING:
    from collections.abc import Callable

    from mcp.server.context import ServerRequestContext

    from site_builder.assistant.tools import Desk, Tool
    from site_builder.assistant.values import Answer

    Context = ServerRequestContext[Any]

NAME: Final = "survey"
JSON: Final = "application/json"
TAXONOMY: Final = "survey://taxonomy"
PAPER: Final = re.compile(r"survey://paper/(?P<key>[^/?#]{1,900})")
PAPER_TEMPLATE: Final = "survey://paper/{key}"

RELATED_WORK: Final = types.Prompt(
    name="related_work",
    title="Related work",
    description="Write a paragraph of related work on a subject, cited from this survey.",
    arguments=[
        types.PromptArgument(
            name="subject", description="What the paragraph is about.", required=True
        )
    ],
)
TASK: Final = """\
Write a paragraph of related work on the subject between the lines below, from this survey alone.
Find papers with search_papers and list_categories, read those that matter with get_paper, and \
compare figures only within one set of compare_results. Cite with \\cite{{KEY}}, and end with the \
BibTeX that cite gives for these keys. Leave out, or mark as such, what was retracted or \
withdrawn. Say where the survey has nothing.
---
{subject}
---"""
MOST_SUBJECT: Final = 1_000
MOST_COMPLETED: Final = 100
"""Keys that one completion offers, as many as the protocol allows."""

T = TypeVar("T")


@dataclass
class Handlers:
    """What answers each request; the survey is read in one thread, which takes one at a time."""

    desk: Desk
    thread: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(1))

    async def tools(self, _: Context, __: Any) -> types.ListToolsResult:
        """List the tools."""
        return types.ListToolsResult(tools=[_listed(each) for each in self.desk.tools.values()])

    async def call(self, _: Context, asked: types.CallToolRequestParams) -> types.CallToolResult:
        """Call a tool; what is wrong with the call or the survey is a result that says so."""
        tool = self.desk.tools.get(asked.name)
        if tool is None:
            hint = did_you_mean(asked.name, self.desk.tools)
            said = f"unknown tool {quoted(asked.name)}{f' ({hint})' * bool(hint)}"
            raise MCPError(types.INVALID_PARAMS, said)
        try:
            arguments = tool.arguments.model_validate(asked.arguments or {})
            data = await self._answered(lambda: tool.run(arguments))
        except ValidationError as error:
            return _refused(faults(error))
        except SurveyError as error:
            return _refused(str(error))
        text = types.TextContent(type="text", text=shown(data))
        return types.CallToolResult(content=[text], structured_content=data)

    async def resources(self, _: Context, __: Any) -> types.ListResourcesResult:
        """List what can be read by itself; papers are too many, and have a template."""
        taxonomy = types.Resource(
            uri=TAXONOMY,
            name="taxonomy",
            description="The survey's categories, with descriptions and numbers of papers.",
            mime_type=JSON,
        )
        return types.ListResourcesResult(resources=[taxonomy])

    async def templates(self, _: Context, __: Any) -> types.ListResourceTemplatesResult:
        """List the kinds of addresses."""
        paper = types.ResourceTemplate(
            uri_template=PAPER_TEMPLATE,
            name="paper",
            description="All that the survey knows of a paper, by its key.",
            mime_type=JSON,
        )
        return types.ListResourceTemplatesResult(resource_templates=[paper])

    async def read(
        self, _: Context, asked: types.ReadResourceRequestParams
    ) -> types.ReadResourceResult:
        """Read a paper or the taxonomy."""
        paper = PAPER.fullmatch(asked.uri)
        if not paper and asked.uri != TAXONOMY:
            said = f"{printable(asked.uri)} is neither {TAXONOMY} nor {PAPER_TEMPLATE}"
            raise MCPError(types.INVALID_PARAMS, said)
        try:
            data = await self._answered(lambda: self._resource(paper["key"] if paper else ""))
        except (SurveyError, ValidationError) as error:
            said = faults(error) if isinstance(error, ValidationError) else str(error)
            raise MCPError(types.INVALID_PARAMS, said) from None
        text = types.TextResourceContents(uri=asked.uri, mime_type=JSON, text=shown(data))
        return types.ReadResourceResult(contents=[text])

    def _resource(self, key: str) -> Answer:
        now = self.desk.held.now()
        return get(now, Get(paper=unquote(key))) if key else categories(now, Categories(limit=200))

    async def prompts(self, _: Context, __: Any) -> types.ListPromptsResult:
        """List the prompts."""
        return types.ListPromptsResult(prompts=[RELATED_WORK])

    async def prompt(
        self, _: Context, asked: types.GetPromptRequestParams
    ) -> types.GetPromptResult:
        """Give the prompt on a subject."""
        subject = one_line((asked.arguments or {}).get("subject", "")[:MOST_SUBJECT]).strip()
        if asked.name != RELATED_WORK.name or not subject:
            raise MCPError(
                types.INVALID_PARAMS, f"the one prompt is {RELATED_WORK.name}, on a subject"
            )
        text = types.TextContent(type="text", text=TASK.format(subject=subject))
        return types.GetPromptResult(messages=[types.PromptMessage(role="user", content=text)])

    async def completion(
        self, _: Context, asked: types.CompleteRequestParams
    ) -> types.CompleteResult:
        """Complete the key in the address of a paper."""
        ref = asked.ref
        is_key = isinstance(ref, types.ResourceTemplateReference) and ref.uri == PAPER_TEMPLATE
        keys = await self._in_thread(lambda: self._keys(asked.argument.value)) if is_key else []
        return types.CompleteResult(
            completion=types.Completion(
                values=keys[:MOST_COMPLETED], total=len(keys), has_more=len(keys) > MOST_COMPLETED
            )
        )

    def _keys(self, beginning: str) -> list[str]:
        try:
            papers = self.desk.held.now().library.papers
        except SurveyError:
            return []
        return [key for key in papers if key.startswith(beginning)]

    async def _in_thread(self, ask: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self.thread, ask)

    async def _answered(self, ask: Callable[[], Answer]) -> dict[str, Any]:
        """Ask in the thread; what the system refuses is told like any other mistake."""
        try:
            return await self._in_thread(lambda: plain(ask()))
        except OSError as error:
            named = f"{printable(str(error.filename))}: " if error.filename else ""
            raise SurveyError(f"{named}{error.strerror or error}") from None


def _listed(tool: Tool) -> types.Tool:
    return types.Tool(
        name=tool.name,
        title=tool.title,
        description=tool.description,
        input_schema=schema_of(tool.arguments),
        output_schema=schema_of(tool.answer),
        annotations=types.ToolAnnotations(
            read_only_hint=not tool.writes,
            destructive_hint=False,
            idempotent_hint=not tool.writes,
            open_world_hint=tool.asks_services,
        ),
    )


def _refused(said: str) -> types.CallToolResult:
    return types.CallToolResult(content=[types.TextContent(type="text", text=said)], is_error=True)


def server_of(desk: Desk) -> Server[Any]:
    """Return the server of a survey."""
    handlers = Handlers(desk)
    return Server(
        NAME,
        version=__version__,
        title="Literature survey",
        instructions=desk.instructions,
        on_list_tools=handlers.tools,
        on_call_tool=handlers.call,
        on_list_resources=handlers.resources,
        on_list_resource_templates=handlers.templates,
        on_read_resource=handlers.read,
        on_list_prompts=handlers.prompts,
        on_get_prompt=handlers.prompt,
        on_completion=handlers.completion,
    )


def serve(desk: Desk) -> None:
    """Answer on standard input and output until whoever asks closes them.

    An interrupt ends the process at once, as files are written whole or not at all: Python would
    wait for the thread that reads standard input, which nobody may ever write to again.
    """
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    asyncio.run(_serve(server_of(desk)))


async def _serve(server: Server[Any]) -> None:
    async with stdio_server() as (incoming, outgoing):
        await server.run(incoming, outgoing, server.create_initialization_options())
