"""What other packages may use of the shell."""

from lms.web.assets import asset, asset_room, asset_size
from lms.web.errors import wants_json
from lms.web.forms import (
    Choice,
    Day,
    PageForm,
    Radio,
    Several,
    at_most,
    choice_asked,
    form_page,
    needed,
    options,
    page_asked,
    show,
    typed,
    without_nul,
    words_asked,
)
from lms.web.languages.language import languages, own_name, texts_version
from lms.web.offline.labels import phone_words
from lms.web.offline.service_worker import keeps, kept_ahead, text_only
from lms.web.offline.shared_device import forget_choices, is_shared
from lms.web.security.form_tokens import CachedForms, tokens_left_out
from lms.web.security.headers import not_kept, packed, takes_any_text, wire_size
from lms.web.security.networks import asking_network
from lms.web.security.same_origin import from_anywhere
from lms.web.views import safe_next

__all__ = [
    "CachedForms",
    "Choice",
    "Day",
    "PageForm",
    "Radio",
    "Several",
    "asking_network",
    "asset",
    "asset_room",
    "asset_size",
    "at_most",
    "choice_asked",
    "forget_choices",
    "form_page",
    "from_anywhere",
    "is_shared",
    "keeps",
    "kept_ahead",
    "languages",
    "needed",
    "not_kept",
    "options",
    "own_name",
    "packed",
    "page_asked",
    "phone_words",
    "safe_next",
    "show",
    "takes_any_text",
    "text_only",
    "texts_version",
    "tokens_left_out",
    "typed",
    "wants_json",
    "wire_size",
    "without_nul",
    "words_asked",
]
