"""Texts that a process caches because making them again costs more than the memory."""

from collections import OrderedDict
from collections.abc import Hashable, Iterable, Mapping
from threading import Lock


class LRUCache[Key: Hashable, Text: str]:
    """A cache, safe for threads, of at most `most` texts; the least recently used ones go first.

    Not one of Django's caches: they pickle every value and check every key, and a page of a thousand cards
    would spend a fifth of its time there (make bench).
    """

    def __init__(self, most: int):
        self.most = most
        self.texts: OrderedDict[Key, Text] = OrderedDict()
        self.lock = Lock()

    def get_many(self, keys: Iterable[Key]) -> dict[Key, Text]:
        with self.lock:
            found = {key: self.texts[key] for key in keys if key in self.texts}
            for key in found:
                self.texts.move_to_end(key)
        return found

    def set_many(self, texts: Mapping[Key, Text]) -> None:
        with self.lock:
            self.texts.update(texts)
            while len(self.texts) > self.most:
                self.texts.popitem(last=False)

    def clear(self) -> None:
        with self.lock:
            self.texts.clear()
