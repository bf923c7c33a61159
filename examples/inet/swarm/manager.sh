#!/bin/bash
# Makes a machine the manager of a new swarm, once, at its first start. main.cld fills in what stands in the documents below.
set -euo pipefail

install -d -m 0755 /opt/inet
cat >/opt/inet/common.sh <<'END'
${common}
END
cat >/opt/inet/docker-compose.yml <<'END'
${stack}
END
cat >/opt/inet/page.py <<'END'
${page}
END
cat >/opt/inet/env <<'END'
export TOKEN="${token}" REGION="${region}" WORKER_IMAGE="${image}"
END
# shellcheck source=/dev/null
. /opt/inet/env
# shellcheck source=/dev/null
. /opt/inet/common.sh

install_docker
address=$(own_address)
docker swarm init --advertise-addr "$address"
# Only now do workers that wait find a way in; those that knew the last manager try again and again.
retry write_token "$address:2377 $(docker swarm join-token -q worker)"
retry docker stack deploy --compose-file /opt/inet/docker-compose.yml inet

# How the swarm stands, for those who come through the tunnel. It asks Docker from outside: no container holds its socket.
cat >/etc/systemd/system/inet-page.service <<'END'
[Unit]
Description=Shows how the swarm stands
After=docker.service

[Service]
ExecStart=/usr/bin/python3 /opt/inet/page.py
Restart=always
RestartSec=10

[Install]
WantedBy=multi-user.target
END
systemctl daemon-reload
systemctl enable --now inet-page.service
