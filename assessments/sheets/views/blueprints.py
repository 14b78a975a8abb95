"""Blueprints of sheets and feedback, of observations of trainers, of performances for moderators, of paper sheets."""

from flask import Blueprint

bp = Blueprint("sheets", __name__, template_folder="../templates")
moderating_bp = Blueprint("performances", __name__, template_folder="../templates")
observing_bp = Blueprint("observations", __name__, template_folder="../templates")
papers_bp = Blueprint("papers", __name__, template_folder="../templates")
