# SPDX-License-Identifier: ISC
#
# Records as one recutils file, so that recsel can be asked the same: `key = value` of
# [section id] becomes `section_key: value`, a continuation `+ text`.
FNR == 1 { print "" }
/^\[/ {
	section = substr($0, 2)
	sub(/[] ].*/, "", section)
	gsub(/-/, "_", section)
	next
}
/^[a-z]/ {
	at = index($0, " = ")
	key = substr($0, 1, at - 1)
	gsub(/-/, "_", key)
	print section "_" key ": " substr($0, at + 3)
	next
}
/^ / { sub(/^ +/, ""); print "+ " $0 }
