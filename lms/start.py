"""What starts a process of the product: the door of the `lms` command, and how everything is imported."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def importing() -> Iterator[None]:
    """Nothing is looked for in the garbage meanwhile: half of the time that starting took went into that.

    What was imported stays as long as the process, so it is never looked through later either.
    """
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


def main() -> None:
    """The `lms` command."""
    with importing():
        from lms import cli  # noqa: PLC0415
    cli.main()
