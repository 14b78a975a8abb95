"""The three sets of pages, so that the menu knows which of its entries a page belongs to."""

from flask import Blueprint

people = Blueprint("people", "lms.people", template_folder="templates")
account = Blueprint("account", "lms.people", template_folder="templates")
administrations = Blueprint("administrations", "lms.people", template_folder="templates")
