"""Pages of exams: the way in, the paper, the receipt with its result, and what the programme manager decides."""

from flask import Blueprint

bp = Blueprint("exams", __name__, template_folder="../templates")
