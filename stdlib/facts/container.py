"""The container that every `*.facts` file is: sorted names, one deflate block per name, one shared dictionary.

Layout, all integers unsigned 32-bit little-endian (README.md says the same in words):

    magic "cldfact1" | count | names_len | dictionary_len | blocks_len
    index: count + 1 entries of (name_offset, block_offset, plain_len); the last one is a sentinel
    names | dictionary | blocks
"""

import json
import struct
import zlib

MAGIC = b"cldfact1"
HEADER = struct.Struct("<8s4I")
ENTRY = struct.Struct("<3I")


def encode(value):
    """Canonical JSON: sorted keys, no spaces, UTF-8."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def pack(entries, dictionary):
    """The bytes of a container holding `entries`, a dict from name to JSON value."""
    names, blocks, index = bytearray(), bytearray(), bytearray()
    for name in sorted(entries, key=str.encode):
        plain = encode(entries[name])
        index += ENTRY.pack(len(names), len(blocks), len(plain))
        names += name.encode()
        blocks += _deflate(plain, dictionary)
    index += ENTRY.pack(len(names), len(blocks), 0)
    header = HEADER.pack(MAGIC, len(entries), len(names), len(dictionary), len(blocks))
    return bytes(header + index + names + dictionary + blocks)


class Container:
    """Reads a container lazily: opening looks at nothing but the header."""

    def __init__(self, data):
        magic, self.count, names_len, dict_len, blocks_len = HEADER.unpack_from(data)
        if magic != MAGIC:
            raise ValueError("not a facts container")
        self._data = data
        self._names = HEADER.size + ENTRY.size * (self.count + 1)
        self._dict = self._names + names_len
        self._blocks = self._dict + dict_len
        self.dictionary = data[self._dict : self._blocks]
        if len(data) != self._blocks + blocks_len:
            raise ValueError("facts container has the wrong length")

    @classmethod
    def open(cls, path):
        """Reads the container in the file at `path`."""
        with open(path, "rb") as file:
            return cls(file.read())

    def names(self):
        """All names, in order."""
        return [self._name(i) for i in range(self.count)]

    def plain(self, name):
        """The JSON text of an entry, or None."""
        low, high = 0, self.count
        while low < high:
            mid = (low + high) // 2
            if self._name(mid).encode() < name.encode():
                low = mid + 1
            else:
                high = mid
        if low == self.count or self._name(low) != name:
            return None
        return self._plain(low)

    def get(self, name):
        """The JSON value of an entry, or None."""
        plain = self.plain(name)
        return None if plain is None else json.loads(plain)

    def _entry(self, i):
        return ENTRY.unpack_from(self._data, HEADER.size + ENTRY.size * i)

    def _name(self, i):
        start, end = self._entry(i)[0], self._entry(i + 1)[0]
        return self._data[self._names + start : self._names + end].decode()

    def _plain(self, i):
        _, start, plain_len = self._entry(i)
        end = self._entry(i + 1)[1]
        inflater = zlib.decompressobj(-15, zdict=self.dictionary)
        plain = inflater.decompress(self._data[self._blocks + start : self._blocks + end])
        if len(plain) != plain_len or not inflater.eof:
            raise ValueError("facts block is damaged")
        return plain


def _deflate(plain, dictionary):
    packer = zlib.compressobj(9, zlib.DEFLATED, -15, 9, zlib.Z_DEFAULT_STRATEGY, dictionary)
    return packer.compress(plain) + packer.flush()
