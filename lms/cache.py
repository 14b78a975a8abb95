"""Cache of a process for what never changes, such as a published version: the least used is dropped first."""

from threading import Lock
from typing import Any

from cachetools import LRUCache


class Cache:
    """LRU cache by key; safe between threads."""

    def __init__(self, size: int) -> None:
        self._kept: LRUCache[Any, Any] = LRUCache(maxsize=size)
        self._lock = Lock()

    def get(self, key: Any) -> Any:
        """The cached value of this key, or None."""
        with self._lock:
            return self._kept.get(key)

    def __setitem__(self, key: Any, value: Any) -> None:
        with self._lock:
            self._kept[key] = value
