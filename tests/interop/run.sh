#!/bin/sh
# SPDX-License-Identifier: ISC
#
# tests/interop/run.sh: what other programs make of our output. Installs them, then
# runs tests/interop/*.bats as tests/run.sh runs its own. The HTML validator comes
# from npm, at one version, into build/interop.
set -eu

cd "$(dirname "$0")/../.."
# shellcheck source=tests/debian.sh
. tests/debian.sh
need build test deb interop

dir=build/interop
validator=9.7.1
mkdir -p "$dir"
if ! [ "$("$dir/node_modules/.bin/html-validate" --version 2>/dev/null)" = "html-validate-$validator" ]; then
	echo "installing html-validate $validator into $dir" >&2
	npm install --prefix "$dir" --no-save --no-fund --no-audit --ignore-scripts \
		"html-validate@$validator" >&2
fi
exec sh tests/run.sh tests/interop/*.bats
