"""The application for a WSGI server of production, such as granian or gunicorn."""

from lms.start import importing

with importing():
    import config
    from lms.app import create_app, demand_ready

    app = create_app(config.from_environment())
demand_ready(app)
