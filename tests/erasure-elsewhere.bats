# SPDX-License-Identifier: ISC
# shellcheck shell=bats disable=SC2154
# The runbook of examples/erasure, in the corners: what git keeps beside its objects,
# branches that others pushed, a server; and a redaction that changes more than it says.

load helper
load erasure

@test "what has the text beside git's objects is swept, or named and refused" {
	refused() {
		run -2 --separate-stderr runbook redact --yes -m 'case 14' -x ../texts 2026-04-7k3qf
		assert_stderr "$1"
	}
	printf 'ferreira\n' >../texts
	sec-set --delete 7k3 -m 'retention passed' >/dev/null 2>&1
	git push -q

	mkdir -p .git/sec-edit/2026-04-7k3qf
	printf 'name = Ana Ferreira\n' >.git/sec-edit/2026-04-7k3qf/2026-04-7k3qf.ini
	refused "redact: what somebody typed in sec-set --edit waits in $(git rev-parse --absolute-git-dir)/sec-edit; go on with it, or delete that folder"
	rm -r .git/sec-edit

	git branch Ferreira-case
	refused 'refs/heads/Ferreira-case
redact: these branches or tags are called so: rename or delete them, here and where you push to'
	git branch -q -m Ferreira-case case
	git config branch.case.description 'about Ferreira'
	printf 'Ferreira\n' >.git/kept
	refused "config
kept
redact: these files of git's own in $(git rev-parse --absolute-git-dir) hold it: mend or delete them"
	git branch -q -D case
	rm .git/kept
	git bundle create -q .git/old HEAD
	refused "redact: this is a copy of the repository; delete it: $(git rev-parse --absolute-git-dir)/old"
	rm .git/old
	git config user.name 'Rosa Ferreira'
	refused 'redact: your own name or address holds a text that is to go; somebody else has to do this'
	git config user.name Officer

	git notes add -m 'asked by Ferreira' HEAD~1
	git -c core.logAllRefUpdates=true commit -q --allow-empty -m 'ferreira' && git reset -q --hard HEAD~1
	mkdir -p .git/lost-found/other .git/rr-cache/x
	printf 'Ferreira\n' | tee .git/lost-found/other/a .git/rr-cache/x/preimage .git/ORIG_HEAD .git/COMMIT_EDITMSG >/dev/null
	printf 'To Ferreira\n' >'a letter'
	git commit-graph write --reachable --changed-paths
	run -0 --separate-stderr runbook redact --yes -m 'case 14' -x ../texts 2026-04-7k3qf
	assert_output --partial 'these files stand here too, outside git, and have it; see whether they have to go:
  a letter
  people.ini
now everywhere else: the shared repository, other clones, backups (README.md beside this script)
  git push --force --tags origin main'
	refute_anywhere ferreira
	run -0 git notes show HEAD~2
	assert_output 'asked by redacted'
}

@test "forget looks there too, and for the names of before" {
	printf '[person p77]\nname = Eva Novak\nname-before = Eva Lindqvist\nprivate-email = e@home.example\n' >../real.ini
	rm people.ini
	ln -s ../real.ini people.ini
	sec-set first note:2026-03-05 text='Ms Lindqvist rang' >/dev/null 2>&1
	git branch e@home.example
	printf 'Dear Ms Novak\n' >letter~
	run -1 --separate-stderr runbook forget --yes p77
	assert_line --index 0 "p77 is taken out of $(readlink -f ../real.ini): 4 lines"
	assert_line --index 2 "files of this folder that git does not keep have it; whether they have to go only you can say:"
	assert_line --index 3 '  letter~'
	assert_line '  secondments/2026/03/2026-03-first.ini, in 1 version'
	assert_line '  refs/heads/e@home.example, by name or in its text'
	refute_output --partial Lindqvist
	run -0 cat ../real.ini
	assert_output ''
}

