"""Meetings of cohorts, what was said of each, the seeds of their codes, and their rolls."""

import sqlalchemy as sa
from alembic import op

from lms.db import Json, UtcMoment

revision = "courses_0008"
down_revision = "courses_0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forward."""
    op.create_table('meeting',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('uuid', sa.String(length=36), nullable=False),
    sa.Column('cohort_id', sa.Integer(), nullable=False),
    sa.Column('series', sa.String(length=36), nullable=True),
    sa.Column('slot', sa.Date(), nullable=False),
    sa.ForeignKeyConstraint(['cohort_id'], ['cohort.id'], name=op.f('fk_meeting_cohort_id_cohort')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_meeting')),
    sa.UniqueConstraint('uuid', name=op.f('uq_meeting_uuid'))
    )
    op.create_index('ix_meeting_cohort_id', 'meeting', ['cohort_id'], unique=False)
    op.create_index('ix_meeting_series', 'meeting', ['series'], unique=False)
    op.create_table('meeting_change',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('meeting_id', sa.Integer(), nullable=False),
    sa.Column('sequence', sa.Integer(), nullable=False),
    sa.Column('step', sa.String(length=16), nullable=False),
    sa.Column('title', sa.String(length=120), nullable=False),
    sa.Column('starts', sa.DateTime(), nullable=False),
    sa.Column('minutes', sa.Integer(), nullable=False),
    sa.Column('zone', sa.String(length=64), nullable=False),
    sa.Column('place', sa.String(length=200), nullable=False),
    sa.Column('reason', sa.String(), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=True),
    sa.Column('at', UtcMoment(), nullable=False),
    sa.CheckConstraint("step IN ('scheduled', 'moved', 'changed', 'cancelled')", name=op.f('ck_meeting_change_step')),
    sa.CheckConstraint('minutes > 0', name=op.f('ck_meeting_change_minutes')),
    sa.CheckConstraint('sequence >= 0', name=op.f('ck_meeting_change_sequence')),
    sa.ForeignKeyConstraint(['by_id'], ['person.id'], name=op.f('fk_meeting_change_by_id_person')),
    sa.ForeignKeyConstraint(['meeting_id'], ['meeting.id'], name=op.f('fk_meeting_change_meeting_id_meeting')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_meeting_change')),
    sa.UniqueConstraint('meeting_id', 'sequence', name=op.f('uq_meeting_change_meeting_id_sequence'))
    )
    op.create_index('ix_meeting_change_starts', 'meeting_change', ['starts'], unique=False)
    op.create_table('meeting_seed',
    sa.Column('cohort_id', sa.Integer(), nullable=False),
    sa.Column('seed', sa.String(length=64), nullable=False),
    sa.Column('made_at', UtcMoment(), nullable=False),
    sa.ForeignKeyConstraint(['cohort_id'], ['cohort.id'], name=op.f('fk_meeting_seed_cohort_id_cohort')),
    sa.PrimaryKeyConstraint('cohort_id', name=op.f('pk_meeting_seed'))
    )
    op.create_table('roll_taking',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('meeting_id', sa.Integer(), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=False),
    sa.Column('received_at', UtcMoment(), nullable=False),
    sa.ForeignKeyConstraint(['by_id'], ['person.id'], name=op.f('fk_roll_taking_by_id_person')),
    sa.ForeignKeyConstraint(['meeting_id'], ['meeting.id'], name=op.f('fk_roll_taking_meeting_id_meeting')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_roll_taking'))
    )
    op.create_index('ix_roll_taking_meeting_id', 'roll_taking', ['meeting_id', 'id'], unique=False)
    op.create_table('meeting_roll_line',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('meeting_id', sa.Integer(), nullable=False),
    sa.Column('taking_id', sa.Integer(), nullable=False),
    sa.Column('device', sa.String(length=64), nullable=False),
    sa.Column('seq', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=False),
    sa.Column('source', sa.String(length=16), nullable=False),
    sa.Column('presence', sa.String(length=16), nullable=True),
    sa.Column('at', UtcMoment(), nullable=False),
    sa.Column('clock_offset_ms', sa.BigInteger(), nullable=False),
    sa.Column('over', Json, nullable=False),
    sa.Column('received_at', UtcMoment(), nullable=False),
    sa.CheckConstraint("presence IN ('present', 'late', 'left-early', 'excused', 'absent')", name=op.f('ck_meeting_roll_line_presence')),
    sa.CheckConstraint("source IN ('list', 'sheet', 'decision', 'code', 'self')", name=op.f('ck_meeting_roll_line_source')),
    sa.CheckConstraint('seq >= 0', name=op.f('ck_meeting_roll_line_seq')),
    sa.ForeignKeyConstraint(['by_id'], ['person.id'], name=op.f('fk_meeting_roll_line_by_id_person')),
    sa.ForeignKeyConstraint(['meeting_id'], ['meeting.id'], name=op.f('fk_meeting_roll_line_meeting_id_meeting')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_meeting_roll_line_person_id_person')),
    sa.ForeignKeyConstraint(['taking_id'], ['roll_taking.id'], name=op.f('fk_meeting_roll_line_taking_id_roll_taking')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_meeting_roll_line')),
    sa.UniqueConstraint('meeting_id', 'device', 'seq', name=op.f('uq_meeting_roll_line_meeting_id_device_seq'))
    )
    op.create_index('ix_meeting_roll_line_person_id_meeting_id', 'meeting_roll_line', ['person_id', 'meeting_id'], unique=False)
    op.create_index('ix_meeting_roll_line_taking_id', 'meeting_roll_line', ['taking_id'], unique=False)
