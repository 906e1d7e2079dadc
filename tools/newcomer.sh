#!/usr/bin/env bash
# The README's promise, tried as a newcomer would: clone, empty home, `make run`, `make test`.
# usage: tools/newcomer.sh [PORT] [MARKER]   (MARKER: a text the front page must contain)
# Prints the times. Only a Python >= 3.11, make, git and curl are assumed.
set -euo pipefail

port=${1:-8123}
marker=${2:-samenspel}
source=$(cd "$(dirname "$0")/.." && pwd)
place=$(mktemp -d)
server=""

finish() {
    if [ -n "$server" ] && kill -0 "$server" 2>/dev/null; then
        kill -TERM "$server"
        wait "$server" || true
    fi
    rm -rf "$place"
}
trap finish EXIT

mkdir "$place/home"
git clone --quiet "$source" "$place/samenspel"
cd "$place/samenspel"

# An empty home, and nothing of the developer's own settings.
newcomer=(env -u VIRTUAL_ENV -u PYTHONPATH -u DJANGO_SETTINGS_MODULE -u DATABASE_URL
    -u SAMENSPEL_STATE HOME="$place/home")

echo "make run PORT=$port"
begin=$SECONDS
"${newcomer[@]}" make run PORT="$port" >"$place/run.log" 2>&1 &
server=$!
until curl -fsS -o "$place/front.html" "http://127.0.0.1:$port/" 2>/dev/null; do
    if ! kill -0 "$server" 2>/dev/null || [ $((SECONDS - begin)) -gt 900 ]; then
        tail -n 40 "$place/run.log"
        echo "FAILED: the front page did not come up"
        exit 1
    fi
    sleep 1
done
echo "  front page after $((SECONDS - begin)) s"
grep -q "$marker" "$place/front.html" || { echo "FAILED: no \"$marker\" on the front page"; exit 1; }
kill -TERM "$server"
wait "$server" || true
server=""
for attempt in $(seq 20); do
    curl -s -o "$place/front.html" "http://127.0.0.1:$port/" || break
    [ "$attempt" -lt 20 ] || { echo "FAILED: something still serves after the stop"; exit 1; }
    sleep 0.5
done

echo "make test"
begin=$SECONDS
"${newcomer[@]}" make test >"$place/test.log" 2>&1 || { tail -n 60 "$place/test.log"; echo "FAILED: make test"; exit 1; }
tail -n 3 "$place/test.log"
echo "  passed in $((SECONDS - begin)) s"
