#!/usr/bin/env bash
# Ends with 0 where the server in this container answers questions: degraded counts, warming up and stopping do not.
set -euo pipefail

port=${TESSERA_HTTP_PORT:-8080}
exec 3<>"/dev/tcp/127.0.0.1/$port"
printf 'GET /health/ready HTTP/1.1\r\nHost: localhost:%s\r\nConnection: close\r\n\r\n' "$port" >&3
IFS= read -r -t 4 status <&3
case $status in
  'HTTP/1.1 200'*) ;;
  *)
    printf '%s\n' "$status" >&2
    exit 1
    ;;
esac
