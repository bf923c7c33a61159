"""A run to try: the sum of the squares below a thousand, added up in pairs."""

WIDTH = 1000

tasks = {f"square {number}": (lambda number=number: number * number, []) for number in range(WIDTH)}

level = list(tasks)
while len(level) > 1:
    pairs = [level[at : at + 2] for at in range(0, len(level), 2)]
    level = []
    for pair in pairs:
        key = " + ".join(pair) if len(pair) == 1 else f"sum of {pair[0]} to {pair[-1].split()[-1]}"
        if len(pair) == 2:
            tasks[key] = (lambda left, right: left + right, pair)
        level.append(key)
