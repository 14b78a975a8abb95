"""Six more kinds of items: what the column of the kind may hold."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy import Text
from sqlalchemy.dialects import postgresql

from lms.db import UtcMoment

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

KINDS = (
    "kind IN ('one-choice', 'several-choices', 'true-false', 'number', 'spot', 'angle',"
    " 'matching', 'ordering', 'gaps', 'short-text', 'manifest', 'permit')"
)


def upgrade() -> None:
    """Forward."""
    if op.get_bind().dialect.name == "sqlite":
        _made_again()
        return
    op.drop_constraint(op.f("ck_item_version_kind"), "item_version", type_="check")
    op.create_check_constraint(op.f("ck_item_version_kind"), "item_version", KINDS)


def _made_again() -> None:
    """SQLite changes no constraint: the table is made anew under its own name, with its rows.

    Other tables point at these rows. Their keys are looked at again at the commit, by when every row is back.
    """
    op.execute("PRAGMA defer_foreign_keys=ON")
    op.execute("CREATE TEMPORARY TABLE kept AS SELECT * FROM item_version")
    op.drop_table("item_version")
    json = sa.JSON().with_variant(postgresql.JSONB(astext_type=Text()), "postgresql")
    made = op.create_table(
        "item_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("no", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("topic", sa.String(length=60), nullable=False),
        sa.Column("lesson", sa.String(length=80), nullable=False),
        sa.Column("stem", sa.String(), nullable=False),
        sa.Column("body", json, nullable=False),
        sa.Column("answer_key", json, nullable=False),
        sa.Column("explain", sa.String(), nullable=False),
        sa.Column("picture_url", sa.String(), nullable=True),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("published_at", UtcMoment(), nullable=False),
        sa.Column("translations", json, server_default="{}", nullable=False),
        sa.CheckConstraint(KINDS, name=op.f("ck_item_version_kind")),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_item_version_item_id_item")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_item_version")),
        sa.UniqueConstraint("item_id", "hash", name=op.f("uq_item_version_item_id_hash")),
        sa.UniqueConstraint("item_id", "no", name=op.f("uq_item_version_item_id_no")),
    )
    names = ", ".join(column.name for column in made.columns)
    op.execute(f"INSERT INTO item_version ({names}) SELECT {names} FROM kept")  # noqa: S608  # names of our own columns
    op.execute("DROP TABLE kept")
