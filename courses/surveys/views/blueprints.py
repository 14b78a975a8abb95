"""The blueprint of surveys."""

import hashlib
import hmac

from flask import Blueprint, current_app, request

from lms.rate_limits import network_of

bp = Blueprint("surveys", "courses.surveys", template_folder="templates")


def asking_network() -> str:
    """From where somebody asks, for rate limits alone: a hash that nobody turns back without the site's secret."""
    network = network_of(request.remote_addr or "")
    return hmac.new(current_app.config["SECRET_KEY"].encode(), network.encode(), hashlib.sha256).hexdigest()
