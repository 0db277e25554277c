"""HTML that a process caches because making it again costs more than the memory."""

from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable, Mapping
from threading import Lock

MIB = 2**20
every_cache: list["LRUCache"] = []


class LRUCache[Key: Hashable, Value]:
    """A cache, safe for threads, of values of at most `most` bytes in all; the least recently used ones go first.

    Not one of Django's caches: they pickle every value and check every key, and a page of a thousand cards
    would spend a fifth of its time there (make bench).
    """

    def __init__(self, most: int, size_of: Callable[[Value], int]):
        self.most, self.size_of = most, size_of
        self.values: OrderedDict[Key, Value] = OrderedDict()
        self.size = 0
        self.lock = Lock()
        every_cache.append(self)

    def get(self, key: Key) -> Value | None:
        return self.get_many([key]).get(key)

    def get_many(self, keys: Iterable[Key]) -> dict[Key, Value]:
        with self.lock:
            found = {key: self.values[key] for key in keys if key in self.values}
            for key in found:
                self.values.move_to_end(key)
        return found

    def set(self, key: Key, value: Value) -> None:
        self.set_many({key: value})

    def set_many(self, values: Mapping[Key, Value]) -> None:
        with self.lock:
            for key, value in values.items():
                self.drop(self.values.pop(key, None))
                self.values[key] = value
                self.size += self.size_of(value)
            while self.size > self.most:
                self.drop(self.values.popitem(last=False)[1])

    def drop(self, value: Value | None) -> None:
        self.size -= 0 if value is None else self.size_of(value)

    def clear(self) -> None:
        with self.lock:
            self.values.clear()
            self.size = 0


def clear_caches() -> None:
    for cache in every_cache:
        cache.clear()
