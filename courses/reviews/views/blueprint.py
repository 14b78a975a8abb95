"""The addresses of the review."""

from flask import Blueprint

bp = Blueprint("reviews", __name__, template_folder="../templates")
