"""The set of pages, so that the menu knows to which of its entries a page belongs."""

from flask import Blueprint

bp = Blueprint("applications", "lms.people", template_folder="templates")
