"""Start code: a room code (TOTP, `lms/room_codes.py`) on the supervisor's device, a new one each minute."""

from datetime import timedelta

from lms.room_codes import RoomCode, room_secret

START_CODE = RoomCode(
    step=60, digits=6, taken_for=timedelta(seconds=60), told_late=timedelta(minutes=15)
)  # the one before is taken too
TRIES = 10  # of one person in one room, within the window of the rate limiter
ROOM_TRIES = 200  # of everybody in one room within the same window
SEED_BYTES = 32
_PURPOSE = b"start code 1"


def start_secret(seed: str, sitting: str) -> str:
    """The secret of a sitting in base32, from its seed and its public id."""
    return room_secret(seed.encode(), _PURPOSE, sitting.encode())
