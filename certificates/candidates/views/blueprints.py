"""Blueprints: one's own way, the files of others, and those who wait for a step of one's own."""

from flask import Blueprint

own = Blueprint("candidacies", __name__, template_folder="../templates")
keeping = Blueprint("candidates", __name__, template_folder="../templates")
moving = Blueprint("moving", __name__, template_folder="../templates")
