"""Runs that follow one another: which came before, what was read in which, and what another version asks for anew."""

import sqlalchemy as sa
from alembic import op

from lms.db import UtcMoment

revision = "courses_0004"
down_revision = "courses_0003"
branch_labels = None
depends_on = None

BEFORE = """
UPDATE enrolment SET follows_id = (
    SELECT max(earlier.id) FROM enrolment AS earlier
    WHERE earlier.person_id = enrolment.person_id AND earlier.course_id = enrolment.course_id
    AND earlier.id < enrolment.id
)
"""


def upgrade() -> None:
    """Forward: of each run that is there, the one before it is known; each lesson was read in its own run."""
    _add_reference("enrolment", "follows_id")
    op.execute(BEFORE)
    _add_reference("lesson_read", "read_in_id")
    op.create_table(
        "done_before",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("enrolment_id", sa.Integer(), nullable=False),
        sa.Column("step", sa.String(length=64), nullable=False),
        sa.Column("at", UtcMoment(), nullable=False),
        sa.Column("course_version_id", sa.Integer(), nullable=False),
        sa.Column("done_in_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["course_version_id"], ["course_version.id"], name=op.f("fk_done_before_course_version_id_course_version")
        ),
        sa.ForeignKeyConstraint(["done_in_id"], ["enrolment.id"], name=op.f("fk_done_before_done_in_id_enrolment")),
        sa.ForeignKeyConstraint(["enrolment_id"], ["enrolment.id"], name=op.f("fk_done_before_enrolment_id_enrolment")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_done_before")),
        sa.UniqueConstraint(
            "enrolment_id", "step", "course_version_id", name=op.f("uq_done_before_enrolment_id_step_course_version_id")
        ),
    )


def _add_reference(table: str, column: str) -> None:
    """A run that a row may name."""
    name = f"fk_{table}_{column}_enrolment"
    if op.get_bind().dialect.name == "sqlite":  # in place: to copy the table would end every row that points to it
        op.execute(f"ALTER TABLE {table} ADD COLUMN {column} INTEGER CONSTRAINT {name} REFERENCES enrolment (id)")
    else:
        op.add_column(table, sa.Column(column, sa.Integer(), nullable=True))
        op.create_foreign_key(op.f(name), table, "enrolment", [column], ["id"])
