"""Merges the nodes of several Kubernetes releases into one that says which release has what."""


def merged(releases):
    """One node per definition from {definition: node} of each release, oldest first."""
    names = {name: None for nodes in releases for name in nodes}
    out = {}
    for name in names:
        versions = [nodes.get(name) for nodes in releases]
        out[name] = _merge(versions)
        exists = _bits(versions)
        if exists != _bits([1] * len(releases)):
            out[name]["g"] = exists
    return out


def _bits(values):
    return f"{sum(1 << i for i, value in enumerate(values) if value is not None):x}"


def _merge(versions):
    """One node for all releases; `g`, `qg`, `eg` say what only some of them have; else the newest release speaks."""
    present = [node for node in versions if node is not None]
    out = dict(present[-1])
    for key in ("p", "pp"):
        maps = [node and node.get(key, {}) for node in versions]
        if any(maps):
            out[key] = _merge_map(maps)
    for key in ("i", "a"):
        children = [node and node.get(key) for node in versions]
        if isinstance(out.get(key), dict):
            out[key] = _merge([child if isinstance(child, dict) else None for child in children])
    _merge_list(out, versions, "q", "qg", every=True)
    _merge_list(out, versions, "e", "eg", every=False)
    return out


def _merge_map(maps):
    out = {}
    for name in {name: None for entries in maps if entries for name in entries}:
        versions = [None if entries is None else entries.get(name) for entries in maps]
        out[name] = _merge(versions)
        possible = _bits(maps)
        if _bits(versions) != possible:
            out[name]["g"] = _bits(versions)
    return out


def _merge_list(out, versions, key, masks, every):
    """A list of names: those of all releases (`every`) or of any, and the releases of the others."""
    lists = [node and node.get(key, []) for node in versions]
    names = {name: None for entries in lists if entries for name in entries}
    where = {name: _bits([1 if entries and name in entries else None for entries in lists]) for name in names}
    partial = {name: bits for name, bits in where.items() if bits != _bits(lists)}
    kept = [name for name in names if not (every and name in partial)]
    if kept or not every and names:
        out[key] = kept
    else:
        out.pop(key, None)
    without = any(entries == [] for entries in lists)
    if partial and (every or not without):
        out[masks] = partial
