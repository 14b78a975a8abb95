"""The port of courses: who holds a certificate in force of which course, until when."""

from datetime import timedelta

from certificates.credentials.sources.in_force import credentials_in_force
from lms.access import Role
from tests.builders import certificates
from tests.builders.people import NOW, person


def officer(session):
    return person(session, None, Role.OFFICER)


def test_a_certificate_is_in_force_until_its_moment(session):
    row, version = officer(session), certificates.course_version(session)
    until = certificates.issued(session, row, version).version.valid_until
    key = (row.id, version.course_id)
    found = credentials_in_force(session, [row.id], [version.course_id], NOW)
    assert found[key].until == until
    assert credentials_in_force(session, [row.id], [version.course_id], until - timedelta(seconds=1)) == found
    assert credentials_in_force(session, [row.id], [version.course_id], until) == {}


def test_a_suspended_one_and_that_of_another_course_are_not(session):
    row, version, other = officer(session), certificates.course_version(session), certificates.course_version(session)
    held = certificates.issued(session, row, version)
    assert credentials_in_force(session, [row.id], [other.course_id], NOW) == {}
    certificates.suspended(session, held, at=NOW)
    assert credentials_in_force(session, [row.id], [version.course_id], NOW) == {}


def test_many_people_and_courses_need_as_many_queries_as_one(session, counting):
    versions = [certificates.course_version(session) for _each in range(2)]
    people = [officer(session) for _each in range(3)]
    for row in people:
        for version in versions:
            certificates.issued(session, row, version)
    ids, courses = [row.id for row in people], [version.course_id for version in versions]
    with counting() as one:
        credentials_in_force(session, ids[:1], courses[:1], NOW)
    with counting() as many:
        found = credentials_in_force(session, ids, courses, NOW)
    assert len(found) == 6
    assert len(many) == len(one)
