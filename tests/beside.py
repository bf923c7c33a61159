"""Tests as processes beside one another, for those that wait more than they work."""

import subprocess
import time
from concurrent.futures import ThreadPoolExecutor


def run(commands, folder, at_once):
    """Runs each command in the folder, those that stand first first, and prints how it ended; what it said too if it failed.

    `commands` says by which name each is told. Gives whether all ended well.
    """

    def one(name):
        began = time.monotonic()
        done = subprocess.run(commands[name], cwd=folder, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
        return name, done.returncode == 0, done.stdout + done.stderr, time.monotonic() - began

    passed = 0
    width = max(map(len, commands), default=0)
    with ThreadPoolExecutor(at_once) as pool:
        for name, well, told, took in pool.map(one, commands):
            passed += well
            print(f"{name:{width}} {'passed' if well else 'FAILED'} in {took:.0f} s", flush=True)
            if not well:
                print(told, flush=True)
    print(f"{passed} of {len(commands)} passed")
    return passed == len(commands)
