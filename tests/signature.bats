# SPDX-License-Identifier: ISC
# shellcheck shell=bats disable=SC2154,SC2030,SC2031,SC2088
#
# Checking the signature of a commit: every verdict, made with plain git, and what
# git itself says of the same commit.

load helper

# Keys for the file: OpenPGP ones of officer, old (good for ten days of January, as
# was said later), gone (not in the keyring any more) and taken (revoked), each with
# a commit that it signed; two SSH ones.
setup_file() {
	local name print

	GNUPGHOME=$(mktemp -d /tmp/sec-gpg.XXXXXX)
	export GNUPGHOME HOME=$BATS_FILE_TMPDIR
	cd "$BATS_FILE_TMPDIR" || return 1
	exec 2>"$BATS_FILE_TMPDIR/log"
	printf '#!/bin/sh\nexec gpg --faked-system-time "$FAKED" "$@"\n' >gpg-then
	chmod +x gpg-then
	for name in officer gone taken; do
		gpg --batch -q --passphrase '' --quick-generate-key "$name <$name@example.org>" ed25519 sign never
	done
	gpg --batch -q --passphrase '' --faked-system-time 20260101T000000 \
		--quick-generate-key 'old <old@example.org>' ed25519 sign never
	ssh-keygen -q -t ed25519 -N '' -C officer -f key
	ssh-keygen -q -t ed25519 -N '' -C other -f other
	git init -q -b main signed
	cd signed || return 1
	git config user.name Officer
	git config user.email officer@example.org
	for name in officer gone taken; do
		git -c user.signingkey="$name@example.org" commit -q -S --allow-empty -m "$name"
		git tag "$name"
	done
	for name in 20260102 20260201; do # within and after the ten days
		FAKED=${name}T120000 git -c gpg.program="$HOME/gpg-then" -c user.signingkey=old@example.org \
			commit -q -S --allow-empty -m "$name"
		git tag "old-$name"
	done
	print=$(gpg --with-colons -K old@example.org | awk -F: '/^fpr/ && !n++ { print $10 }')
	gpg --batch -q --faked-system-time 20260203T000000 --quick-set-expire "$print" 20260111T000000
	print=$(gpg --with-colons -K gone@example.org | awk -F: '/^fpr/ && !n++ { print $10 }')
	gpg --batch --yes -q --delete-secret-and-public-key "$print"
	print=$(gpg --with-colons -K taken@example.org | awk -F: '/^fpr/ && !n++ { print $10 }')
	sed 's/^:---/---/' "$GNUPGHOME/openpgp-revocs.d/$print.rev" | gpg -q --import
	git config gpg.format ssh
	GIT_COMMITTER_DATE='2026-06-15T12:00:00Z' \
		git -c user.signingkey="$HOME/key" commit -q -S --allow-empty -m ssh
	git tag ssh
	git -c user.signingkey="$HOME/other" commit -q -S --allow-empty -m ssh-other
	git tag ssh-other
	git commit -q --allow-empty -m plain
	git tag plain
}

teardown_file() {
	gpgconf --kill all
	rm -rf "$GNUPGHOME"
}

setup() {
	isolate
	export GNUPGHOME
	keys=$BATS_FILE_TMPDIR
	cp -R "$keys/signed" hr
	cd hr || return 1
	printf 'officer@example.org %s\n' "$(cat "$keys/key.pub")" >"$HOME/allowed"
	git config gpg.ssh.allowedSignersFile '~/allowed'
	ssh_print=$(ssh-keygen -l -f "$keys/key.pub" | awk '{ print $2 }')
}

# print NAME: the fingerprint of an OpenPGP key.
print() {
	gpg --with-colons -k "$1@example.org" | awk -F: '/^fpr/ && !n++ { print $10 }'
}

# says REV VERDICT SIGNER KEY
says() {
	run -0 --separate-stderr "$SEC_BUILD/tests/driver/git-driver" . signature "$1"
	assert_output "$2"$'\t'"$3"$'\t'"$4"
	assert_stderr ''
}

# forge REV TAG: the signature of REV over a message that says something else.
forge() {
	git tag "$2" "$(git cat-file commit "$1" | sed '$s/$/ and more/' |
		git hash-object -t commit -w --stdin)"
}

git_says() { # REV LETTER
	run -0 git log -1 --format=%G? "$1"
	assert_output "$2"
}

