"""Walks a graph of tasks: runs what is ready here, hands on what may run elsewhere, and waits for nobody.

A graph is a mapping from a key to a task: a function, and the keys whose values it takes. Knows no AWS.
"""


class Graph:
    """Tasks, and which of them wait for which."""

    def __init__(self, tasks):
        self.tasks = tasks
        self.children = {key: [] for key in tasks}
        for key, (_, inputs) in tasks.items():
            for parent in dict.fromkeys(inputs):
                self.children[parent].append(key)

    def parents(self, key):
        return dict.fromkeys(self.tasks[key][1])

    def starts(self):
        """The tasks that wait for none."""
        return [key for key, (_, inputs) in self.tasks.items() if not inputs]


def walk(graph, start, store, spawn):
    """Runs a task and, as long as one becomes ready by it, the next.

    Where several become ready, one goes on here, where its input is already, and `spawn` gets the others. Where a task
    has several parents, the last of them goes on: the store counts who has arrived. To run twice does no harm, which
    matters because Lambda may call twice.
    """
    near = {}
    key = start
    while key is not None:
        function, inputs = graph.tasks[key]
        values = [near[name] if name in near else store.get(name) for name in inputs]
        near[key] = function(*values)
        store.put(key, near[key])
        ready = [child for child in graph.children[key] if is_ready(graph, store, child, key)]
        if len(ready) > 1:
            spawn(ready[1:])
        key = ready[0] if ready else None


def is_ready(graph, store, child, parent):
    """Whether all that a task waits for is there, and nobody else goes on with it."""
    new, arrived = store.arrive(child, parent)
    # Whoever comes a second time goes on only where the first time came to nothing.
    return arrived == len(graph.parents(child)) and (new or not store.has(child))
