"""What a process remembers of rows that never change."""

from threading import Lock
from typing import Any

from cachetools import LRUCache


class Cache:
    """Things remembered by their number, the least used forgotten first; safe between threads."""

    def __init__(self, size: int) -> None:
        self._kept: LRUCache[Any, Any] = LRUCache(maxsize=size)
        self._lock = Lock()

    def get(self, key: Any) -> Any:
        """What is remembered under this key, or nothing."""
        with self._lock:
            return self._kept.get(key)

    def __setitem__(self, key: Any, value: Any) -> None:
        with self._lock:
            self._kept[key] = value