@test "OpenPGP: good, untrusted, bad, revoked, unknown, unsigned" {
	says officer good 'officer <officer@example.org>' "$(print officer)"
	git_says officer G
	echo "$(print officer):3:" | gpg -q --import-ownertrust
	says officer untrusted 'officer <officer@example.org>' "$(print officer)"
	git_says officer U
	echo "$(print officer):6:" | gpg -q --import-ownertrust
	says taken revoked 'taken <taken@example.org>' "$(print taken)"
	git_says taken R
	run -0 --separate-stderr "$SEC_BUILD/tests/driver/git-driver" . signature gone
	assert_output --regexp $'^unknown-key\t\t[0-9A-F]{16}$'
	git_says gone E
	says plain unsigned '' ''
	git_says plain N
	forge officer forged
	run -0 --separate-stderr "$SEC_BUILD/tests/driver/git-driver" . signature forged
	assert_output --regexp $'^bad\tofficer <officer@example.org>\t[0-9A-F]{16}$'
	git_says forged B
}

@test "OpenPGP: a key that has run out since, and one that had run out" {
	says old-20260102 expired 'old <old@example.org>' "$(print old)"
	git_says old-20260102 Y
	says old-20260201 not-valid-then 'old <old@example.org>' "$(print old)"
}

@test "SSH: good, bad, unknown, revoked" {
	says ssh good officer@example.org "$ssh_print"
	git_says ssh G
	forge ssh forged
	says forged bad '' ''
	git_says forged B
	says ssh-other unknown-key '' "$(ssh-keygen -l -f "$keys/other.pub" | awk '{ print $2 }')"
	git_says ssh-other U
	cp "$keys/key.pub" "$HOME/revoked"
	git config gpg.ssh.revocationFile '~/revoked'
	says ssh revoked officer@example.org "$ssh_print"
	git_says ssh B
	printf 'officer@example.org namespaces="file" %s\n' "$(cat "$keys/key.pub")" >"$HOME/allowed"
	says ssh unknown-key '' "$ssh_print"
}

@test "SSH: the windows of allowed signers are judged at the committer's time" {
	allow() {
		printf 'officer@example.org %s %s\n' "$1" "$(cat "$keys/key.pub")" >"$HOME/allowed"
	}
	allow 'valid-after="20260601",valid-before="20260701"'
	says ssh good officer@example.org "$ssh_print"
	git_says ssh G
	allow 'valid-after="20260616"'
	says ssh not-valid-then '' "$ssh_print"
	git_says ssh U
	allow 'valid-before="20260615"'
	says ssh not-valid-then '' "$ssh_print"
	git_says ssh U
	# twelve o'clock in London is half past two in the morning in Kiritimati's tomorrow
	allow 'valid-before="20260615130000Z"'
	export TZ=Pacific/Kiritimati
	says ssh good officer@example.org "$ssh_print"
	TZ=America/Los_Angeles
	says ssh good officer@example.org "$ssh_print"
	{
		printf 'old@example.org valid-before="20260101" %s\n' "$(cat "$keys/key.pub")"
		printf 'new@example.org,also@example.org valid-after="20260101" %s\n' "$(cat "$keys/key.pub")"
	} >"$HOME/allowed"
	says ssh good new@example.org "$ssh_print"
}

@test "SSH: the list in the register itself, where git is told so" {
	mkdir keys
	cp "$HOME/allowed" keys/allowed
	git config gpg.ssh.allowedSignersFile keys/allowed
	says ssh good officer@example.org "$ssh_print"
}

@test "what cannot be checked is said, with the way out" {
	git config gpg.ssh.allowedSignersFile '~/none'
	says ssh cannot-check '' "gpg.ssh.allowedSignersFile names $HOME/none, which cannot be read"
	git config --unset gpg.ssh.allowedSignersFile
	says ssh cannot-check '' 'git does not know whose keys are allowed; run: git config gpg.ssh.allowedSignersFile FILE'
	git config gpg.ssh.allowedSignersFile '~/allowed'
	git config gpg.ssh.revocationFile '~/none'
	says ssh cannot-check '' "gpg.ssh.revocationFile names $HOME/none, which cannot be read"
	git config gpg.program /nowhere/gpg
	says officer cannot-check '' 'there is no program /nowhere/gpg; install it, or name another (man git-config: gpg.program)'
	git config gpg.program true
	says officer cannot-check '' 'true says nothing of the signature'
	git tag odd "$(git cat-file commit plain | sed '/^committer /a gpgsig -----BEGIN SIGNED MESSAGE-----' |
		git hash-object -t commit -w --stdin)"
	says odd cannot-check '' 'the signature is neither an OpenPGP nor an SSH one'
}

@test "what we sign, we find good" {
	git config commit.gpgsign true
	git config user.signingkey "$keys/key"
	run -0 --separate-stderr "$SEC_BUILD/tests/driver/write-driver" . a.ini $'x = 1\n'
	says HEAD good officer@example.org "$ssh_print"
	git config gpg.format openpgp
	git config user.signingkey officer@example.org
	run -0 --separate-stderr "$SEC_BUILD/tests/driver/write-driver" . a.ini $'x = 2\n'
	says HEAD good 'officer <officer@example.org>' "$(print officer)"
}
