#!/bin/sh
# SPDX-License-Identifier: ISC
# From where to where do people go? Departments that lend, places that gain.
sec-list -q 'state in (agreed, active)' \
	-o 'home.department,if(type = internal, host.department, host.organisation)' -f tsv |
	awk -F '\t' '{ print $1 " -> " $2 }' | sort | uniq -c | sort -k1,1nr -k2
