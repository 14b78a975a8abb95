"""The blueprint of workshops."""

from flask import Blueprint

bp = Blueprint("workshops", "assessments.workshops", template_folder="templates")
