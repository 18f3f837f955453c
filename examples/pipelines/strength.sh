#!/bin/sh
# SPDX-License-Identifier: ISC
# How much time, in whole people, do we give to each partner today?
sec-list -q 'state = active and type != internal and either(secondment.direction, out) != in' \
	-o host.organisation,work.fte -f tsv |
	awk -F '\t' '{ sum[$1] += $2 } END { for (host in sum) printf "%.1f\t%s\n", sum[host], host }' |
	sort -k1,1nr -k2
