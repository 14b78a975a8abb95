"""Manifest of the queue: its tables, and the periodic task that keeps them small."""

from lms.manifest import Package
from lms.queue import models, tasks
from lms.queue.legacy import LEGACY

PACKAGE = Package(name="queue", models=(models,), periodic=(tasks.forget_done,), legacy_tables=LEGACY)
