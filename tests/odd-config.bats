# SPDX-License-Identifier: ISC
# What people set in git's configuration changes nothing: not what is committed, to
# the hash, nor what the programs say.

load helper

# work: everything that goes through git once, all that is said of it, each commit.
work() {
	export GIT_AUTHOR_DATE='2026-11-20T10:00:00Z' GIT_COMMITTER_DATE='2026-11-20T10:00:00Z'
	sec-init hr
	cd hr || return
	sec-new --id 2026-03-aaaaa type=internal title=Analyst ref=p1 post=Clerk home: organisation=Town \
		manager='R. Osei' dates: start=2026-12-01 end=2027-05-31
	sec-new --id 2026-03-bbbbb type=internal title='Zoë Ünal' ref=p2 post=Clerk home: \
		organisation=Town manager='R. Osei'
	sec-set aaa title=New tags=x -m 'Grüße'
	sec-set -n aaa title=Newer
	sec-set -n aaa title=Newer >../patch
	git apply --check ../patch
	EDITOR='sed -i s/Clerk/Officer/' sec-set --edit bbb </dev/null
	sec-set --undo aaa
	sec-set --delete bbb -m 'entered twice'
	sec-set --undo 2026-03-bbbbb
	git switch -q -c other
	sec-set aaa work.fte=0.5
	git switch -q main
	sec-set aaa home.lead=L
	git merge -q -m both other >/dev/null
	sec-log
	sec-log -f tsv
	sec-log --verify
	sec-check
	sec-check --staged
	sec-check --range HEAD~3..HEAD
	sec-list --at HEAD~2 -f tsv
	sec-due --all -f ics
	sec-init --server ../server.git
	git push -q ../server.git main
	sec-init --hooks .
	git rev-list --no-merges HEAD
	git status --porcelain --untracked-files=all
}

@test "whatever git is told, the commits and the words are the same" {
	local plain odd

	mkdir ../plain
	plain=$(cd ../plain && work 2>&1)
	[ "$(grep -c committed <<<"$plain")" -ge 9 ]
	cat >>"$HOME/.gitconfig" <<-'GIT'
		[core]
			autocrlf = input
			safecrlf = warn
			quotePath = false
			hooksPath = ~/nowhere
			abbrev = 12
			pager = cat -n
			whitespace = fix,-indent-with-non-tab,trailing-space
			logAllRefUpdates = false
			fileMode = false
			commentChar = ";"
			attributesFile = ~/attributes
			excludesFile = ~/ignored
			untrackedCache = true
		[init]
			templateDir = ~/templates
		[pull]
			rebase = true
		[merge]
			conflictStyle = zdiff3
			renames = false
			log = true
			verbosity = 5
		[diff]
			external = false
			noprefix = true
			renames = false
			algorithm = patience
			context = 7
		[color]
			ui = always
		[log]
			date = relative
			showSignature = true
		[format]
			pretty = fuller
		[i18n]
			commitEncoding = ISO-8859-1
			logOutputEncoding = ISO-8859-1
		[apply]
			whitespace = error
		[commit]
			template = /nowhere
			cleanup = verbatim
		[transfer]
			fsckObjects = true
		[index]
			version = 4
		[feature]
			manyFiles = true
		[rerere]
			enabled = true
	GIT
	echo '*.ini -diff' >"$HOME/attributes"
	echo '*.bak' >"$HOME/ignored"
	mkdir "$HOME/templates" ../odd
	odd=$(cd ../odd && work 2>&1)
	assert_equal "$odd" "$plain"
}
