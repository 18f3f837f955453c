# SPDX-License-Identifier: ISC
# shellcheck shell=bats disable=SC2154,SC2030,SC2031,SC2088
#
# Signed commits: made where git is told to sign, in its words and with its
# programs, and good for `git verify-commit`; refused where that cannot be done.

load helper

# One OpenPGP key and one SSH key for the file. The path of gpg-agent's socket
# must stay short, whatever TMPDIR is.
setup_file() {
	GNUPGHOME=$(mktemp -d /tmp/sec-gpg.XXXXXX)
	export GNUPGHOME
	gpg --batch --quiet --passphrase '' --quick-generate-key \
		'Test Officer <officer@example.org>' ed25519 sign never 2>"$BATS_FILE_TMPDIR/log"
	ssh-keygen -q -t ed25519 -N '' -C officer -f "$BATS_FILE_TMPDIR/key"
}

teardown_file() {
	gpgconf --kill all
	rm -rf "$GNUPGHOME"
}

setup() {
	isolate
	export GNUPGHOME TMPDIR=$BATS_TEST_TMPDIR/tmp
	mkdir "$TMPDIR"
	make_wired_register
	put_text a.ini <<<'x = 1'
	commit . 'test: a file'
	mkdir -p "$HOME/keys"
	cp "$BATS_FILE_TMPDIR"/key* "$HOME/keys"
	printf 'officer@example.org %s\n' "$(cat "$HOME/keys/key.pub")" >"$HOME/keys/allowed"
	git config --global gpg.ssh.allowedSignersFile '~/keys/allowed'
	ssh_key='~/keys/key'
}

teardown() {
	[ -z "${SSH_AGENT_PID:-}" ] || ssh-agent -k >/dev/null
	check_repositories
}

driver() {
	"$SEC_BUILD/tests/driver/write-driver" "$@"
}

sign_with_ssh() {
	git config commit.gpgsign true
	git config gpg.format ssh
	git config user.signingkey "$ssh_key"
}

# signed_by FORMAT: HEAD carries a signature of that kind, and git says it is good.
signed_by() {
	run -0 git cat-file commit HEAD
	case $1 in
	ssh) assert_line 'gpgsig -----BEGIN SSH SIGNATURE-----' ;;
	openpgp) assert_line 'gpgsig -----BEGIN PGP SIGNATURE-----' ;;
	esac
	refute_line --regexp '^ *$.*-----END' # no empty line within
	run -0 git verify-commit HEAD
	case $1 in
	ssh) assert_line --partial 'Good "git" signature for officer@example.org with ED25519 key SHA256:' ;;
	openpgp) assert_line --partial 'Good signature from "Test Officer <officer@example.org>"' ;;
	esac
}

not_signed() {
	run -0 git cat-file commit HEAD
	refute_line --partial 'gpgsig'
}

# refused TEXT COMMAND…: exit 2 with this message; nothing changed, nothing is left.
refused() {
	local text=$1 before

	shift
	before=$(git rev-parse HEAD; git status --porcelain=v2; cat a.ini)
	run -2 --separate-stderr "$@"
	assert_output ''
	assert_stderr "write-driver: $text"
	run -0 bash -c 'git rev-parse HEAD; git status --porcelain=v2; cat a.ini'
	assert_output "$before"
	run -0 find .git "$TMPDIR" -maxdepth 1 \( -name '*.lock' -o -name 'sec-journal' -o -name 'sec.*' \)
	assert_output ''
}

@test "an SSH key, as a path and with ~, whole or its public half" {
	sign_with_ssh
	run -0 --separate-stderr driver . a.ini $'x = 2\n'
	assert_stderr --regexp '^[0-9a-f]{10}$'
	signed_by ssh
	git config user.signingkey "$HOME/keys/key.pub"
	run -0 --separate-stderr driver . a.ini $'x = 3\n'
	signed_by ssh
	cp "$HOME"/keys/key* . # from the top of the work tree, wherever one stands
	mkdir sub
	git config user.signingkey ./key
	cd sub
	run -0 --separate-stderr driver .. a.ini $'x = 4\n'
	signed_by ssh
	run -0 git log --format=%G? -3
	assert_output $'G\nG\nG'
}

