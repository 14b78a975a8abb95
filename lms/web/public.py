"""What other packages may use of the shell."""

from lms.web.assets import add_folder, asset
from lms.web.errors import wants_json
from lms.web.headers import takes_any_text
from lms.web.views import safe_next

__all__ = ["add_folder", "asset", "safe_next", "takes_any_text", "wants_json"]
