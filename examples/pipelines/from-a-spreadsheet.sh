#!/bin/sh
# SPDX-License-Identifier: ISC
# Records from a spreadsheet, and at once what they need next and from whom.
sec-new --csv "$(dirname "$0")/../staff.csv" -m 'from the old list' \
	type=internal home.organisation='Thornley Council' host.organisation='Thornley Council' |
	sec-list - --sort start -f tsv -o title,who,host.department,start,effective-end
