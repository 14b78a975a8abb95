"""Blueprints: one's own way, and the files of others."""

from flask import Blueprint

own = Blueprint("candidacies", __name__, template_folder="../templates")
keeping = Blueprint("candidates", __name__, template_folder="../templates")
