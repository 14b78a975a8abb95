"""Keys to which tablets seal sheets."""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from lms.db import Base

COORDINATE_LENGTH = 43  # 32 bytes in base64url


class SheetKey(Base):
    """The public half of a key for sealed sheets; the private one lies wrapped on the disk, and is kept for ever."""

    __tablename__ = "sheet_key"

    id: Mapped[int] = mapped_column(primary_key=True)
    kid: Mapped[str] = mapped_column(String(COORDINATE_LENGTH), unique=True)  # its thumbprint (RFC 7638)
    x: Mapped[str] = mapped_column(String(COORDINATE_LENGTH))
    y: Mapped[str] = mapped_column(String(COORDINATE_LENGTH))
    made_at: Mapped[datetime]
    retired_at: Mapped[datetime | None]  # no longer given to tablets; it still opens what comes late
