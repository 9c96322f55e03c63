#!/bin/sh
# grade-shard.sh N: grades one of N shards of /class/submissions. Which one, the indexed job says, counted from 0.
set -eu
class=${CLASS:-/class}
of=$1
shard=$((JOB_COMPLETION_INDEX + 1))
mkdir -p "$class/parts"
status=0
faultline grade --shard "$shard/$of" --assignment "$class/assignment.json" "$class/submissions" \
  >"$class/parts/$shard.half" || status=$?
# 1: some files could not be read. They are named in the part, and a second try would not read them either.
[ "$status" -le 1 ] || exit "$status"
# A part appears whole or not at all, so that a pod that was moved leaves nothing behind.
mv "$class/parts/$shard.half" "$class/parts/$shard.part"
