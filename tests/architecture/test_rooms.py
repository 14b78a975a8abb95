"""Every area has the same rooms under the same names, so that whoever knows one area knows them all."""

import ast
from functools import cache
from pathlib import Path

from tests.every_case import every_case

ROOT = Path(__file__).parents[2]
PACKAGES = ("lms", "courses", "assessments", "certificates")
MOST = 14  # things that an area shows at first sight, besides what brings an older version across and goes with it
ANATOMY = {
    "README.md", "__init__", "models", "rules", "queries", "services", "policy", "forms", "pages", "views", "templates",
    "static", "labels", "events", "tasks", "commands", "demo", "legacy", "api", "ports", "manifest",
}  # fmt: skip
FLOOR = "the ground floor: machinery that everybody uses, flat, each module under the term of its field"
SUBJECTS: dict[str, dict[str, str]] = {  # what is a subject of its own in an area, and what it is about
    "lms": dict.fromkeys(
        (
            "access",
            "access_model",
            "app",
            "audit",
            "audited_rows",
            "batch",
            "cache",
            "calendar_feeds",
            "calendars",
            "charts",
            "cli",
            "clock",
            "db",
            "errors",
            "gettext_noop",
            "home",
            "i18n",
            "ids",
            "inserts",
            "mail",
            "messages",
            "moments",
            "months",
            "offline",
            "operating",
            "outages",
            "paging",
            "people",
            "queue",
            "rate_limits",
            "room_codes",
            "rows",
            "schema",
            "scopes",
            "signed_links",
            "start",
            "storage",
            "tables",
            "svg",
            "text",
            "uploads",
            "web",
            "wrapped_keys",
            "write_behind",
            "wsgi",
            "zones",
        ),
        FLOOR,
    ),
    "lms/calendar_feeds": {},
    "lms/audit": {
        "record": "the trail as a page for its readers",
        "seals": "what the trail held at a moment, signed, in a file, a letter and after a restore",
        "verification": "the trail against its seals and the records of every package",
    },
    "lms/audit/record": {},
    "lms/mail": {
        "composing": "a letter as text and HTML",
        "folder": "mail that is kept in files where no server is named",
        "transport": "the mail server, and what its answers mean",
    },
    "lms/messages": {
        "kinds": "what a package brings so that people are told",
        "letters": "jobs that put messages into letters",
        "registry": "the kinds of an application",
    },
    "lms/offline": {
        "kinds": "what may be sent by the outbox, registered by its owners",
        "payloads": "requests of the outbox, read",
        "receiving": "from a request to receipts",
    },
    "lms/operating": {
        "backup": "everything in one file",
        "crowd_server": "waitress for thousands of connections",
        "demonstration": "the instance that is filled with invented people",
        "doctor": "health checks",
        "https_check": "whether an address answers safely",
        "open_files": "how many connections the system allows",
        "restore": "a backup in an empty installation",
        "serving": "web server and worker as processes",
        "single_user": "an installation for its one author",
        "snapshot": "the database at one moment",
    },
    "lms/people": {
        "access": "roles, permissions and the kinds of scope of people",
        "applications": "who wants an account, and who decides on it",
        "authentication": "the ways in, login sessions, password hashing",
        "consents": "what is kept about people, read and agreed to at the first sign-in",
        "letters": "jobs that write letters with one-time links",
        "role_messages": "what people are told about their roles",
        "sex": "what people may tell of their sex, answered in counts alone",
        "transfers": "officers who move to another unit or administration",
    },
    "lms/people/applications": {
        "audited": "what the audit trail is compared with",
        "kinds": "every kind of application as one list, and the one for accounts",
        "letters": "letters to applicants",
        "links": "the signed address of an applicant's page",
    },
    "lms/people/consents": {
        "audited": "what the audit trail is compared with",
        "gate": "until the answer every page leads to the notice",
        "letters": "the letter about who said no",
    },
    "lms/people/sex": {},
    "lms/people/transfers": {
        "audited": "what the audit trail is compared with",
        "kinds": "moves as a kind of application",
        "letters": "letters to who moves",
    },
    "lms/queue": {
        "breakers": "a lane that rests after failures",
        "jobs": "rows of work, leased and settled",
        "kinds": "what a job or a periodic task is",
        "periodic": "periods, and when each ran last",
        "registry": "the kinds of an application",
        "worker": "the process that takes rows",
    },
    "lms/tables": {
        "exports": "the list on the screen as a file, told to the record",
        "reading": "files that people fill in, as rows of values with their problems",
        "sentences": "texts with values, translated when they are shown",
        "spreadsheet_formulas": "texts that would run",
        "verdicts": "the report of an import",
        "writing": "lists as CSV, XLSX and JSON",
    },
    "lms/text": {
        "codes": "codes that people copy from paper",
        "folding": "letters without case and accents",
        "located_yaml": "YAML with the line of each value",
        "markup": "Markdown to clean HTML",
        "person_names": "the signs that names of people may hold",
        "problems": "what is wrong in a file, with its line",
        "search": "full-text search on both databases",
        "yaml_scalars": "every text of a YAML file as it is written, with its line",
    },
    "lms/uploads": {
        "audited": "what the audit trail is compared with",
        "contents": "bytes: looked at, re-made and checked, in processes of their own",
        "form_part": "the part of a form that takes files",
        "health_checks": "what the doctor asks",
        "purposes": "what a package brings so that people can send files",
        "receiving": "from a request to a kept file",
    },
    "lms/web": {
        "assets": "static files with hashed names",
        "errors": "one handler for every fault that a person may be told",
        "languages": "which language a page speaks, and its texts",
        "offline": "what browsers keep: the service worker, shared devices",
        "security": "headers and form tokens",
        "shell": "what every page shows round its own content",
        "translations": "the shipped catalogues",
    },
    "courses": {
        "catalogue": "course folders, versions, publishing",
        "cohorts": "officers who take a course together, their trainers, meetings and rolls",
        "content": "the shipped courses",
        "evaluation": "what courses achieve, on four levels, in sums",
        "home": "what it brings to the home page",
        "impact": "where courses name a taxon or a source, and the official Appendices compared with that",
        "learning": "runs, progress, the pages of learners",
        "mistakes": "mistakes in lessons, questions and words: reported, and judged",
        "openings": "the final exam opened for one person",
        "permissions": "what may be done with courses, and the roles for it",
        "preview": "a course folder in the browser of its author",
        "programme": "activities, funds, partners, regions, and who trained whom",
        "reviews": "the pages on which specialists check courses, and whose signatures are needed",
        "progress": "how far the people of a place of work are, for those who answer for them",
        "surveys": "forms that groups and supervisors answer, in sums",
    },
    "courses/catalogue": {
        "checking": "every problem of a course folder",
        "claims": "rules: what is a claim, and which source carries it",
        "register_commands": "the command that tells what rests on which source",
        "course_folder": "a course folder, read with its lines",
        "rendering": "HTML of lessons, entries of the search",
        "review": "what specialists read, signed and returned",
        "skeleton": "a small whole course, with which an author begins",
    },
    "courses/catalogue/review": {
        "audited": "what the audit trail is compared with",
        "pieces": "what is signed by itself, read from a course folder",
    },
    "courses/reviews": {"scope_kind": "a course as that for which a role is held"},
    "courses/cohorts": {
        "account_kind": "accounts that imports propose, as a kind of application",
        "offline_rolls": "rolls and checked names that come by the outbox",
        "cohort_kinds": "proposed cohorts and joins, as kinds of application",
        "offline_questions": "questions that a phone kept, as a kind of outbox entry",
        "scope_kind": "cohorts as things for which a role is held",
    },
    "courses/evaluation": {},
    "courses/mistakes": {"offline_reports": "reports that a phone kept, as a kind of outbox entry"},
    "courses/impact": {
        "course_texts": "course folders read for what they name",
        "official_lists": "the download of the Checklist, read and kept",
        "passages": "the texts of a course folder, with their lines",
        "taxa_file": "the taxa that courses name, read",
    },
    "courses/learning": {
        "before_final": "what the final exam of a run waits for",
        "offline_reads": "“I have read this” that comes by the outbox",
        "outline": "lessons, quizzes and exam of a version in order, cached",
        "positions": "where people stopped, written behind",
        "versions": "from one version to the next: what still counts, and the move",
    },
    "courses/openings": {},
    "courses/learning/versions": {},
    "courses/preview": {
        "file_watcher": "the folder, looked at for changes",
        "site": "the installation of one author",
    },
    "courses/programme": {"set_up": "the set-up without people as a folder"},
    "courses/progress": {},
    "courses/surveys": {"shipped": "the forms that come with the program"},
    "assessments": {
        "candidate_files": "photographs of candidates, and dossiers as those read them who assess",
        "evidence": "what people send to show their work, and what witnesses say of it",
        "decisions": "decisions about a person by two people, and objections",
        "exams": "blueprints, papers, attempts, results",
        "home": "what it brings to the home page",
        "independence": "what two people have to do with each other, and who may act for whom",
        "items": "questions, their kinds, content and rendering",
        "missions": "field missions and their teams",
        "permissions": "what may be done with exams, and the roles for it",
        "practical_manifest": "what practical work brings: rubrics, sheets, workshops, missions, evidence",
        "rubrics": "criteria with their levels, in versions",
        "sheets": "ratings of performances, sealed, and two of them as one result",
        "statistics": "agreement, severity of assessors, cut scores",
        "workshops": "practical exercises: who is assessed where, when and by whom",
    },
    "assessments/statistics": {
        "agreement": "how far markers give the same",
        "available": "numpy and scipy, loaded when first used",
        "health_checks": "what the doctor asks",
        "matrices": "ratings as a matrix",
        "monitoring": "the figures of a moderator's board",
        "ratings_file": "a file of ratings, read",
        "sampling": "which performances a moderator must look at",
        "severity": "strict and lenient assessors, behind the gate of connectedness, and flags",
        "standards": "cut scores, the exam rule, consistency of decisions",
    },
    "assessments/evidence": {
        "audited": "what the audit trail is compared with",
        "dossier": "all that counts of a person, as it is printed",
        "links": "the signed address of a witness's page",
        "purposes": "which files are taken",
    },
    "assessments/candidate_files": {
        "day_files": "photographs and dossiers that a device keeps for a day",
        "purposes": "which files are taken",
    },
    "assessments/independence": {},
    "assessments/rubrics": {"audited": "what the audit trail is compared with"},
    "assessments/sheets": {
        "audited": "what the audit trail is compared with",
        "offline": "sheets without a network: the kept day, devices, how what was sealed comes home",
        "sealing": "what is sealed without a line, and the keys of the server that open it",
    },
    "assessments/sheets/offline": {
        "entries": "sealed sheets that come by the outbox",
        "handing_over": "sealed sheets that come as a file",
    },
    "assessments/sheets/sealing": {
        "audited": "what the audit trail is compared with",
        "content": "what is inside, read with care",
        "health_checks": "what the doctor asks of the keys",
        "jwe": "the sealed form, opened strictly",
        "key_ring": "where the keys lie",
        "keys": "pairs of keys, wrapped on the disk",
        "tickets": "that somebody was named for a performance, signed",
    },
    "assessments/missions": {
        "links": "the signed addresses of hosts without an account",
        "messages": "what a team is told",
        "offline_entries": "parts of a report that come by the outbox",
        "scope_kind": "a mission as that for which a role is held",
    },
    "assessments/workshops": {"scope_kind": "a workshop as that for which a role is held"},
    "assessments/decisions": {
        "audited": "what the audit trail is compared with",
        "kinds": "what the owner of a subject answers about its decisions",
    },
    "assessments/exams": {
        "content": "the exams of a course folder",
        "offline": "answers that come by the outbox",
        "printed": "quizzes on paper: printed, keyed in by two people",
        "sittings": "rooms in which an exam is supervised",
    },
    "assessments/exams/printed": {
        "audited": "what the audit trail is compared with",
    },
    "assessments/exams/sittings": {},
    "assessments/items": {
        "clues": "what the surface of questions gives away",
        "content": "the questions of a course folder",
        "item": "an item and its version",
        "kinds": "a folder for each kind of question",
        "parsing": "values of a question file, read exactly",
        "practice": "scripts that judge practice in the browser",
        "rendering": "fields, checks and keys as HTML",
        "scoring": "rules that give points",
    },
    "certificates": {
        "candidates": "how people apply for schemes, what speaks for them, and every step that they take",
        "complaints": "complaints of anybody, and what quality officers answered",
        "credentials": "claims, credentials, signing, verification",
        "decisions": "suspending and revoking by one person or two, and what annulled attempts take along",
        "documents": "PDF, badge picture and counter card",
        "home": "what it brings to the home page",
        "panels": "several people who decide about a candidate together, and sign",
        "permissions": "what may be done with certificates, and the roles for it",
        "practice": "what holders do at work, logged or known, and whether a year has enough",
        "recognised": "credentials of other bodies that count here until their date",
        "register": "pages of holders, managers and verifiers",
        "reporting": "figures with their definitions, donor reports, the map",
        "roster": "holders who agreed to be found, and the searches of authorised bodies",
        "schemes": "ways to a certificate as data, and the candidates on them",
    },
    "certificates/credentials": {
        "files": "the kinds of file round a record",
        "health_checks": "what the doctor asks of keys and lists",
        "issuing": "issuer, names, numbers, the unsigned document",
        "signing": "keys, proofs, tokens, contexts, status lists",
        "sources": "where what was earned comes from",
        "verification": "a record, judged and reported",
    },
    "certificates/decisions": {
        "annulments": "what an annulled attempt takes along",
        "kinds": "what each decision about a certificate does",
        "renewals": "what comes back with the certificate that it renews",
        "scheme_steps": "holders of schemes suspended and lifted by two, and their certificates with them",
        "scheme_withdrawals": "what a withdrawal under a scheme ends, and what an appeal brings back",
    },
    "certificates/documents": {
        "attendance": "confirmations of attendance",
        "badge": "the picture of a badge",
        "certificate_pdf": "the paper of a certificate",
        "certificate_picture": "the same as a picture for pages",
        "counter_card_pdf": "the page to fold",
        "dossier_pdf": "a dossier of evidence with its index",
        "workshop_plans_pdf": "the plans of a workshop: on the wall, for each room and each person",
        "designs": "a folder of Typst pages for each design",
        "font_coverage": "which letters our fonts have",
        "fonts": "the shipped fonts",
        "mission_report_pdf": "the report of a mission",
        "roll_sheet_pdf": "the roll of a meeting, to be signed",
        "printed_paper_pdf": "quizzes on paper",
        "protocol_sheet_pdf": "the protocol of a supervised exam, to be signed by hand",
        "marking_sheet_pdf": "sheets that assessors fill in by hand",
        "report_pdf": "tables of figures with what they count",
        "slip_sheet_pdf": "slips to sign in, many on a page",
        "typesetting": "Typst",
    },
    "certificates/documents/attendance": {
        "links": "the signed address on the paper",
        "paper_pdf": "the paper",
    },
    "certificates/register": {"rate_limits": "limits on asking for numbers"},
    "certificates/candidates": {},
    "certificates/recognised": {},
    "certificates/reporting": {},
    "certificates/panels": {},
    "certificates/practice": {},
    "certificates/roster": {"rate_limits": "how often a body may search"},
    "certificates/complaints": {
        "audited": "what the audit trail is compared with",
        "links": "the signed link of who complained",
    },
    "certificates/schemes": {
        "content": "the schemes that ship, each a folder",
        "scheme_folder": "a scheme read from its files, with every fault by file and line",
        "scope_kinds": "schemes and candidates as that for which a role is held",
        "vocabulary": "rights, parts, ties and topics that a scheme may name",
    },
}
DEPARTURES = {  # areas that show more, and why
    "certificates": "from a claim to what a stranger checks, and the way to a certificate of a scheme, an area each",
    "certificates/documents": "a module for each kind of paper that is set",
    "certificates/complaints": "it fills the rooms of the anatomy, with the signed link, and has a page of its own",
    "certificates/schemes": "it fills the rooms of the anatomy, with the shipped schemes, and has a page of its own",
    "courses": "everything that a trainer needs round a class, an area each",
    "assessments": "from a question to a decision: written exams, and what is assessed at work, an area each",
    "assessments/evidence": "it fills nearly every room of the anatomy, and has the link of a witness",
    "assessments/sheets": "a performance from its plan to feedback: it fills every room of the anatomy",
    "assessments/exams": "a paper from its blueprint to its result: it fills every room of the anatomy",
    "assessments/missions": "a mission from its plan to what became of it: it fills nearly every room of the anatomy",
    "assessments/workshops": "it fills the rooms of the anatomy, is a scope of roles, and has a page of its own",
    "courses/mistakes": "it fills the rooms of the anatomy, with what a phone kept, and has a page of its own",
    "courses/programme": "it fills the rooms of the anatomy, with commands and the set-up, and has a page of its own",
    "courses/surveys": "it fills the rooms of the anatomy, with the shipped forms, and has a page of its own",
    "courses/cohorts": "a class from its opening to its end: it fills every room of the anatomy",
    "lms": FLOOR,
    "lms/uploads": "it fills the rooms of the anatomy, and has the bytes and their checks beside them",
    "lms/people": "it fills nearly every room of the anatomy, and is offered to other packages as one thing by its api",
}


