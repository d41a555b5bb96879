#!/usr/bin/env bash
# Runs a verb in the container. A server is reached by other machines, so it gets an admin's key first: the one in
# ADMIN_KEY_FILE where that is set (a Docker or Kubernetes secret), else a new one, left in the data folder.
set -euo pipefail

data=${TESSERA_DATA:-/data}
tessera=${LAUNCHER:-/opt/tessera/tessera}
memory=${MEMORY_LIMIT_FILE:-/sys/fs/cgroup/memory.max}
first_key=$data/first-admin-key

# The heap is half of the container's memory (the launcher's flag); memory outside of it may take a quarter.
size_jvm() {
  local limit
  [ -r "$memory" ] || return 0
  limit=$(cat "$memory")
  case $limit in
    max | '') ;;
    *) export TESSERA_JAVA_OPTS="-XX:MaxDirectMemorySize=$((limit / 4)) ${TESSERA_JAVA_OPTS:-}" ;;
  esac
}

ensure_key() {
  if [ -n "${ADMIN_KEY_FILE:-}" ]; then
    "$tessera" key create --name container --role admin --from "$ADMIN_KEY_FILE" --if-none
    return
  fi
  [ -e "$data/api-keys" ] && return
  (
    umask 077
    "$tessera" key create --name container --role admin >"$first_key.new"
    mv "$first_key.new" "$first_key"
  )
  echo "an admin's key is in $first_key. Make further ones (tessera key create), then delete that file" >&2
}

size_jvm
[ "${1:-serve}" = serve ] && ensure_key
exec "$tessera" "$@"
