"""Run the tests on both databases; `--reference` runs those on published data alone, `--pages` every page.

`--long` runs what takes longer than a minute each: kills, outages, drops.
"""

import os
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PUBLISHED = ROOT.parent / "shared" / "ob3-schemas"  # what others published; no part of the repository
WORKERS = os.environ.get("TEST_WORKERS", "3")  # one more than most machines have cores: tests also wait


def environment() -> dict[str, str]:
    """As it is, but what was compiled is kept: the workers and every command that a test starts read it again."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def pytest(title: str, *options: str) -> int:
    """One run of pytest; answers its exit code, with nothing collected counting as a failure."""
    print(f"\n== {title}", flush=True)
    begun = time.monotonic()
    code = subprocess.call([sys.executable, "-m", "pytest", "-q", *options], cwd=ROOT, env=environment())
    print(f"== {title}: {'passed' if code == 0 else 'FAILED'} in {time.monotonic() - begun:.0f} s", flush=True)
    return code


def run(reference: bool, pages: bool, long: bool) -> int:
    """Every run, even after one that failed; answers 1 if any did."""
    spread = ("-n", WORKERS, "--dist", "load")
    files = ("-n", WORKERS, "--dist", "loadfile", "--no-loadscope-reorder")  # a file shares what is slow to make
    if reference and not PUBLISHED.is_dir():
        print(f"The published data is not in {PUBLISHED}: nothing was tested.")
        return 1
    if reference:
        return int(pytest("published data", *spread, "--reference", "-m", "reference") != 0)
    if pages:
        return int(pytest("every page and what takes long", *spread, "-m", "pages and not long") != 0)
    if long:  # one after the other: kills and outages are measured by the clock
        codes = [pytest(f"what takes long, {name}", "--db", name, "-m", "long") for name in ("sqlite", "pg")]
        return int(any(codes))
    short = "not reference and not long"
    codes = [
        pytest("SQLite, journeys among them", *files, "--db", "sqlite", "-m", f"{short} and not pages"),
        pytest("PostgreSQL", *files, "--db", "pg", "-m", f"{short} and not journey and not browser"),
    ]
    return int(any(codes))


if __name__ == "__main__":
    sys.exit(run(*(f"--{name}" in sys.argv[1:] for name in ("reference", "pages", "long"))))
