#!/bin/sh
# SPDX-License-Identifier: ISC
# Which fields had a value replaced by another, how often, and for what reasons?
sec-log -f json | jq -r 'select(.change == "changed") | [.field, .reason // "no reason given"] | @tsv' |
	sort | uniq -c | sort -rn
