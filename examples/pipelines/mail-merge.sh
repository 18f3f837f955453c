#!/bin/sh
# SPDX-License-Identifier: ISC
# A line to each home manager whose secondee returns within six weeks.
sec-list -q 'state = active and effective-end <= today + 6w' --sort effective-end \
	-o 'home.manager,who,if(type = internal, host.department, host.organisation),effective-end' -f tsv |
	while IFS="$(printf '\t')" read -r manager who host end; do
		printf 'Dear %s,\n%s returns from %s after %s. Shall we speak?\n\n' \
			"$manager" "$who" "$host" "$end"
	done
