#!/bin/sh
# SPDX-License-Identifier: ISC
# Everything open as a CSV file for the spreadsheet. No field can become a formula.
sec-list -q open --sort dates.start -f csv \
	-o id,state,who,home.department,host.organisation,dates.start,effective-end,work.fte >open.csv
head -n 4 open.csv
