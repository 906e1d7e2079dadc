#!/bin/sh
# The browser tests need chromium. Fetch Debian's where we may; else say what will be skipped.
# SAMENSPEL_CHROMIUM=/path/to/chromium names one that is somewhere else.
set -eu

present() {
    [ -n "${SAMENSPEL_CHROMIUM:-}" ] && [ -x "$SAMENSPEL_CHROMIUM" ] && return 0
    for name in chromium chromium-browser google-chrome google-chrome-stable; do
        command -v "$name" >/dev/null 2>&1 && return 0
    done
    return 1
}

skipped() {
    echo "No chromium: $1" >&2
    echo "The tests marked \"browser\" will be skipped (the main job in a real browser, the" >&2
    echo "accessibility check of every page, the pictures of the manual). All others run." >&2
    exit 0
}

present && exit 0
[ "$(id -u)" = 0 ] || skipped "install it (apt install chromium) or set SAMENSPEL_CHROMIUM."
command -v apt-get >/dev/null 2>&1 || skipped "this system has no apt-get; install chromium yourself."
echo "Installing chromium for the browser tests (once) ..."
log=$(mktemp)
trap 'rm -f "$log"' EXIT
export DEBIAN_FRONTEND=noninteractive
if ! { apt-get update -q && apt-get install -q -y --no-install-recommends chromium; } >"$log" 2>&1; then
    tail -n 3 "$log" >&2
    skipped "apt-get could not install it (see above)."
fi
