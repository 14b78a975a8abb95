"""Questions of officers under lessons, their answers, and who lets colleagues see them; all of it is appended."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from lms.db import Base

LESSON_LENGTH = 64


class LessonQuestion(Base):
    """What an officer asked the trainers of a cohort under a lesson."""

    __tablename__ = "lesson_question"
    __table_args__ = (
        Index("ix_lesson_question_cohort_id", "cohort_id", "lesson"),
        Index("ix_lesson_question_participant_id", "participant_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    uuid: Mapped[str] = mapped_column(String(36), unique=True)
    key: Mapped[str] = mapped_column(String(64), unique=True)  # of who, where and the words: sent twice, asked once
    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohort.id"))
    participant_id: Mapped[int] = mapped_column(ForeignKey("participant.id"))
    lesson: Mapped[str] = mapped_column(String(LESSON_LENGTH))  # its slug
    text: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]


class QuestionAnswer(Base):
    """What a trainer answered; there may be more than one."""

    __tablename__ = "question_answer"
    __table_args__ = (Index("ix_question_answer_question_id", "question_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(64), unique=True)  # of who, to what and the words
    question_id: Mapped[int] = mapped_column(ForeignKey("lesson_question.id"))
    text: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))  # none: the demonstration


class QuestionSharing(Base):
    """From now on colleagues see a question without a name, or see it no more; the newest counts."""

    __tablename__ = "question_sharing"
    __table_args__ = (Index("ix_question_sharing_question_id", "question_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    question_id: Mapped[int] = mapped_column(ForeignKey("lesson_question.id"))
    shared: Mapped[bool]
    at: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))  # none: the demonstration


class NameChoice(Base):
    """Whether colleagues in a cohort see an officer's questions with the first name; the newest counts, at first no."""

    __tablename__ = "name_choice"
    __table_args__ = (Index("ix_name_choice_participant_id", "participant_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    participant_id: Mapped[int] = mapped_column(ForeignKey("participant.id"))
    shows_name: Mapped[bool]
    at: Mapped[datetime]
