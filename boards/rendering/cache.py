"""HTML that a process caches because making it again costs more than the memory."""

from collections import OrderedDict
from collections.abc import Hashable, Iterable, Mapping
from sys import getsizeof
from threading import Lock

MIB = 2**20
every_cache: list["LRUCache"] = []


class LRUCache[Key: Hashable, Value]:
    """A cache, safe for threads, of at most `most` bytes, keys included; the least recently used ones go first.

    What is larger than that alone is not cached: all others would go for it.

    Not one of Django's caches: they pickle every value and check every key, and a page of a thousand cards
    would spend a fifth of its time there (make bench).
    """

    def __init__(self, most: int):
        self.most = most
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
                if key in self.values:
                    self.size -= size_in_memory((key, self.values.pop(key)))
                if (size := size_in_memory((key, value))) <= self.most:
                    self.values[key] = value
                    self.size += size
            while self.size > self.most:
                self.size -= size_in_memory(self.values.popitem(last=False))

    def clear(self) -> None:
        with self.lock:
            self.values.clear()
            self.size = 0


def size_in_memory(value: object) -> int:
    """Return the bytes of a value, and of what is in it where that is a tuple or a list."""
    size = getsizeof(value)
    return size + sum(map(size_in_memory, value)) if isinstance(value, tuple | list) else size


def clear_caches() -> None:
    for cache in every_cache:
        cache.clear()
