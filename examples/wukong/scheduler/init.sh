#!/bin/bash
# Makes a machine the scheduler, once, at its first start. main.cld fills in what stands in the documents below.
set -euo pipefail

# The way out of a new network may take a minute to be there.
retry() {
  local attempt
  for attempt in 1 2 3 4 5 6; do
    if "$@"; then return 0; fi
    sleep "$((attempt * 10))"
  done
  return 1
}

# The same Python as the functions': what one of them pickles, the other reads.
retry dnf -q -y install python3.12 python3.12-pip
install -d -m 0755 /opt/wukong /var/lib/wukong
useradd --system --home-dir /var/lib/wukong wukong
chown wukong: /var/lib/wukong

cat >/opt/wukong/requirements.txt <<'END'
${requirements}
END
cat >/opt/wukong/wukong.py <<'END'
${wukong}
END
cat >/opt/wukong/engine.py <<'END'
${engine}
END
cat >/opt/wukong/store.py <<'END'
${store}
END
python3.12 -m venv /opt/wukong/venv
retry /opt/wukong/venv/bin/pip install -q boto3 -r /opt/wukong/requirements.txt

cat >/etc/wukong.env <<'END'
AWS_DEFAULT_REGION=${region}
INVOKER=${invoker}
DEPENDENCIES=${dependencies}
CLUSTER=${cluster}
SERVICE=${service}
END

cat >/usr/local/bin/wukong <<'END'
#!/bin/bash
set -euo pipefail
set -a
# shellcheck disable=SC1091
. /etc/wukong.env
exec /opt/wukong/venv/bin/python /opt/wukong/wukong.py "$@"
END
chmod 0755 /usr/local/bin/wukong

cat >/etc/systemd/system/wukong.service <<'END'
[Unit]
Description=Shows how runs stand
Wants=network-online.target
After=network-online.target

[Service]
User=wukong
ExecStart=/usr/local/bin/wukong serve
Restart=always
RestartSec=10

[Install]
WantedBy=multi-user.target
END
systemctl daemon-reload
systemctl enable --now wukong.service
