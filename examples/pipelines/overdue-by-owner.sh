#!/bin/sh
# SPDX-License-Identifier: ISC
# Who has how many things overdue? Hard ones first.
sec-due --overdue -o level,owner -f tsv | sort | uniq -c | sort -k2,2r -k1,1nr -k3 | head -n 12
