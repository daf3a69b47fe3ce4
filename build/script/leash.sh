#!/usr/bin/env bash
# leash.sh COMMAND…: runs a command, without input, in a session of its own, all of which is killed as soon as standard
# input ends: when the process that holds the other end of that pipe closes it, or ends in any way, also by kill -9.
# The process is the command itself, so its number and its exit code are the command's.
exec setsid bash -c '
  exec 3<&0 </dev/null
  (
    exec >/dev/null 2>&1
    trap "" HUP INT TERM
    while read -r -u 3 _; do :; done
    kill -KILL 0
  ) &
  exec "$@" 3<&-
' leash.sh "$@"
