"""The blueprint of surveys."""

from flask import Blueprint

bp = Blueprint("surveys", "courses.surveys", template_folder="templates")
