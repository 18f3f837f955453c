#!/bin/sh
# SPDX-License-Identifier: ISC
# Which records changed this month, by a program or by hand?
sec-log --since 2026-11-01 -f tsv | sec-list - -o id,state,who,title -f tsv
