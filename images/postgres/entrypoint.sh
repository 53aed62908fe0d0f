#!/bin/bash
# For whoever starts the image by itself (podman run -e POSTGRES_PASSWORD=… IMAGE): makes a database cluster in $PGDATA the first time.
# In an operator's Pods the command is given, and this is not run.
set -euo pipefail

if [ "${1:-}" = postgres ] && [ ! -s "$PGDATA/PG_VERSION" ]; then
    : "${POSTGRES_PASSWORD:?is not set: the password that the user postgres is to have}"
    initdb --pgdata="$PGDATA" --username=postgres --encoding=UTF8 --data-checksums --auth-local=peer --auth-host=scram-sha-256 \
        --pwfile=<(printf '%s\n' "$POSTGRES_PASSWORD")
    echo 'host all all all scram-sha-256' >> "$PGDATA/pg_hba.conf"
fi
unset POSTGRES_PASSWORD
exec "$@"
