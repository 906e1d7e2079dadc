#!/bin/sh
# Resolve pyproject.toml into the two lock files, with hashes and without any index address.
set -eu

command -v uv >/dev/null 2>&1 || { echo "make lock needs uv (pip install uv)." >&2; exit 1; }
compile() {
    uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
        --no-emit-index-url --no-header --output-file "$@" pyproject.toml
}
compile requirements/run.txt ${UPGRADE:+--upgrade}
compile requirements/dev.txt --extra dev ${UPGRADE:+--upgrade}
