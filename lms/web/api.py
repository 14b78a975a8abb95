"""What other packages may use of the shell."""

from lms.web.assets import asset, asset_size
from lms.web.errors import wants_json
from lms.web.headers import takes_any_text, wire_size
from lms.web.language import languages, own_name
from lms.web.offline_labels import phone_words
from lms.web.service_worker import kept_ahead, text_only
from lms.web.views import safe_next

__all__ = [
    "asset",
    "asset_size",
    "kept_ahead",
    "languages",
    "own_name",
    "phone_words",
    "safe_next",
    "takes_any_text",
    "text_only",
    "wants_json",
    "wire_size",
]
