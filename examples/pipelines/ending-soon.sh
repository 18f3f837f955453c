#!/bin/sh
# SPDX-License-Identifier: ISC
# Who comes back within 30, 60 and 90 days, and was it talked about?
after=0
for days in 30 60 90; do
	echo "in $after to $days days"
	sec-list -q "state = active and remaining > ${after}d and remaining <= ${days}d" \
		--sort effective-end -o 'effective-end,who,home.manager,done(return.talk)' -f tsv
	after=$days
done