@test "a public key itself: the agent signs" {
	sign_with_ssh
	eval "$(ssh-agent -s -a "$GNUPGHOME/ssh" 3>&-)" >/dev/null
	ssh-add -q "$HOME/keys/key"
	rm "$HOME/keys/key"
	git config user.signingkey "key::$(cat "$HOME/keys/key.pub")"
	run -0 --separate-stderr driver . a.ini $'x = 2\n'
	signed_by ssh
	git config user.signingkey "$(cat "$HOME/keys/key.pub")"
	run -0 --separate-stderr driver . a.ini $'x = 3\n'
	signed_by ssh
	git config --unset user.signingkey
	git config gpg.ssh.defaultKeyCommand 'ssh-add "-L"'
	run -0 --separate-stderr driver . a.ini $'x = 4\n'
	signed_by ssh
	ssh-add -q -D
	git config user.signingkey "key::$(cat "$HOME/keys/key.pub")"
	run -2 --separate-stderr driver . a.ini $'x = 5\n'
	assert_stderr --partial 'write-driver: ssh-keygen cannot sign the commit, so nothing is changed; ssh-add the key, or, for this register, run: git config commit.gpgsign false
  '
	git config --unset user.signingkey
	refused "gpg.ssh.defaultKeyCommand gives no key to sign with: ssh-add ended with 1" \
		driver . a.ini $'x = 5\n'
}

@test "an OpenPGP key: the committer's, or the one that is named" {
	git config commit.gpgsign yes
	run -0 --separate-stderr driver . a.ini $'x = 2\n'
	assert_stderr --regexp '^[0-9a-f]{10}$'
	signed_by openpgp
	git config gpg.format openpgp
	git config user.signingkey officer@example.org
	git config user.email other@example.org
	run -0 --separate-stderr driver . a.ini $'x = 3\n'
	signed_by openpgp
	git config --unset user.signingkey
	export GIT_COMMITTER_NAME='Test Officer' GIT_COMMITTER_EMAIL=officer@example.org
	run -0 --separate-stderr driver . a.ini $'x = 4\n'
	signed_by openpgp
}

@test "commit.gpgsign in all of git's spellings" {
	local value n=10

	sign_with_ssh
	for value in true TRUE yes on 1 2k; do
		git config commit.gpgsign "$value"
		run -0 --separate-stderr driver . a.ini "x = $((n += 1))"$'\n'
		signed_by ssh
	done
	for value in false no off 0 ''; do
		git config commit.gpgsign "$value"
		run -0 --separate-stderr driver . a.ini "x = $((n += 1))"$'\n'
		not_signed
	done
	git config --unset commit.gpgsign
	printf '[commit]\n\tgpgsign\n' >>.git/config
	run -0 --separate-stderr driver . a.ini "x = $((n += 1))"$'\n'
	signed_by ssh
	git config commit.gpgsign perhaps
	refused "commit.gpgsign in git's configuration is not what it should be: failed to parse 'perhaps' as a boolean value" \
		driver . a.ini $'x = 0\n'
}

@test "configuration from where libgit2 does not look: the environment, a work tree's own, by remote" {
	sign_with_ssh
	git config --unset commit.gpgsign
	export GIT_CONFIG_COUNT=1 GIT_CONFIG_KEY_0=commit.gpgsign GIT_CONFIG_VALUE_0=on
	run -0 --separate-stderr driver . a.ini $'x = 2\n'
	signed_by ssh
	GIT_CONFIG_VALUE_0=perhaps
	refused "git cannot tell commit.gpgsign: fatal: bad boolean config value 'perhaps' for 'commit.gpgsign'" \
		driver . a.ini $'x = 0\n'
	unset GIT_CONFIG_COUNT
	git config extensions.worktreeConfig true
	git config --worktree commit.gpgsign true
	run -0 --separate-stderr driver . a.ini $'x = 3\n'
	signed_by ssh
	git config --worktree --unset commit.gpgsign
	git config --unset extensions.worktreeConfig
	git remote add origin ssh://git@example.org/hr.git
	printf '[commit]\n\tgpgsign = true\n' >"$HOME/at-work"
	git config --global 'includeIf.hasconfig:remote.*.url:ssh://git@example.org/**.path' '~/at-work'
	run -0 --separate-stderr driver . a.ini $'x = 4\n'
	signed_by ssh
	git remote remove origin
	run -0 --separate-stderr driver . a.ini $'x = 5\n'
	not_signed
}

@test "the programs are the configured ones and get what git gives them" {
	local form

	put_text "$HOME/bin/sign" <<-'SH'
		#!/bin/sh
		echo "$@" >>"$HOME/asked"
		case $1 in
		-Y) exec ssh-keygen "$@" ;;
		*) exec gpg "$@" ;;
		esac
	SH
	chmod +x "$HOME/bin/sign"
	sign_with_ssh
	git config gpg.ssh.program '~/bin/sign'
	git config gpg.program /nowhere/gpg
	run -0 --separate-stderr driver . a.ini $'x = 2\n'
	run -0 cat "$HOME/asked"
	assert_output --regexp "^-Y sign -n git -f $(in_regexp "$HOME")/keys/key [^ ]*\$"
	git config gpg.format openpgp
	git config user.signingkey officer@example.org
	for form in gpg.program gpg.openpgp.program; do # the second counts more
		git config gpg.program /nowhere/gpg
		git config "$form" "$HOME/bin/sign"
		rm "$HOME/asked"
		run -0 --separate-stderr driver . a.ini "x = $form"$'\n'
		run -0 cat "$HOME/asked"
		assert_output '--status-fd=2 -bsau officer@example.org'
	done
	git config --unset gpg.program
	git config gpg.openpgp.program gpg
	run -0 git verify-commit HEAD HEAD~1
}

