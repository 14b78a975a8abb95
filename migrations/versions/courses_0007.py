"""Imports of officers into cohorts, the accounts they propose, and permits to make those."""

import sqlalchemy as sa
from alembic import op

from lms.db import Json, UtcMoment

revision = "courses_0007"
down_revision = "courses_0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forward."""
    op.create_table('cohort_import',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('uuid', sa.String(length=36), nullable=False),
    sa.Column('cohort_id', sa.Integer(), nullable=False),
    sa.Column('file_name', sa.String(length=200), nullable=False),
    sa.Column('digest', sa.String(length=64), nullable=False),
    sa.Column('rows', Json, nullable=False),
    sa.Column('notes', Json, nullable=False),
    sa.Column('answers', Json, nullable=False),
    sa.Column('state', sa.String(length=16), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=False),
    sa.Column('at', UtcMoment(), nullable=False),
    sa.Column('job_id', sa.Integer(), nullable=True),
    sa.Column('fault', sa.String(), nullable=False),
    sa.Column('applied_at', UtcMoment(), nullable=True),
    sa.Column('applied_by_id', sa.Integer(), nullable=True),
    sa.Column('undone_at', UtcMoment(), nullable=True),
    sa.Column('undone_by_id', sa.Integer(), nullable=True),
    sa.Column('kept', Json, nullable=False),
    sa.CheckConstraint("state IN ('checked', 'applying', 'applied', 'undone')", name=op.f('ck_cohort_import_state')),
    sa.ForeignKeyConstraint(['applied_by_id'], ['person.id'], name=op.f('fk_cohort_import_applied_by_id_person')),
    sa.ForeignKeyConstraint(['by_id'], ['person.id'], name=op.f('fk_cohort_import_by_id_person')),
    sa.ForeignKeyConstraint(['cohort_id'], ['cohort.id'], name=op.f('fk_cohort_import_cohort_id_cohort')),
    sa.ForeignKeyConstraint(['undone_by_id'], ['person.id'], name=op.f('fk_cohort_import_undone_by_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_cohort_import')),
    sa.UniqueConstraint('uuid', name=op.f('uq_cohort_import_uuid'))
    )
    op.create_index('ix_cohort_import_cohort_id', 'cohort_import', ['cohort_id'], unique=False)
    op.create_table('cohort_account_permit',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('cohort_id', sa.Integer(), nullable=False),
    sa.Column('given_by_id', sa.Integer(), nullable=False),
    sa.Column('given_at', UtcMoment(), nullable=False),
    sa.Column('ended_at', UtcMoment(), nullable=True),
    sa.Column('ended_by_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['cohort_id'], ['cohort.id'], name=op.f('fk_cohort_account_permit_cohort_id_cohort')),
    sa.ForeignKeyConstraint(['ended_by_id'], ['person.id'], name=op.f('fk_cohort_account_permit_ended_by_id_person')),
    sa.ForeignKeyConstraint(['given_by_id'], ['person.id'], name=op.f('fk_cohort_account_permit_given_by_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_cohort_account_permit'))
    )
    op.create_index('uq_cohort_account_permit_one_open', 'cohort_account_permit', ['cohort_id'], unique=True, sqlite_where=sa.text('ended_at IS NULL'), postgresql_where=sa.text('ended_at IS NULL'))
    op.create_table('cohort_account_proposal',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('uuid', sa.String(length=36), nullable=False),
    sa.Column('import_id', sa.Integer(), nullable=False),
    sa.Column('administration_id', sa.Integer(), nullable=False),
    sa.Column('rows', Json, nullable=False),
    sa.Column('count', sa.Integer(), nullable=False),
    sa.Column('at', UtcMoment(), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=False),
    sa.Column('approved', sa.Boolean(), nullable=True),
    sa.Column('decided_at', UtcMoment(), nullable=True),
    sa.Column('decided_by_id', sa.Integer(), nullable=True),
    sa.Column('permit_id', sa.Integer(), nullable=True),
    sa.Column('reason', sa.String(), nullable=False),
    sa.CheckConstraint('(decided_at IS NULL) = (approved IS NULL)', name=op.f('ck_cohort_account_proposal_decided')),
    sa.ForeignKeyConstraint(['administration_id'], ['administration.id'], name=op.f('fk_cohort_account_proposal_administration_id_administration')),
    sa.ForeignKeyConstraint(['by_id'], ['person.id'], name=op.f('fk_cohort_account_proposal_by_id_person')),
    sa.ForeignKeyConstraint(['decided_by_id'], ['person.id'], name=op.f('fk_cohort_account_proposal_decided_by_id_person')),
    sa.ForeignKeyConstraint(['import_id'], ['cohort_import.id'], name=op.f('fk_cohort_account_proposal_import_id_cohort_import')),
    sa.ForeignKeyConstraint(['permit_id'], ['cohort_account_permit.id'], name=op.f('fk_cohort_account_proposal_permit_id_cohort_account_permit')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_cohort_account_proposal')),
    sa.UniqueConstraint('uuid', name=op.f('uq_cohort_account_proposal_uuid'))
    )
    op.create_index('ix_cohort_account_proposal_administration_id', 'cohort_account_proposal', ['administration_id'], unique=False)
    op.create_index('ix_cohort_account_proposal_import_id', 'cohort_account_proposal', ['import_id'], unique=False)
    op.create_table('cohort_import_person',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('import_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('row', sa.Integer(), nullable=False),
    sa.Column('row_key', sa.String(length=64), nullable=False),
    sa.Column('made', sa.Boolean(), nullable=False),
    sa.Column('at', UtcMoment(), nullable=False),
    sa.Column('proposal_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['import_id'], ['cohort_import.id'], name=op.f('fk_cohort_import_person_import_id_cohort_import')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_cohort_import_person_person_id_person')),
    sa.ForeignKeyConstraint(['proposal_id'], ['cohort_account_proposal.id'], name=op.f('fk_cohort_import_person_proposal_id_cohort_account_proposal')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_cohort_import_person')),
    sa.UniqueConstraint('import_id', 'person_id', name=op.f('uq_cohort_import_person_import_id_person_id'))
    )
    op.create_index('ix_cohort_import_person_person_id', 'cohort_import_person', ['person_id'], unique=False)
