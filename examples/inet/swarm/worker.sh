#!/bin/bash
# Takes a machine into the swarm, once, at its first start. main.cld fills in what stands in the documents below.
set -euo pipefail

install -d -m 0755 /opt/inet
cat >/opt/inet/common.sh <<'END'
${common}
END
cat >/opt/inet/env <<'END'
export TOKEN="${token}" REGION="${region}"
END
# shellcheck source=/dev/null
. /opt/inet/env
# shellcheck source=/dev/null
. /opt/inet/common.sh

install_docker

# The manager may not be there yet, or the secret may still tell of the last one: for half an hour it is tried again.
for _ in $(seq 120); do
  if read -r manager word < <(read_token) && docker swarm join --token "$word" "$manager"; then
    exit 0
  fi
  # What a join that came too late left behind would be in the way of the next.
  docker swarm leave --force >/dev/null 2>&1 || true
  sleep 15
done
echo "no swarm lets this machine in" >&2
exit 1
