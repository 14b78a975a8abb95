"""The verifiers of other makers, run by Node: whether they can run here, and what they say of a file."""

import atexit
import json
import select
import shutil
import subprocess
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).parent
NODE = shutil.which("node")
VERIFIERS = [
    pytest.mark.independent,
    pytest.mark.skipif(
        NODE is None or not (HERE / "node_modules").is_dir(),
        reason="independent verifier: not run (it needs Node, and npm install in tests/independent)",
    ),
]


def answer_of_others(folder: Path, file: Path, at: datetime) -> dict[str, Any]:
    """What they answer of this file at this moment, by what the folder holds: `verified`, and the `reason` if not."""
    question = json.dumps([str(folder), str(file), at.isoformat()])
    if _listening().poll() is not None:
        _listening.cache_clear()  # a question on which they broke down fails its own test alone
    node = _listening()
    assert node.stdin
    assert node.stdout
    node.stdin.write(question + "\n")
    node.stdin.flush()
    ready, _writing, _broken = select.select([node.stdout], [], [], 60)
    answer: dict[str, Any] = json.loads(node.stdout.readline() if ready else "")
    return answer


@cache
def _listening() -> subprocess.Popen[str]:
    """The verifiers, loaded once for all questions of a worker: to load them takes longer than to ask them."""
    node = subprocess.Popen(
        [str(NODE), "verify.mjs"], cwd=HERE, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )  # what they warn of, a failed test shows
    atexit.register(node.wait, 10)
    atexit.register(_stop, node)
    return node


def _stop(node: subprocess.Popen[str]) -> None:
    """Without further questions they end."""
    for pipe in (node.stdin, node.stdout):
        if pipe:
            pipe.close()


def run_in_node(*words: str) -> str:
    """What a script prints that runs beside the verifiers."""
    command = [str(NODE), *words]
    return subprocess.run(command, cwd=HERE, capture_output=True, text=True, check=True, timeout=60).stdout
