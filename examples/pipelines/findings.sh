#!/bin/sh
# SPDX-License-Identifier: ISC
# What is most often missing in our records? The rule's name explains itself:
# sec-check --explain case-thin
sec-check -f tsv | cut -f 4,5 | sort | uniq -c | sort -k1,1nr -k3 | head -n 8
