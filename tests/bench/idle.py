"""The CPU of a server that has nothing to do: `python -m tests.bench idle port pid pid-of-a-bare-uvicorn`"""

import asyncio

from django.db import connection

from tests.bench.live import FEW, Site
from tests.bench.options import rounds
from tests.bench.process import cpu

SECONDS = rounds(60.0, 10.0)
SETTLE = rounds(10.0, 4.0)  # until a server that was just started, or joined, has nothing to do


def main(port, *pids):
    found = asyncio.run(measure(Site(int(port), int(pids[0])), [int(pid) for pid in pids]))
    connection.close()
    return found


async def measure(site, servers):
    """Percents of a core, of each server, with nobody and with some open boards on the first."""
    nobody = await idle(servers)
    await site.open(FEW)
    boards = await idle(servers)
    assert not any(stream.reading.done() for stream in site.streams)
    return {"nobody": nobody, "boards": boards}


async def idle(servers):
    await asyncio.sleep(SETTLE)
    before = [cpu(server) for server in servers]
    await asyncio.sleep(SECONDS)
    return [100 * (cpu(server) - start) / SECONDS for server, start in zip(servers, before, strict=True)]
