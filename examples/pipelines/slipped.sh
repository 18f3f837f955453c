#!/bin/sh
# SPDX-License-Identifier: ISC
# Which secondments were extended, by how many days, and why?
sec-list -q extended --sort -agreed-end \
	-o 'id,who,dates.end,agreed-end,days(agreed-end - dates.end),last(extension, .reason, .decision = yes)' -f tsv
