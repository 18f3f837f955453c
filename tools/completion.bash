# SPDX-License-Identifier: ISC
# shellcheck shell=bash
#
# Completion of the sec programs for bash: options, records, keys, rules, states,
# kinds and templates, as the register around the current folder knows them, local
# ones included. `make install` puts it where bash finds it; or: . completion.bash

# First columns of what a program lists; nothing where it cannot.
_sec_names() {
	"$@" --format tsv 2>/dev/null | cut -f 1
}

_sec_offer() {
	mapfile -t COMPREPLY < <(compgen -W "$1" -- "$2")
	if [[ ${COMPREPLY[0]} == *[=:] ]]; then
		compopt -o nospace 2>/dev/null || : # fails only where nobody is typing
	fi
}

_sec() {
	local program=$1 word=$2 before=$3 keys

	case $before in
	-o | --columns | --sort | --count | -q | --query)
		_sec_offer "$(_sec_names sec-list --list-columns)" "$word"
		return
		;;
	--explain)
		_sec_offer "$(_sec_names sec-check --list-rules; _sec_names sec-due --list-kinds)" "$word"
		return
		;;
	--as)
		_sec_offer "$(sec-list --list-columns --format tsv 2>/dev/null | awk -F '\t' '$2 == "state" && $1 != "state" { print $1 }')" "$word"
		return
		;;
	--field)
		_sec_offer "$(_sec_names sec-list --list-columns | grep -e '\.' -e ':$' | sed 's/:$//')" "$word"
		return
		;;
	--kind)
		_sec_offer "$(_sec_names sec-due --list-kinds)" "$word"
		return
		;;
	-t | --template)
		_sec_offer "$(_sec_names sec-render --list-templates)" "$word"
		return
		;;
	esac
	case $program:$word in
	*:-*)
		_sec_offer "$("$program" --help 2>/dev/null | grep -o -e '--[a-z-]*' | sort -u)" "$word"
		;;
	sec-new:* | sec-set:*[.a-z]*)
		keys=$(_sec_names sec-list --list-columns | grep -e '\.' -e ':$' | sed '/\./s/$/=/')
		_sec_offer "$keys $(sec-list --format ids 2>/dev/null)" "$word"
		;;
	*)
		_sec_offer "$(sec-list --format ids 2>/dev/null)" "$word"
		;;
	esac
}

complete -o default -F _sec sec-check sec-due sec-list sec-log sec-new sec-render sec-set
