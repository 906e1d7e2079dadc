#!/bin/sh
# Make the virtual environment in folder $1 with the first Python >= 3.11 that works.
# PYTHON=/path/to/python chooses one.
set -eu

new_enough='import sys; sys.exit(sys.version_info < (3, 11))'
chosen=""
for candidate in ${PYTHON:-python3 python3.13 python3.12 python3.11 python \
    /usr/local/bin/python3 /usr/bin/python3}; do
    if "$candidate" -c "$new_enough" >/dev/null 2>&1; then
        chosen=$candidate
        break
    fi
done
if [ -z "$chosen" ]; then
    echo "samenspel needs Python 3.11 or later and found none." >&2
    echo "Install it (Debian, Ubuntu: apt install python3 python3-venv), or name yours:" >&2
    echo "  make run PYTHON=/path/to/python3" >&2
    exit 1
fi
echo "Making the environment $1 with $("$chosen" -V) ..."
if ! output=$("$chosen" -m venv "$1" 2>&1); then
    rm -rf "$1"
    echo "$output" >&2
    echo "Python could not make a virtual environment." >&2
    echo "On Debian and Ubuntu that part is a package of its own: apt install python3-venv" >&2
    exit 1
fi
