"""The blueprint of schemes."""

from flask import Blueprint

bp = Blueprint("schemes", "certificates.schemes", template_folder="templates")
