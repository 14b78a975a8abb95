"""Sheets that came twice or late, feedback that was released, reference performances that were agreed."""

import sqlalchemy as sa
from alembic import op

from lms.db import Json, UtcMoment

revision = "assessments_0010"
down_revision = "lms_0009"
down_revision = "lms_0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forward."""
    op.create_table('feedback_release',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('workshop_id', sa.Integer(), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=False),
    sa.Column('at', UtcMoment(), nullable=False),
    sa.ForeignKeyConstraint(['by_id'], ['person.id'], name=op.f('fk_feedback_release_by_id_person')),
    sa.ForeignKeyConstraint(['workshop_id'], ['workshop.id'], name=op.f('fk_feedback_release_workshop_id_workshop')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_feedback_release')),
    sa.UniqueConstraint('workshop_id', name=op.f('uq_feedback_release_workshop_id'))
    )
    op.create_table('reference_rating',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('performance_id', sa.Integer(), nullable=False),
    sa.Column('no', sa.Integer(), nullable=False),
    sa.Column('title', sa.String(length=120), nullable=False),
    sa.Column('levels', Json, nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=False),
    sa.Column('at', UtcMoment(), nullable=False),
    sa.ForeignKeyConstraint(['by_id'], ['person.id'], name=op.f('fk_reference_rating_by_id_person')),
    sa.ForeignKeyConstraint(['performance_id'], ['performance.id'], name=op.f('fk_reference_rating_performance_id_performance')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_reference_rating')),
    sa.UniqueConstraint('performance_id', 'no', name=op.f('uq_reference_rating_performance_id_no'))
    )
    op.create_table('paper_sheet',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('sheet_id', sa.Integer(), nullable=False),
    sa.Column('code', sa.String(length=8), nullable=False),
    sa.Column('printed_by_id', sa.Integer(), nullable=False),
    sa.Column('printed_at', UtcMoment(), nullable=False),
    sa.ForeignKeyConstraint(['printed_by_id'], ['person.id'], name=op.f('fk_paper_sheet_printed_by_id_person')),
    sa.ForeignKeyConstraint(['sheet_id'], ['sheet.id'], name=op.f('fk_paper_sheet_sheet_id_sheet')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_paper_sheet')),
    sa.UniqueConstraint('code', name=op.f('uq_paper_sheet_code')),
    sa.UniqueConstraint('sheet_id', name=op.f('uq_paper_sheet_sheet_id'))
    )
    op.create_table('performance_review',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('uuid', sa.String(length=36), nullable=False),
    sa.Column('performance_id', sa.Integer(), nullable=False),
    sa.Column('sheet_id', sa.Integer(), nullable=False),
    sa.Column('cause', sa.String(length=16), nullable=False),
    sa.Column('opened_at', UtcMoment(), nullable=False),
    sa.Column('closed_at', UtcMoment(), nullable=True),
    sa.Column('closed_by_id', sa.Integer(), nullable=True),
    sa.Column('reason', sa.String(), nullable=False),
    sa.CheckConstraint("cause IN ('late', 'settled')", name=op.f('ck_performance_review_cause')),
    sa.ForeignKeyConstraint(['closed_by_id'], ['person.id'], name=op.f('fk_performance_review_closed_by_id_person')),
    sa.ForeignKeyConstraint(['performance_id'], ['performance.id'], name=op.f('fk_performance_review_performance_id_performance')),
    sa.ForeignKeyConstraint(['sheet_id'], ['sheet.id'], name=op.f('fk_performance_review_sheet_id_sheet')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_performance_review')),
    sa.UniqueConstraint('uuid', name=op.f('uq_performance_review_uuid'))
    )
    op.create_table('sheet_copy',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('uuid', sa.String(length=36), nullable=False),
    sa.Column('sheet_id', sa.Integer(), nullable=False),
    sa.Column('key', sa.String(length=36), nullable=False),
    sa.Column('way', sa.String(length=8), nullable=False),
    sa.Column('content', Json, nullable=False),
    sa.Column('device', sa.String(length=36), nullable=True),
    sa.Column('device_seq', sa.Integer(), nullable=True),
    sa.Column('device_at', UtcMoment(), nullable=True),
    sa.Column('offset_ms', sa.Integer(), nullable=True),
    sa.Column('actor_id', sa.Integer(), nullable=True),
    sa.Column('at', UtcMoment(), nullable=False),
    sa.Column('kept', sa.String(length=8), nullable=True),
    sa.Column('settled_by_id', sa.Integer(), nullable=True),
    sa.Column('settled_at', UtcMoment(), nullable=True),
    sa.Column('reason', sa.String(), nullable=False),
    sa.CheckConstraint("kept IN ('first', 'copy')", name=op.f('ck_sheet_copy_kept')),
    sa.CheckConstraint("way IN ('line', 'device', 'file', 'paper')", name=op.f('ck_sheet_copy_way')),
    sa.ForeignKeyConstraint(['actor_id'], ['person.id'], name=op.f('fk_sheet_copy_actor_id_person')),
    sa.ForeignKeyConstraint(['settled_by_id'], ['person.id'], name=op.f('fk_sheet_copy_settled_by_id_person')),
    sa.ForeignKeyConstraint(['sheet_id'], ['sheet.id'], name=op.f('fk_sheet_copy_sheet_id_sheet')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_sheet_copy')),
    sa.UniqueConstraint('sheet_id', 'key', name=op.f('uq_sheet_copy_sheet_id_key')),
    sa.UniqueConstraint('uuid', name=op.f('uq_sheet_copy_uuid'))
    )
    op.create_table('paper_keying',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('paper_id', sa.Integer(), nullable=False),
    sa.Column('step', sa.String(length=8), nullable=False),
    sa.Column('content', Json, nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=False),
    sa.Column('at', UtcMoment(), nullable=False),
    sa.CheckConstraint("step IN ('first', 'second', 'settled')", name=op.f('ck_paper_keying_step')),
    sa.ForeignKeyConstraint(['by_id'], ['person.id'], name=op.f('fk_paper_keying_by_id_person')),
    sa.ForeignKeyConstraint(['paper_id'], ['paper_sheet.id'], name=op.f('fk_paper_keying_paper_id_paper_sheet')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_paper_keying')),
    sa.UniqueConstraint('paper_id', 'step', name=op.f('uq_paper_keying_paper_id_step'))
    )
