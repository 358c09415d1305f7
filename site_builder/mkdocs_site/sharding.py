"""Write all that is generated in shards: in this process, in several, or on a cluster."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from site_builder.mkdocs_site.output import Output
from site_builder.mkdocs_site.pool import Pool, usual_workers
from site_builder.mkdocs_site.shared_output import SharedOutput
from site_builder.pages.shards import frame_kinds, plan

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from site_builder.mkdocs_site.cluster import Cluster, ClusterPool
    from site_builder.mkdocs_site.frame_set import FrameSet
    from site_builder.mkdocs_site.shards import ShardWriter, Written
    from site_builder.pages.shards import Shard

TRIES: Final = 5
"""How often a folder is emptied into which somebody who has been given up may just have written."""


@dataclass(frozen=True)
class Hands:
    """Who writes the shards."""

    workers: int | None = None
    """How many processes, if somebody says."""
    cluster: Cluster | None = None
    """Whose workers do it instead."""

    def processes(self, papers: int) -> int:
        """Return how many processes of this machine a survey of so many papers is given."""
        return self.workers or usual_workers(papers)


def write(
    writer: ShardWriter, frames: FrameSet, output: Output, scratch: Path, hands: Hands
) -> Iterator[Written | None]:
    """Yield what becomes known of each shard once it has been written, and None after each stage.

    The folder `scratch`, which may have texts already, is gone in the end. Errors as of
    `ShardWriter`.
    """
    library = writer.work.writer.library
    workers = hands.processes(len(library.papers))
    if hands.cluster or workers > 1:
        writer.work.writer.prepare()
        rendered = frames.rendered(frame_kinds(library))
        alone = Output(output.site, earlier=output.earlier)
        writer = replace(writer, file=rendered.file, output=alone, is_indexed=not hands.cluster)
    scratch.mkdir(exist_ok=True)
    pool: Pool[Shard, Written] | ClusterPool | None = None
    try:
        if hands.cluster:
            writer = replace(writer, output=SharedOutput(output.site, scratch))
            pool = hands.cluster.pool(writer, scratch)
        else:
            pool = Pool(writer, workers)
        for shards in plan(library):
            yield from pool.map(shards)
            yield None
    finally:
        if pool:
            pool.close()
        _remove(scratch)


def _remove(scratch: Path) -> None:
    """Remove a folder by a path at which nobody finds it any more."""
    gone = scratch.rename(scratch.with_name(f"{scratch.name}-gone"))
    for _ in range(TRIES):
        shutil.rmtree(gone, ignore_errors=True)
        if not gone.exists():
            return
    shutil.rmtree(gone)
