#!/bin/sh
# SPDX-License-Identifier: ISC
# What did people learn who came back this year? For the next talk with a doubtful manager.
sec-list -q 'return.date >= 2026-01-01' --sort return.date \
	-o evaluation:secondee.learnt -f tsv | grep . | sed 's/^/- /'
