#!/bin/sh
# SPDX-License-Identifier: ISC
# What falls due in the next seven days, under the name of who does it: paste it into a mail.
sec-due --within 7d -o owner,due,days,who,title -f tsv | awk -F '\t' '$3 >= 0' | sort |
	awk -F '\t' '$1 != owner { owner = $1; print owner } { printf "    %s  %s: %s\n", $2, $4, $5 }'