@test "a map too long for one file of a register is in several" {
	sec-set --delete 7k3 -m 'retention passed' >/dev/null 2>&1
	git push -q
	awk 'BEGIN {
		for (i = 0; i < 10010; i++)
			printf "commit refs/heads/main\ncommitter T <t@example.org> %d +0000\ndata 2\nx\n%s\n",
				1795000000 + i, i ? "" : "from refs/heads/main^0\n"
	}' >../stream
	git fast-import --quiet --force <../stream
	git reset -q --hard
	runbook redact --yes -m 'case 14' 2026-04-7k3qf >/dev/null
	run -0 sed -n '/^renamed/p; /^map/,$p' redactions.ini
	assert_output 'renamed = 10014
map = redactions/2026-11-21.map
  redactions/2026-11-21.aaa.map'
	run -0 find redactions -size +1000k
	assert_output ''
	run -0 --separate-stderr sec-log --verify
	assert_line --partial 'the redaction 2026-11-21 wrote 10000 commits anew'
	assert_line --partial 'the redaction 2026-11-21.aaa wrote 14 commits anew'
}

@test "a file whose name holds the text is not named in the record of it either" {
	printf 'x\n' >ferreira.txt
	commit . 'a paper'
	git rm -q ferreira.txt
	commit . 'gone'
	git push -q
	printf 'ferreira\n' >../texts
	runbook redact --yes -m 'case 14' -x ../texts ferreira.txt >/dev/null
	refute_anywhere ferreira
	run -0 grep '^files' redactions.ini
	assert_output 'files = redacted.txt'
}

# on_server: the register from now on on a server that sec-init made; `here` and
# `there` name the two, `colleague` has a clone and a branch of her own.
on_server() {
	sec-init --server ../server.git >/dev/null 2>&1
	git remote set-url origin ../server.git
	git push -q origin main --tags
	git clone -q ../server.git ../colleague
	git -C ../colleague checkout -q -b side
	git -C ../colleague config merge.sec.driver true
	sec-set -C ../colleague 7k3 note:2026-03-05 text='From the side' >/dev/null 2>&1
	git -C ../colleague push -q -u origin side
	sec-set --delete 7k3 -m 'retention passed' >/dev/null 2>&1
	git push -q
}

@test "a branch that others pushed is not left on the server" {
	on_server
	git fetch -q
	run -2 --separate-stderr runbook redact --yes -m 'case 14' 2026-04-7k3qf
	assert_stderr 'git branch side origin/side
redact: the shared repository has branches that would stay as they are; type this first'
	git branch -q side origin/side
	sec-set -C ../colleague first note:2026-03-06 text='More' >/dev/null 2>&1
	git -C ../colleague push -q
	git fetch -q
	run -2 --separate-stderr runbook redact --yes -m 'case 14' 2026-04-7k3qf
	assert_stderr --partial 'git checkout side && git pull
redact: the shared'
	git checkout -q side
	git pull -q
	git checkout -q main
	run -0 --separate-stderr runbook redact --yes -m 'case 14' 2026-04-7k3qf
	assert_equal "${lines[-1]}" '  git push --force --tags origin main side'

	# as the README has it, and as was printed
	git -C ../server.git config receive.denyNonFastForwards false
	eval "${lines[-1]}" 2>/dev/null
	git -C ../server.git config receive.denyNonFastForwards true
	git -C ../server.git reflog expire --expire=now --all
	git -C ../server.git gc -q --prune=now
	run -128 git -C ../server.git cat-file -e "$(sed -n 's/^old-tip = //p' redactions.ini)^{commit}"
	git -C ../server.git cat-file --batch-all-objects --batch --buffer >../all
	[ -s ../all ]
	run grep -aci -e 'From the side' -e 'Energy analyst' ../all
	assert_output 0
	run -0 git -C ../server.git show side:secondments/2026/03/2026-03-first.ini
	assert_output --partial 'text = More'
}

