#!/bin/sh
# Stands for bangfu in the check of a lost executor: the first `read` reads a part of its list, then kills the executor that it runs on. $BANGFU_REAL is
# the program, $BANGFU_MARK a folder that does not exist yet.
if [ "$1" = read ] && mkdir "$BANGFU_MARK" 2>/dev/null; then
    head -n 3 | "$BANGFU_REAL" "$@"
    process=$$
    while [ "$process" -gt 1 ]; do
        process=$(awk '/^PPid:/ {print $2}' "/proc/$process/status")
        if tr '\0' ' ' <"/proc/$process/cmdline" | grep -q CoarseGrainedExecutorBackend; then
            echo "$process" >"$BANGFU_MARK/killed"
            kill -9 "$process"
        fi
    done
    exit 1
fi
exec "$BANGFU_REAL" "$@"
