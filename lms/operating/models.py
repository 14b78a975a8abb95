"""What the house remembers about its own running."""

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from lms.db import Base


class WorkerBeat(Base):
    """When a worker last went through its duties."""

    __tablename__ = "worker_beat"

    name: Mapped[str] = mapped_column(primary_key=True)  # the machine's name
    at: Mapped[datetime]
