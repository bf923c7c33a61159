#!/bin/bash
# What every machine of the swarm begins with. Read by the others, after TOKEN and REGION are set.

# The way out of a new network may take a minute to be there.
retry() {
  local attempt
  for attempt in 1 2 3 4 5 6; do
    if "$@"; then return 0; fi
    sleep "$((attempt * 10))"
  done
  return 1
}

install_docker() {
  retry dnf -q -y install docker
  systemctl enable --now docker.service
}

# This machine's address inside the network, from the metadata service, which asks for a word first.
own_address() {
  local word
  word=$(curl -sf -X PUT -H "X-aws-ec2-metadata-token-ttl-seconds: 60" http://169.254.169.254/latest/api/token)
  curl -sf -H "X-aws-ec2-metadata-token: $word" http://169.254.169.254/latest/meta-data/local-ipv4
}

# The secret holds two words: the address of the swarm, and what lets a worker in.
write_token() {
  aws secretsmanager put-secret-value --region "$REGION" --secret-id "$TOKEN" --secret-string "$1" >/dev/null
}

read_token() {
  aws secretsmanager get-secret-value --region "$REGION" --secret-id "$TOKEN" --query SecretString --output text
}
