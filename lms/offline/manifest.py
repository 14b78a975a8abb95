"""Manifest of the outbox: its one address and its table of receipts; packages bring the kinds of its entries."""

from lms.manifest import Package
from lms.offline import models, views

PACKAGE = Package(name="offline", models=(models,), blueprints=(views.bp,))
