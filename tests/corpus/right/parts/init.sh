#!/bin/sh
set -eu
QUEUE="${queue}" BUCKET="${bucket}" LEVEL="${level}"
echo "$QUEUE" "${HOME:-/root}" "$((1 + 1))"
