#!/bin/sh
# SPDX-License-Identifier: ISC
# Who has been away for a fortnight and has nobody to ask? The host lead names one.
sec-list -q 'state = active and dates.start + 14d < today and not present(mentor.name)' \
	-o id,who,host.lead,host.organisation
