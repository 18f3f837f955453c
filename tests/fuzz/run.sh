#!/bin/sh
# SPDX-License-Identifier: ISC
#
# tests/fuzz/run.sh [SECONDS]: build every harness here with clang and libFuzzer, and
# feed it for so long (30); tests/data are the seeds. What it finds stands beside the
# harness in build-fuzz. CC names another clang.
set -eu

cd "$(dirname "$0")/../.."
seconds=${1:-30}
harnesses=
for source in tests/fuzz/fuzz-*.c; do
	harnesses="$harnesses build-fuzz/${source%.c}"
done
# shellcheck disable=SC2086 # words
make -s B=build-fuzz CC="${CC:-clang-14}" \
	CFLAGS='-O1 -g -fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=all' $harnesses
for harness in $harnesses; do
	mkdir -p "$harness.corpus"
	"$harness" -max_total_time="$seconds" -max_len=8192 -verbosity=0 \
		-artifact_prefix="$harness." "$harness.corpus" tests/data/*/
done
