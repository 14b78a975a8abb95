"""Properties are tried without a stop-watch: on a busy machine a slow example is no fault."""

from hypothesis import settings

settings.register_profile("unhurried", settings.get_profile(settings.get_current_profile_name()), deadline=None)
settings.load_profile("unhurried")
