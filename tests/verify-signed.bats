# SPDX-License-Identifier: ISC
# shellcheck shell=bats disable=SC2154,SC2030,SC2031
#
# sec-log --verify and signatures: what policy asks for, from when on, of whom; and
# the words for each way in which a signature is not what it should be.

load helper

life=2026-03-k7v2d

# Three SSH keys, and OpenPGP keys: one that is trusted, one that has expired since,
# and in a keyring of its own one that nobody here vouches for. The path of gpg-agent's
# socket must stay short.
setup_file() {
	local name

	GNUPGHOME=$(mktemp -d /tmp/sec-gpg.XXXXXX)
	export GNUPGHOME
	mkdir -m 700 "$GNUPGHOME/other"
	for name in officer lund stranger; do
		ssh-keygen -q -t ed25519 -N '' -C "$name" -f "$BATS_FILE_TMPDIR/$name"
	done
	gpg --batch --quiet --passphrase '' --quick-generate-key \
		'Test Officer <officer@example.org>' ed25519 sign never 2>"$BATS_FILE_TMPDIR/log"
	gpg --batch --quiet --passphrase '' --faked-system-time 20240101T100000 --quick-generate-key \
		'Old Officer <old@example.org>' ed25519 sign 30d 2>>"$BATS_FILE_TMPDIR/log"
	gpg --homedir "$GNUPGHOME/other" --batch --quiet --passphrase '' --quick-generate-key \
		'Else Where <else@example.org>' ed25519 sign never 2>>"$BATS_FILE_TMPDIR/log"
	gpg --homedir "$GNUPGHOME/other" --batch --export else@example.org |
		gpg --batch --quiet --import 2>>"$BATS_FILE_TMPDIR/log"
	printf '#!/bin/sh\nexec gpg --faked-system-time 20240110T100000 "$@"\n' >"$GNUPGHOME/then"
	printf '#!/bin/sh\nexec gpg --homedir "%s" "$@"\n' "$GNUPGHOME/other" >"$GNUPGHOME/elsewhere"
	chmod +x "$GNUPGHOME/then" "$GNUPGHOME/elsewhere"
}

teardown_file() {
	gpgconf --kill all
	gpgconf --homedir "$GNUPGHOME/other" --kill all
	rm -rf "$GNUPGHOME"
}

setup() {
	isolate
	export GNUPGHOME SEC_TODAY=2027-11-21
	keys=$BATS_FILE_TMPDIR
	{
		printf 'officer@example.org %s\n' "$(cat "$keys/officer.pub")"
		printf 'lund@example.org valid-after="20270901",valid-before="20271001" %s\n' "$(cat "$keys/lund.pub")"
	} >"$HOME/allowed"
	git config --global gpg.format ssh
	git config --global gpg.ssh.allowedSignersFile "$HOME/allowed"
	on 2027-09-01
	make_wired_register
	sed '1,/^# rows of/d' "$SEC_TOP/schema/examples/life.ini" | put_record "$life"
	commit . 'register: a secondment'
	number=1
}

# on DAY: what is committed from here on is committed on that day.
on() {
	export GIT_AUTHOR_DATE="$1T10:00:00Z" GIT_COMMITTER_DATE="$1T10:00:00Z"
}

# change TAG [KEY [AUTHOR]]: one more commit by hand, signed with an SSH key
# (`none`: not at all; gpg:ADDRESS with an OpenPGP key).
change() {
	local -a sign=(commit --no-gpg-sign)

	case ${2:-officer} in
	none) ;;
	gpg:*) sign=(-c gpg.format=openpgp -c "user.signingkey=${2#gpg:}" commit -S) ;;
	*) sign=(-c "user.signingkey=$keys/${2:-officer}" commit -S) ;;
	esac
	number=$((number + 1))
	printf 'x-number = %d\n' "$number" >"x-$number"
	git add -A
	git "${sign[@]}" -q -m "test: $1" ${3:+--author="$3"}
	git tag "$1"
}

# ask WORD TAG [KEY]: policy asks for it from there on.
ask() {
	sed -i '/^\[history\]/,$d' policy.ini
	printf '[history]\nsignatures = %s\n' "$1" >>policy.ini
	change "$2" "${3:-officer}"
}

named() {
	local script

	script=$(git for-each-ref --format='%(objectname) %(refname:short)' refs/tags |
		sed -E 's/^(.{10})(.{30}) (.*)$/s,\1\2,<\3>,g;s,\1,\3,g/')
	sed -E -e "${script:-s/^//}" -e 's/ \([0-9-]{10} [^()]*\)//' -e 's/SHA256:[A-Za-z0-9+/]+/SHA256/; s/[0-9A-F]{40}/FINGERPRINT/'
}

