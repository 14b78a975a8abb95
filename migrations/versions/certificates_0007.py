"""Figures of the programme as they were counted last; donor reports and their numbers."""

import sqlalchemy as sa
from alembic import op

from lms.db import Json, UtcMoment

revision = "certificates_0007"
down_revision = "assessments_0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forward."""
    op.create_table(
        "figure_rollup",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("breakdown", sa.String(length=16), nullable=False),
        sa.Column("row", sa.String(length=64), nullable=False),
        sa.Column("figure", sa.String(length=24), nullable=False),
        sa.Column("people", sa.Integer(), nullable=True),
        sa.Column("counted_at", UtcMoment(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_figure_rollup")),
        sa.UniqueConstraint("breakdown", "row", "figure", name=op.f("uq_figure_rollup_breakdown_row_figure")),
    )
    op.create_table(
        "report",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.String(length=36), nullable=False),
        sa.Column("fund_id", sa.Integer(), nullable=False),
        sa.Column("first_quarter", sa.String(length=7), nullable=False),
        sa.Column("last_quarter", sa.String(length=7), nullable=False),
        sa.Column("frozen_at", UtcMoment(), nullable=False),
        sa.Column("activities", Json, nullable=False),
        sa.Column("frozen_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["frozen_by_id"], ["person.id"], name=op.f("fk_report_frozen_by_id_person")),
        sa.ForeignKeyConstraint(["fund_id"], ["fund.id"], name=op.f("fk_report_fund_id_fund")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report")),
        sa.UniqueConstraint("fund_id", "first_quarter", name=op.f("uq_report_fund_id_first_quarter")),
        sa.UniqueConstraint("uuid", name=op.f("uq_report_uuid")),
    )
    op.create_index(op.f("ix_report_fund_id"), "report", ["fund_id"])
    op.create_table(
        "report_cell",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("breakdown", sa.String(length=16), nullable=False),
        sa.Column("row", sa.String(length=64), nullable=False),
        sa.Column("figure", sa.String(length=24), nullable=False),
        sa.Column("value", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["report_id"], ["report.id"], name=op.f("fk_report_cell_report_id_report")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_cell")),
        sa.UniqueConstraint(
            "report_id", "breakdown", "row", "figure", name=op.f("uq_report_cell_report_id_breakdown_row_figure")
        ),
    )
