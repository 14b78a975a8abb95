"""Bounces: addresses that a mail server refused for good."""

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from lms.db import Base


class RefusedAddress(Base):
    """Bounce: an e-mail address that the mail server refused for good; gone once a letter arrives there."""

    __tablename__ = "refused_address"

    address: Mapped[str] = mapped_column(primary_key=True)  # as people keep it
    words: Mapped[str]  # what the server said
    at: Mapped[datetime]