@test "T57 cannot sign: refused with what the program said, and nothing is changed" {
	local remedy='or, for this register, run: git config commit.gpgsign false'

	git config commit.gpgsign true
	git config user.signingkey nobody@example.org
	refused "gpg cannot sign the commit, so nothing is changed; set user.signingkey to a key that gpg --list-secret-keys shows, $remedy
  gpg: skipped \"nobody@example.org\": No secret key
  gpg: signing failed: No secret key" driver . a.ini $'x = 2\n'
	git config gpg.program /nowhere/gpg
	refused "/nowhere/gpg cannot sign the commit, so nothing is changed; install it, or name another (man git-config: gpg.program), $remedy
  there is no such program" driver . a.ini $'x = 2\n'
	git config gpg.program false
	refused "false cannot sign the commit, so nothing is changed; set user.signingkey to a key that gpg --list-secret-keys shows, $remedy" \
		driver . a.ini $'x = 2\n'
	git config gpg.program true # says nothing of a signature
	refused "true cannot sign the commit, so nothing is changed; set user.signingkey to a key that gpg --list-secret-keys shows, $remedy" \
		driver . a.ini $'x = 2\n'
	git config gpg.format ssh
	git config user.signingkey /nowhere/key
	refused "ssh-keygen cannot sign the commit, so nothing is changed; set user.signingkey to a key that is there, $remedy
  Couldn't load public key /nowhere/key: No such file or directory" driver . a.ini $'x = 2\n'
	git config gpg.ssh.program true
	run -2 --separate-stderr driver . a.ini $'x = 2\n'
	assert_stderr --regexp '^write-driver: true cannot sign the commit, so nothing is changed; set gpg\.ssh\.program to one that writes a signature beside the file'
	git config --unset user.signingkey
	refused "commit.gpgsign asks for signed commits and gpg.format for ssh, but git does not know the key; run: git config user.signingkey ~/.ssh/id_ed25519.pub, $remedy" \
		driver . a.ini $'x = 2\n'
	git config gpg.format x509
	refused "commit.gpgsign asks for signed commits and gpg.format for x509, in which sec does not sign; set it to ssh or openpgp, $remedy" \
		driver . a.ini $'x = 2\n'
	git config gpg.format pgp
	refused "gpg.format is 'pgp', which git does not know either; set it to ssh or openpgp" \
		driver . a.ini $'x = 2\n'
}

@test "a program that claims to sign and writes no signature: refused, and nothing is changed" {
	local text format

	put_text "$HOME/claims" <<-'SH'
		#!/bin/sh
		# gpg's claim, and both places where a signature may be looked for
		for last; do :; done
		[ "$last" = officer ] || printf '%s' "$TEXT" >"$last.sig"
		printf '%s' "$TEXT"
		echo '[GNUPG:] SIG_CREATED x' >&2
	SH
	chmod +x "$HOME/claims"
	sign_with_ssh
	git config gpg.ssh.program "$HOME/claims"
	git config gpg.program "$HOME/claims"
	for format in ssh openpgp; do
		git config gpg.format $format
		[ $format = ssh ] || git config user.signingkey officer
		for text in '' 'no signature'; do
			export TEXT=$text
			refused "$HOME/claims cannot sign the commit, so nothing is changed; set the program to one that signs (man git-config: gpg.program), or, for this register, run: git config commit.gpgsign false
  what it wrote is no signature" driver . a.ini $'x = 2\n'
		done
	done
}

@test "a refused change and a dry run ask for no passphrase" {
	sign_with_ssh
	git config gpg.ssh.program /nowhere
	run -0 --separate-stderr driver -n . a.ini $'x = 2\n'
	assert_line '+x = 2'
	run -1 --separate-stderr sec-new title=x
	assert_stderr --partial 'refused, nothing was written'
}

