"""The three sets of pages, so that the menu knows which of its entries a page belongs to."""

from flask import Blueprint

holder = Blueprint("certificates", "certificates.register", template_folder="templates")
manager = Blueprint(
    "credentials", "certificates.register", template_folder="templates", url_prefix="/manage/credentials"
)
verifier = Blueprint("register", "certificates.register", template_folder="templates")
