"""A real worker whose clock is the one of a file: how many seconds it is ahead. Started by the test of kills."""

import sys
import threading
from datetime import timedelta
from pathlib import Path

import config
from lms import clock
from lms.app import create_app
from lms.operating.serving import stop_on_terminate
from lms.queue.worker import Worker

LOOK = 0.05  # seconds between two looks: the clock of these tests goes quickly


def main(ahead: Path) -> None:
    now = clock.now
    clock.now = lambda: now() + timedelta(seconds=float(ahead.read_text()))  # type: ignore[assignment]
    stop_on_terminate()
    worker = Worker(create_app(config.from_environment()), 1, LOOK)
    worker.start()
    try:
        threading.Event().wait()
    finally:
        worker.stop()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
