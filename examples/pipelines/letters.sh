#!/bin/sh
# SPDX-License-Identifier: ISC
# An agreement for everybody who is chosen and has not signed yet, a file each.
sec-list -q 'state = selected' -f ids | sec-render -t agreement --format html -o letters/ -
