"""Names of accounts: the name in the script of the country, who checked both, and who changed them."""

import sqlalchemy as sa
from alembic import op

from lms.db import UtcMoment

revision = "lms_0002"
down_revision = "assessments_0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forward."""
    with op.batch_alter_table("person") as table:
        table.add_column(sa.Column("local_name", sa.String(), server_default="", nullable=False))
        table.add_column(sa.Column("name_checked_at", UtcMoment(), nullable=True))
    checker = "fk_person_name_checked_by_id_person"
    if op.get_bind().dialect.name == "sqlite":  # in place: to copy the table would end every row that points to it
        op.execute(
            f"ALTER TABLE person ADD COLUMN name_checked_by_id INTEGER CONSTRAINT {checker} REFERENCES person (id)"
        )
    else:
        op.add_column("person", sa.Column("name_checked_by_id", sa.Integer(), nullable=True))
        op.create_foreign_key(op.f(checker), "person", "person", ["name_checked_by_id"], ["id"])
    op.create_table(
        "account_name_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", UtcMoment(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_account_name_change_by_id_person")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_account_name_change_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account_name_change")),
    )
    op.create_index(op.f("ix_account_name_change_person_id"), "account_name_change", ["person_id"], unique=False)
