"""The values of a run, spread over many Redis servers."""

import zlib

import cloudpickle
import redis

# Seconds after which what a run left behind is forgotten.
LIFE = 24 * 3600


class Store:
    """What one run knows: values by key, who has arrived where, and what went wrong."""

    def __init__(self, run, hosts, connect=redis.Redis):
        self.run = run
        self.shards = [connect(host=host, socket_timeout=30) for host in hosts]

    def shard(self, key):
        """The server of a key: the same for everybody who was told of the same servers in the same order."""
        return self.shards[zlib.crc32(key.encode()) % len(self.shards)]

    def name(self, kind, key):
        return f"{self.run}:{kind}:{key}"

    def put(self, key, value):
        self.shard(key).set(self.name("value", key), cloudpickle.dumps(value), ex=LIFE)
        self.shard("").incr(self.name("count", "done"))

    def get(self, key):
        value = self.shard(key).get(self.name("value", key))
        if value is None:
            raise KeyError(f"{key} of run {self.run} is gone")
        return cloudpickle.loads(value)

    def has(self, key):
        return bool(self.shard(key).exists(self.name("value", key)))

    def arrive(self, child, parent):
        """Notes that a parent is done; whether that is news, and how many are, in one step that nobody gets between."""
        name = self.name("arrived", child)
        pipe = self.shard(child).pipeline(transaction=True)
        pipe.sadd(name, parent)
        pipe.scard(name)
        pipe.expire(name, LIFE)
        new, arrived, _ = pipe.execute()
        return bool(new), arrived

    def fail(self, message):
        self.shard("").set(self.name("error", ""), message, ex=LIFE)

    def error(self):
        """What went wrong first, if something did."""
        message = self.shard("").get(self.name("error", ""))
        return message.decode() if message else None

    def done(self):
        """How many tasks have run."""
        return int(self.shard("").get(self.name("count", "done")) or 0)