@cache
def python_files() -> list[Path]:
    return [path for top in PACKAGES for path in sorted((ROOT / top).rglob("*.py"))]


def shown_in(area: str) -> set[str]:
    """What a folder shows at first sight; modules without their ending."""
    listed = [path for path in (ROOT / area).iterdir() if path.name not in {"__pycache__", "__init__.py"}]
    return {path.stem if path.suffix == ".py" else path.name for path in listed}


@every_case("area", SUBJECTS)
def test_an_area_shows_the_anatomy_and_the_subjects_that_are_named(area):
    assert shown_in(area) - ANATOMY == set(SUBJECTS[area])


@every_case("area", SUBJECTS)
def test_an_area_shows_no_more_than_one_takes_in_at_once(area):
    assert (len(shown_in(area) - {"legacy"}) > MOST) == (area in DEPARTURES)


def test_every_area_is_held_to_this():
    found = {
        path.parent.relative_to(ROOT).as_posix()
        for path in python_files()
        if path.stem in ("models", "services", "views")
    }
    areas = {area for area in found if not area.endswith(("/services", "/views"))} - {"lms/operating"}
    assert areas <= set(SUBJECTS)


def test_what_begins_a_package_is_a_sentence_and_nothing_else():
    trees = {path: ast.parse(path.read_text()) for path in python_files() if path.name == "__init__.py"}
    assert [str(path) for path, tree in trees.items() if len(tree.body) != 1 or not ast.get_docstring(tree)] == []


@every_case("path", lambda: [path for path in python_files() if path.name == "api.py"])
def test_an_api_hands_on_what_others_made(path):
    _sentence, *imports, offered = ast.parse(path.read_text()).body
    assert all(isinstance(node, ast.ImportFrom) for node in imports)
    assert isinstance(offered, ast.Assign)
    assert ast.unparse(offered.targets[0]) == "__all__"
    names = {alias.asname or alias.name for node in imports for alias in node.names}
    assert names == set(ast.literal_eval(offered.value))


@every_case("path", lambda: [path for path in python_files() if "pages" in path.parent.parts])
def test_what_a_page_shows_is_made_without_sql_and_without_notices(path):
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ImportFrom):
            names = {alias.name for alias in node.names}
            assert not (node.module or "").startswith("sqlalchemy") or names == {"Session"}
            assert "flash" not in names
