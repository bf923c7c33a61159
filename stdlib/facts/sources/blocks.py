"""Cuts a set of definitions that refer to each other into entries of a container."""

from nodes import walk


def blocks(definitions, names):
    """Cuts definitions into entries: a kind, or a definition with several users; the others live with their only user.

    A reference is the name of a definition in the same block or, where there is none, of another entry.
    """
    definitions = {name: definitions[name] for name in _reachable(definitions, names)}
    users = {name: set() for name in definitions}
    for name, node in definitions.items():
        for target in _refs(node):
            users[target].add(name)
    home = {name: _home(name, users, names) for name in definitions}
    entry = {name: names.get(name, f"#{name}") for name in definitions}
    out = {entry[name]: dict(node) for name, node in definitions.items() if home[name] == name}
    for name, node in definitions.items():
        if home[name] != name:
            out[entry[home[name]]].setdefault("defs", {})[name] = node
    for node in definitions.values():
        for part in walk(node):
            if "r" in part and home.get(part["r"]) == part["r"]:
                part["r"] = entry[part["r"]]
    return out


def _refs(node):
    return {part["r"] for part in walk(node) if "r" in part}


def _home(name, users, names):
    """The definition in whose block `name` lives: itself when it is a kind, has several users, or uses itself."""
    seen = []
    while name not in names and len(users[name] - {name}) == 1 and name not in users[name] and name not in seen:
        seen.append(name)
        (name,) = users[name]
    return name


def _reachable(definitions, roots):
    reached, todo = dict.fromkeys(roots), list(roots)
    while todo:
        for target in sorted(_refs(definitions[todo.pop()])):
            if target not in reached:
                reached[target] = None
                todo.append(target)
    return sorted(reached)
