"""python3 -m unittest discover examples/wukong/tests"""

import importlib.util
import random
import sys
import unittest
from collections import Counter, deque
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "executor"), str(ROOT / "invoker")]

import lambda_function  # noqa: E402
from engine import Graph, walk  # noqa: E402

HAS_STORE = all(importlib.util.find_spec(name) for name in ("redis", "cloudpickle"))


class Memory:
    """A store in memory."""

    def __init__(self):
        self.values, self.arrived = {}, {}

    def put(self, key, value):
        self.values[key] = value

    def get(self, key):
        return self.values[key]

    def has(self, key):
        return key in self.values

    def arrive(self, child, parent):
        known = self.arrived.setdefault(child, set())
        new = parent not in known
        known.add(parent)
        return new, len(known)


def run(tasks, store=None, twice=lambda start: False, shuffle=None):
    """Runs a graph as executors would, one call after the other; the store, and how often each task ran."""
    graph, store, ran = Graph(tasks), store or Memory(), Counter()

    def counting(key, function):
        def call(*values):
            ran[key] += 1
            return function(*values)

        return call

    graph.tasks = {key: (counting(key, function), inputs) for key, (function, inputs) in tasks.items()}
    calls = deque(graph.starts())
    while calls:
        if shuffle:
            shuffle.shuffle(calls)
        start = calls.popleft()
        for _ in range(2 if twice(start) else 1):
            walk(graph, start, store, calls.extend)
    return store, ran


def add(*values):
    return sum(values) + 1


class EngineTest(unittest.TestCase):
    def test_a_diamond(self):
        tasks = {"a": (add, []), "b": (add, ["a"]), "c": (add, ["a"]), "d": (add, ["b", "c"])}
        store, ran = run(tasks)
        self.assertEqual(store.values, {"a": 1, "b": 2, "c": 2, "d": 5})
        self.assertEqual(set(ran.values()), {1})

    def test_one_branch_goes_on_where_its_input_is(self):
        graph, spawned = Graph({"a": (add, []), "b": (add, ["a"]), "c": (add, ["a"])}), []
        store = Memory()
        walk(graph, "a", store, spawned.extend)
        self.assertEqual((sorted(store.values), spawned), (["a", "b"], ["c"]))

    def test_a_value_taken_twice_waits_for_one_parent(self):
        store, _ = run({"a": (add, []), "b": (add, ["a", "a"])})
        self.assertEqual(store.values["b"], 3)

    def test_every_task_of_any_graph_runs_once(self):
        for seed in range(50):
            chance = random.Random(seed)
            tasks = {}
            for at in range(40):
                inputs = chance.sample(sorted(tasks), min(len(tasks), chance.randrange(4)))
                tasks[f"t{at}"] = (add, inputs)
            store, ran = run(tasks, shuffle=chance)
            self.assertEqual((len(store.values), set(ran.values())), (40, {1}), seed)

    def test_calls_that_come_twice_change_nothing(self):
        tasks = {"a": (add, []), "b": (add, []), "c": (add, ["a", "b"]), "d": (add, ["c"])}
        once, _ = run(tasks)
        again, ran = run(tasks, twice=lambda start: True)
        self.assertEqual(once.values, again.values)
        self.assertEqual(ran["c"], 1)

    def test_who_failed_on_the_way_is_gone_on_with(self):
        # `b` arrived at `c` and the executor died before `c` was kept: called again, it goes on.
        tasks = {"b": (add, []), "c": (add, ["b"])}
        store = Memory()
        store.arrive("c", "b")
        run(tasks, store)
        self.assertEqual(store.values["c"], 2)


class InvokerTest(unittest.TestCase):
    def test_every_start_is_called_once(self):
        calls = []

        class Client:
            def invoke(self, **options):
                calls.append(options)

        starts = [f"s{at}" for at in range(200)]
        self.assertEqual(lambda_function.fan_out(Client(), "executor", "run", starts), 200)
        payloads = [call["Payload"] for call in calls]
        self.assertEqual(sorted(payloads), sorted(f'{{"run": "run", "starts": ["{start}"]}}' for start in starts))
        self.assertEqual({call["InvocationType"] for call in calls}, {"Event"})


class Redis:
    """As much of a Redis server as the store uses."""

    def __init__(self, host, **_):
        self.host, self.values, self.sets = host, {}, {}

    def set(self, name, value, **_):
        self.values[name] = value.encode() if isinstance(value, str) else value

    def get(self, name):
        return self.values.get(name)

    def exists(self, name):
        return int(name in self.values)

    def incr(self, name):
        self.values[name] = str(int(self.values.get(name, 0)) + 1).encode()

    def pipeline(self, transaction):
        return Pipe(self)


class Pipe:
    def __init__(self, redis):
        self.redis, self.results = redis, []

    def sadd(self, name, value):
        known = self.redis.sets.setdefault(name, set())
        self.results.append(int(value not in known))
        known.add(value)

    def scard(self, name):
        self.results.append(len(self.redis.sets[name]))

    def expire(self, name, seconds):
        self.results.append(True)

    def execute(self):
        return self.results


@unittest.skipUnless(HAS_STORE, "redis and cloudpickle are in the layer, not here")
class StoreTest(unittest.TestCase):
    def setUp(self):
        from store import Store

        self.servers = {}

        def connect(host, **options):
            return self.servers.setdefault(host, Redis(host, **options))

        self.open = lambda run="run", hosts="abcde": Store(run, hosts, connect)

    def test_a_graph_runs_over_many_servers(self):
        tasks = {f"x{at}": (lambda at=at: at, []) for at in range(50)}
        tasks["sum"] = (lambda *values: sum(values), list(tasks))
        store, _ = run(tasks, self.open())
        self.assertEqual(store.get("sum"), 1225)
        self.assertEqual(store.done(), 51)
        self.assertTrue(all(server.values for server in self.servers.values()))

    def test_runs_do_not_see_one_another(self):
        self.open("one").put("key", 1)
        self.assertFalse(self.open("two").has("key"))
        with self.assertRaises(KeyError):
            self.open("two").get("key")

    def test_what_went_wrong_is_told(self):
        self.assertIsNone(self.open().error())
        self.open().fail("a: no")
        self.assertEqual(self.open().error(), "a: no")


if __name__ == "__main__":
    unittest.main()
