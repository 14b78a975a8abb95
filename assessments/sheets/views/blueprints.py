"""Blueprints of sheets and feedback, of performances for moderators, and of paper sheets for coordinators."""

from flask import Blueprint

bp = Blueprint("sheets", __name__, template_folder="../templates")
moderating_bp = Blueprint("performances", __name__, template_folder="../templates")
papers_bp = Blueprint("papers", __name__, template_folder="../templates")
