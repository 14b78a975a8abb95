"""The blueprint of sittings."""

from flask import Blueprint

bp = Blueprint("sittings", "assessments.exams.sittings", template_folder="templates")
