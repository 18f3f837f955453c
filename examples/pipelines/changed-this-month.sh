#!/bin/sh
# SPDX-License-Identifier: ISC
# Which records changed this month? Every commit names its records.
git log --since='2026-11-01 00:00' --format='%(trailers:key=Sec-Record,valueonly)' |
	grep . | sort -u | sec-list - -o id,state,who,title -f tsv
