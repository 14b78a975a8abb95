"""The blueprint of cohorts."""

from flask import Blueprint

bp = Blueprint("cohorts", "courses.cohorts", template_folder="templates")
