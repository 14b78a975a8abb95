"""The verifiers of other makers, run by Node: whether they can run here, and what they say of a file."""

import json
import shutil
import subprocess
from datetime import datetime
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
    answer: dict[str, Any] = json.loads(run_in_node("verify.mjs", str(folder), str(file), at.isoformat()))
    return answer


def run_in_node(*words: str) -> str:
    """What a script prints that runs beside the verifiers."""
    command = [str(NODE), *words]
    return subprocess.run(command, cwd=HERE, capture_output=True, text=True, check=True, timeout=60).stdout
