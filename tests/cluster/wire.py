"""A way to the cluster that can be cut: what goes through is counted, and at any step something may happen."""

import contextlib
import socket
import threading


class Wire:
    """Listens on a port of its own and passes everything on."""

    def __init__(self, port):
        self.port, self.steps, self.hooks, self.open = port, 0, [], set()
        self.is_cut = False
        self.lock = threading.Lock()
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.address = f"https://127.0.0.1:{self.listener.getsockname()[1]}"
        threading.Thread(target=self.listen, daemon=True).start()

    def listen(self):
        """Takes every caller."""
        while True:
            try:
                caller, _ = self.listener.accept()
            except OSError:
                return
            if self.is_cut:
                caller.close()
                continue
            try:
                server = socket.create_connection(("127.0.0.1", self.port))
            except OSError:
                caller.close()
                continue
            self.open |= {caller, server}
            threading.Thread(target=self.carry, args=(caller, server, True), daemon=True).start()
            threading.Thread(target=self.carry, args=(server, caller, False), daemon=True).start()

    def carry(self, source, target, counts):
        """Passes on what one side says; what callers say are steps."""
        with contextlib.suppress(OSError):
            while chunk := source.recv(65536):
                if counts:
                    self.step()
                target.sendall(chunk)
        for end in (source, target):
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()

    def step(self):
        """One more thing was said."""
        with self.lock:
            self.steps += 1
            due = [hook for at, hook in self.hooks if at == self.steps]
        for hook in due:
            hook()

    def at(self, step, hook):
        """Says what happens at a step, counted from now on."""
        with self.lock:
            self.steps, self.hooks = 0, [(step, hook)]

    def cut(self):
        """Nothing gets through any more."""
        self.is_cut = True
        for end in list(self.open):
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
        self.open.clear()

    def mend(self):
        """All gets through again."""
        self.is_cut = False

    def close(self):
        """Ends it."""
        self.listener.close()
        self.cut()
