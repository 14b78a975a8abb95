"""The blueprint of figures and reports."""

from flask import Blueprint

bp = Blueprint("reporting", "certificates.reporting", template_folder="templates")
