#!/bin/sh
# SPDX-License-Identifier: ISC
#
# send-digest.sh REGISTER OUTBOX: sends everybody the digest of what is due, with
# sendmail (msmtp-mta, postfix, …). What was sent stands in OUTBOX/sent and is not
# sent again on that day; what could not be sent stays in OUTBOX, and goes with the
# next run of that day. Both are for one's own eyes, and what was sent more than a day
# ago is deleted. Exit 1: somebody got no mail.
set -u
umask 077

register=${1:?which register} outbox=${2:?which folder}
list=$(mktemp) || exit 2
trap 'rm -f "$list"' EXIT
code=0
mkdir -p "$outbox/sent" || exit 2
find "$outbox/sent" -name '*-digest.eml' -mtime +0 -exec rm -f {} +
rm -f "$outbox"/*-digest.eml # of an earlier day, or changed since
sec-render -C "$register" -t digest --format mail -o "$outbox/" >"$list" || code=$?
[ "$code" -le 1 ] || exit "$code"
while IFS= read -r mail; do
	sent=$outbox/sent/${mail##*/}
	if [ -e "$sent" ]; then
		rm -f "$mail"
	elif sendmail -t -oi <"$mail"; then
		mv "$mail" "$sent"
	else
		echo "$mail: not sent" >&2
		code=1
	fi
done <"$list"
exit "$code"
