# SPDX-License-Identifier: ISC
# shellcheck shell=sh
#
# What both benchmarks begin with, sourced with the script's own operands: `n` records,
# `top`, what is needed, the programs built and in PATH, a fixed day.
n=${1:-10000}
case $n in
'' | *[!0-9]*)
	echo "usage: tests/bench/${0##*/} [N]" >&2
	exit 2
	;;
esac
cd "$(dirname "$0")/../.." || exit 2
top=$(pwd)
# shellcheck source=tests/debian.sh
. tests/debian.sh
need build bench
make -s -j "$(nproc)" all
PATH=$top/build/bin:$PATH
SEC_TODAY=2026-11-21
export PATH SEC_TODAY LC_ALL=C
