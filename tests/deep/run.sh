#!/bin/sh
# SPDX-License-Identifier: ISC
#
# tests/deep/run.sh: what takes longer. The whole suite once more with address,
# leak and undefined-behaviour sanitizers, then tests/deep/*.bats: long runs of
# faults and kills against the commit routine, as built for use.
set -u

cd "$(dirname "$0")/../.." || exit 2
LSAN_OPTIONS="suppressions=$PWD/tests/deep/leaks:print_suppressions=0" SAN=1 sh tests/run.sh
sanitized=$?
sh tests/run.sh tests/deep/*.bats
long=$?
[ $sanitized -eq 0 ] && [ $long -eq 0 ]