@test "a key with a passphrase: ssh-keygen asks, and a wrong answer changes nothing" {
	ssh-keygen -q -p -P '' -N 'open sesame' -f "$HOME/keys/key"
	put_text "$HOME/bin/ask" <<-'SH'
		#!/bin/sh
		echo "$ANSWER"
	SH
	chmod +x "$HOME/bin/ask"
	export SSH_ASKPASS=$HOME/bin/ask SSH_ASKPASS_REQUIRE=force ANSWER='open sesame'
	sign_with_ssh
	run -0 --separate-stderr driver . a.ini $'x = 2\n'
	signed_by ssh
	ANSWER=nonsense
	run -2 --separate-stderr driver . a.ini $'x = 3\n'
	assert_stderr --partial 'ssh-keygen cannot sign the commit, so nothing is changed; '
	assert_stderr --partial 'incorrect passphrase'
	run -0 git status --porcelain
	assert_output ''
}

@test "no lock is held while a passphrase is asked for, and what others do meanwhile stays" {
	put_text "$HOME/bin/slow" <<-'SH'
		#!/bin/sh
		# somebody else, who does not sign, writes while this one types
		echo asked >>"$HOME/asked"
		if [ "$(wc -l <"$HOME/asked")" -eq 1 ]; then
			GIT_CONFIG_COUNT=1 GIT_CONFIG_KEY_0=commit.gpgsign GIT_CONFIG_VALUE_0=false \
				"$SEC_BUILD/tests/driver/write-driver" . b.ini 'y = 1
		' >&2 || exit
			git -c commit.gpgsign=false commit -q --allow-empty -m between >&2 || exit
		fi
		exec ssh-keygen "$@"
	SH
	chmod +x "$HOME/bin/slow"
	sign_with_ssh
	git config gpg.ssh.program "$HOME/bin/slow"
	run -0 --separate-stderr driver . a.ini $'x = 2\n'
	git config --unset gpg.ssh.program
	signed_by ssh
	run -0 cat "$HOME/asked"
	assert_output $'asked\nasked'
	run -0 git log --format='%G? %s'
	assert_output 'G sec-test: a.ini
N between
N sec-test: b.ini
N test: a file
N register: begin'
	run -0 git status --porcelain
	assert_output ''
}

@test "the same file changed meanwhile: refused, and theirs stays" {
	put_text "$HOME/bin/slow" <<-'SH'
		#!/bin/sh
		echo 'x = theirs' >a.ini
		git -c commit.gpgsign=false commit -q -a -m theirs
		exec ssh-keygen "$@"
	SH
	chmod +x "$HOME/bin/slow"
	sign_with_ssh
	git config gpg.ssh.program "$HOME/bin/slow"
	run -2 --separate-stderr driver . a.ini $'x = 2\n'
	assert_stderr --regexp 'write-driver: a\.ini was changed by Test Officer at .* since you read it; look at it and try again'
	run -0 git log -1 --format=%s
	assert_output theirs
	run -0 git status --porcelain
	assert_output ''
}

@test "many who sign at once: all commits are there, each signed" {
	local i pids=()

	sign_with_ssh
	for i in 1 2 3 4 5 6; do
		driver . "r$i.ini" $'x = 1\n' >/dev/null 2>&1 &
		pids+=($!)
	done
	for i in "${pids[@]}"; do
		wait "$i"
	done
	run -0 bash -c 'git log -6 --format="%G? %s" | sort'
	assert_output 'G sec-test: r1.ini
G sec-test: r2.ini
G sec-test: r3.ini
G sec-test: r4.ini
G sec-test: r5.ini
G sec-test: r6.ini'
}

@test "ended while a passphrase is asked for: nothing is left behind" {
	put_text "$HOME/bin/slow" <<-'SH'
		#!/bin/sh
		kill -s TERM $PPID
	SH
	chmod +x "$HOME/bin/slow"
	sign_with_ssh
	git config gpg.ssh.program "$HOME/bin/slow"
	run -143 --separate-stderr driver . a.ini $'x = 2\n'
	run -0 find "$TMPDIR" .git -name 'sec.*' -o -name '*.lock'
	assert_output ''
	run -0 git status --porcelain
	assert_output ''
}

@test "every writer signs: the first commit, a new record, a change, several at once" {
	git config --global commit.gpgsign true
	git config --global gpg.format ssh
	git config --global user.signingkey "$ssh_key"
	sec-init ../hr 2>/dev/null
	cd ../hr
	sec-new --id 2026-03-aaaaa type=internal title=Analyst ref=p1 post=Clerk home: organisation=Town manager='R. Osei' 2>/dev/null
	sec-new --id 2026-03-bbbbb type=internal title=Planner ref=p2 post=Clerk home: organisation=Town manager='R. Osei' 2>/dev/null
	sec-set aaaaa bbbbb title=Both 2>/dev/null
	run -0 git log --format='%G? %GS %(trailers:key=Sec-Tool,valueonly)'
	assert_output 'G officer@example.org sec-set

G officer@example.org sec-new

G officer@example.org sec-new

G officer@example.org sec-init'
	run -0 driver -N 200 .
	signed_by ssh
}
