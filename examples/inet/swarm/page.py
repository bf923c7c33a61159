"""Shows on port 8080 of this machine which machines the swarm has and what runs on them. Nobody but this machine is answered."""

import subprocess
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

PARTS = {
    "machines": ["docker", "node", "ls"],
    "services": ["docker", "service", "ls"],
    "tasks": ["docker", "stack", "ps", "--filter", "desired-state=running", "inet"],
}


def page(run=subprocess.run):
    """How the swarm stands, as text."""
    parts = []
    for name, command in PARTS.items():
        done = run(command, capture_output=True, text=True, check=False, timeout=20)
        parts.append(f"{name}\n\n{done.stdout or done.stderr}")
    return "\n".join(parts)


class Page(BaseHTTPRequestHandler):
    def do_GET(self):
        body = page().encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/plain; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


if __name__ == "__main__":
    ThreadingHTTPServer(("127.0.0.1", 8080), Page).serve_forever()
