#!/usr/bin/env bash
# check.py with what it needs: a JDK from Debian's packages, pyspark from PyPI in a folder of its own below target/, bangfu as it is here.
set -euo pipefail
cd "$(dirname "$0")/../.."
command -v java >/dev/null || { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends default-jdk-headless >/dev/null; }
python=target/spark-check/bin/python
[ -x "$python" ] || python3 -m venv target/spark-check
"$python" -m pip install --quiet -r contrib/spark/requirements.txt
[ $# -gt 0 ] || cargo build --quiet
exec "$python" contrib/spark/check.py "$@"
