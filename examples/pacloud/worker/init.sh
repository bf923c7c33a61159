#!/bin/bash
# Makes a machine into a worker, once, at its first start. main.cld fills in what stands in the three documents below.
set -euo pipefail
export DEBIAN_FRONTEND=noninteractive

# The way out of a new network may take a minute to be there.
retry() {
  local attempt
  for attempt in 1 2 3 4 5 6; do
    if "$@"; then return 0; fi
    sleep "$((attempt * 10))"
  done
  return 1
}

retry apt-get -q update
# ec2-hibinit-agent makes room for the memory on the root volume and puts the machine to sleep when EC2 says so.
retry apt-get -q install -y --no-install-recommends docker.io python3-boto3 ec2-hibinit-agent

install -d -m 0755 /opt/pacloud /var/lib/pacloud/repos /var/lib/pacloud/out

cat >/opt/pacloud/worker.py <<'END'
${worker}
END
cat >/opt/pacloud/compile.sh <<'END'
${compile}
END
chmod 0755 /opt/pacloud/compile.sh

cat >/etc/pacloud.env <<'END'
AWS_DEFAULT_REGION=${region}
QUEUE=${queue}
BUCKET=${bucket}
TABLE=${table}
COMPILER=${compiler}
END

cat >/etc/systemd/system/pacloud.service <<'END'
[Unit]
Description=Compiles packages that are waited for
Wants=network-online.target
After=network-online.target docker.service
Requires=docker.service

[Service]
EnvironmentFile=/etc/pacloud.env
ExecStart=/usr/bin/python3 /opt/pacloud/worker.py
Restart=always
RestartSec=10
KillMode=mixed
TimeoutStopSec=30

[Install]
WantedBy=multi-user.target
END
systemctl daemon-reload
systemctl enable --now docker.service pacloud.service