# forged SED [MAP]: a clone `old` of the time before, and a redaction that says it took
# out 7k3 and one text, whose new commits that script has been over.
forged() {
	[ -d ../old ] || {
		printf 'ferreira\n' >../texts
		git clone -q ../shared.git ../old
		sec-set --delete 7k3 -m 'retention passed' >/dev/null 2>&1
		git push -q
		git -C ../old fetch -q
		runbook redact --yes -m 'case 14' -x ../texts 2026-04-7k3qf >/dev/null
		cp redactions.ini redactions/*.map ..
	}
	git branch -f honest main~1
	git fast-export --show-original-ids honest >../stream
	sed "$1" ../stream | sed 's,refs/heads/honest,refs/heads/forged,' |
		git fast-import --quiet --force --export-marks=../marks
	awk '/^commit/ { c = 1 } /^mark/ { m = $2 } /^original-oid/ { if (c) print m, $2; c = 0 }' ../stream >../made
	awk 'FILENAME == ARGV[1] { now[$1] = $2; next } FILENAME == ARGV[2] { to[$2] = now[$1]; next }
		{ print $1, to[$2] }' ../marks ../made ../2026-11-21.map >../new.map
	git checkout -q -f forged
	mkdir -p redactions
	cp ../redactions.ini .
	cp ../new.map redactions/2026-11-21.map
	[ -z "${2:-}" ] || eval "$2"
	commit . 'redaction'
	git -C ../old fetch -q --force "$PWD" forged:seen
	git checkout -q main
	run --separate-stderr sec-log -C ../old --verify --at seen -f tsv
	run cut -f 5,6 <<<"$(grep redaction- <<<"$output" || :)"
	output=$(sed -E 's/wrote [0-9a-f]{10} anew/wrote OLD anew/' <<<"$output" | sort -u)
	mapfile -t lines <<<"$output"
}

said=', which redactions.ini does not say'

@test "a redaction is compared with what it replaced, where that still is" {
	forged ''
	assert_output $'redaction-unsigned\tthe redaction 2026-11-21 wrote 4 commits anew, and nobody signed for that; 4 compared with the old, which are here'
	forged 's/^text = Works beside/text = Works aside./'
	assert_line $'redaction-exceeds\tthe redaction 2026-11-21 wrote OLD anew with secondments/2026/03/2026-03-first.ini changed'"$said"
	assert_equal "${#lines[@]}" 2
	forged 's/^M 100644 \(.*\) .gitignore/M 100644 \1 .gitignora/'
	assert_line $'redaction-exceeds\tthe redaction 2026-11-21 wrote OLD anew with .gitignora put in'"$said"
	assert_line $'redaction-exceeds\tthe redaction 2026-11-21 wrote OLD anew with .gitignore taken out'"$said"
	forged 's/^as she said/as he said./'
	assert_line --index 0 $'redaction-exceeds\tthe redaction 2026-11-21 wrote OLD anew with another message'"$said"
	forged 's/^author Test/author Best/'
	assert_line $'redaction-exceeds\tthe redaction 2026-11-21 wrote OLD anew with another author or another time of writing'"$said"
	forged '/^committer/s/> [0-9]*/> 1800000000/'
	assert_line $'redaction-exceeds\tthe redaction 2026-11-21 wrote OLD anew with another committer or another time of committing'"$said"
	forged '' 'sed -i 2d redactions/2026-11-21.map'
	assert_output --partial 'wrote 3 commits anew'
	forged '' 'sed -i "s/^files = .*/files = other.ini/" redactions.ini'
	assert_line $'redaction-exceeds\tthe redaction 2026-11-21 wrote OLD anew with secondments/2026/04/2026-04-7k3qf.ini taken out'"$said"
	forged '' 'sed -i "/^texts/d" redactions.ini'
	assert_line $'redaction-exceeds\tthe redaction 2026-11-21 wrote OLD anew with secondments/2026/03/2026-03-first.ini changed'"$said"
	forged '' 'rm redactions.ini'
	assert_line $'redaction-exceeds\tredactions.ini does not say what the redaction 2026-11-21 took out'
}
