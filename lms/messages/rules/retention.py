"""How long messages are kept."""

from datetime import timedelta

READ_KEPT = timedelta(days=365)  # since it was read
UNREAD_KEPT = timedelta(days=2 * 365)  # since it was sent
