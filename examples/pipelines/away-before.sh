#!/bin/sh
# SPDX-License-Identifier: ISC
# Who goes for the second time?
sec-list -q 'present(person.ref)' -o person.ref -f tsv | sort | uniq -d |
	while read -r ref; do
		sec-list -q "person.ref = \"$ref\"" --sort dates.start -o who,dates.start,state,title -f tsv
	done
