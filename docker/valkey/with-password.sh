#!/bin/sh
# Starts a server with the password in the secret file that the first argument names:
#   with-password.sh REDIS_CACHE_PASSWORD valkey-server /etc/valkey/cache.conf
# The password goes in on standard input, so neither the command line nor the environment shows it. The image's own
# entrypoint, where there is one, still drops root.
set -eu
secret=/run/secrets/$1
shift
password=$(sed 's/[\\"]/\\&/g' "$secret")
if [ -z "$password" ]; then
	echo "$secret is empty: a server without a password is not started" >&2
	exit 1
fi
exec $(command -v docker-entrypoint.sh) "$@" - <<CONF
requirepass "$password"
CONF