finds() {
	run -1 --separate-stderr sec-log --verify
	output=$(named <<<"$output") assert_output "$1"
}

quiet() {
	run -0 --separate-stderr sec-log --verify
	assert_output ''
	assert_stderr "sec-log: $1 commits, 1 record: nothing to report"
}

@test "without a word in the policy nobody looks at signatures" {
	change a none
	change b stranger
	quiet 4
}

@test "commit-unsigned: one among signed ones; what came before it was asked for is left alone" {
	change before none
	ask any asked
	change signed
	quiet 5
	change bare none
	change again
	finds 'bare: error: is not signed, and policy asks for it [commit-unsigned]'
}

@test "it cannot be switched off by the commit that needs it; by a signed one it can" {
	ask any asked
	ask none off none
	change after none
	finds 'off: error: is not signed, and policy asks for it [commit-unsigned]
after: error: is not signed, and policy asks for it [commit-unsigned]'
	git reset -q --hard asked
	ask none good-bye
	change later none
	quiet 5
}

@test "what goes round the commit that asked, and is merged later, is asked as well" {
	change base none
	ask any asked
	git checkout -q -b round base
	change sneaked none
	git checkout -q main
	git -c user.signingkey="$keys/officer" merge -q -S -m 'merge round' round
	finds 'sneaked: error: is not signed, and policy asks for it [commit-unsigned]'
}

@test "commit-signature: a stranger's key, a key outside of its days, bytes that were changed" {
	ask any asked
	change in-time lund 'Marta Lund <lund@example.org>'
	quiet 4
	change stranger stranger
	on 2027-10-10
	change too-late lund 'Marta Lund <lund@example.org>'
	git cat-file commit HEAD | sed 's/^test: too-late/test: too-early/' |
		git hash-object -t commit -w --stdin >id
	git reset -q --soft "$(cat id)"
	rm id
	git tag changed
	run -1 --separate-stderr sec-log --verify
	output=$(named <<<"$output") assert_output 'stranger: error: signed with a key that is nobody'\''s here: SHA256 [commit-signature]
changed: error: its signature is of other bytes: the commit was changed after it was signed [commit-signature]'
	git reset -q --soft too-late
	finds 'stranger: error: signed with a key that is nobody'\''s here: SHA256 [commit-signature]
too-late: error: signed with a key that was not valid on that day: SHA256 [commit-signature]'
}

@test "commit-signer: where the author's own signature is asked for" {
	ask author asked
	change mine officer
	change lent officer 'Marta Lund <lund@example.org>'
	export GIT_COMMITTER_NAME=M GIT_COMMITTER_EMAIL=lund@example.org
	change stolen officer 'Marta Lund <lund@example.org>'
	finds 'lent: error: signed by officer@example.org, who carried it over, and not by its author Marta Lund <lund@example.org> [commit-signer]
stolen: error: signed by officer@example.org, and not by its author Marta Lund <lund@example.org> [commit-signer]'
}

@test "OpenPGP, commit-key: trusted, expired since, vouched for by nobody; then taken back" {
	local revocation

	ask any asked gpg:officer@example.org
	quiet 3
	git config gpg.openpgp.program "$GNUPGHOME/then"
	change old gpg:old@example.org
	git config gpg.openpgp.program "$GNUPGHOME/elsewhere"
	change else gpg:else@example.org
	git config --unset gpg.openpgp.program
	run -0 --separate-stderr sec-log --verify
	output=$(named <<<"$output") assert_output 'old: warning: signed with a key that has expired since: Old Officer <old@example.org>, FINGERPRINT [commit-key]
else: warning: signed with a key that nobody here vouches for: Else Where <else@example.org>, FINGERPRINT [commit-key]'
	assert_stderr 'sec-log: 5 commits, 1 record: 0 errors, 2 warnings, 0 notes'
	revocation=$(echo "$GNUPGHOME"/other/openpgp-revocs.d/*.rev)
	sed 's/^:-----BEGIN/-----BEGIN/' "$revocation" >back
	gpg --batch --quiet --import back 2>log
	rm back log
	run -1 --separate-stderr sec-log --verify
	run -0 named <<<"$output"
	assert_line --index 1 'else: error: signed with a key that has been taken back: Else Where <else@example.org>, FINGERPRINT [commit-signature]'
}

@test "no list of allowed signers, no program: exit 2, never all is well" {
	ask any asked
	git config --global --unset gpg.ssh.allowedSignersFile
	run -2 --separate-stderr sec-log --verify
	assert_output ''
	output=$(named <<<"$stderr") assert_output --regexp '^sec-log: the signature of asked cannot be checked: .*allowedSignersFile'
}
