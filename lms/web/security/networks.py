"""From where somebody asks."""

from flask import current_app, request

from lms.rate_limits import keyed, network_of


def asking_network() -> str:
    """From where somebody asks, for rate limits alone: a hash that nobody turns back without the site's secret."""
    return keyed(network_of(request.remote_addr or ""), current_app.config["SECRET_KEY"])
