# SPDX-License-Identifier: ISC
# What git itself shows of records: each hunk says which section it is about.

load helper

A=2026-03-a
file=secondments/2026/03/$A.ini

setup() {
	isolate
	sec-init hr >/dev/null 2>&1
	cd hr || return 1
	{
		small_record $A
		printf '\n[host]\norganisation = Aldermoor\nmanager = J. Brandt\nlead = A. Cole\npost = Analyst\nlocation = B\n'
		printf '\n[review 2026-04-01]\nkind = initial\nheld = yes\nby = J. Brandt\ngoals = first\n  .[no section]\n  .of prose\n  .to the end\n'
		printf '\n[review 2026-08-01]\nkind = midpoint\nheld = no\nby = J. Brandt\ngoals = g\nobstacles = o\nagreed = x\n'
		printf '\n[note 2026-05-01-2]\ntext = t\nby = B\nabout = A\nx-one = 1\nx-two = 2\n'
	} | put_record $A
	commit
}

# edit LINE-PATTERN TEXT: another value in one line.
edit() {
	sed -i "s/^$1\$/$2/" $file
}

headers() {
	grep -a '^@@'
}

@test "the header of a hunk is the section, with an id where it has one" {
	edit 'location = B' 'location = C'
	edit '  .to the end' '  .to an end'
	edit 'agreed = x' 'agreed = y'
	edit 'x-two = 2' 'x-two = 3'
	expected='@@ -18,3 +18,3 @@ [host]
@@ -27,3 +27,3 @@ [review 2026-04-01]
@@ -35,3 +35,3 @@ [review 2026-08-01]
@@ -42,2 +42,2 @@ [note 2026-05-01-2]'
	run -0 headers < <(git diff -U1)
	assert_output "$expected"
	git add -A
	run -0 headers < <(git diff --cached -U1)
	assert_output "$expected"
	git commit -qm change
	for command in 'show --format=' 'log -p --format= -1' 'diff HEAD~1' 'format-patch --stdout -1'; do
		# shellcheck disable=SC2086 # several words
		run -0 headers < <(git $command -U1)
		assert_output "$expected"
	done
	cd secondments/2026
	run -0 headers < <(git show -U1)
	assert_output "$expected"
}

# For each changed line of a diff on standard input, `SECTION|LINE`: the section line
# last seen in its hunk, else what the header of the hunk says.
told() {
	awk '/^@@/ { section = $0; sub(/^@@ [^@]* @@ ?/, "", section); next }
		/^(---|\+\+\+|diff|index) ?/ { next }
		/^[-+ ]\[/ { section = substr($0, 2) }
		/^\+/ { print section "|" substr($0, 2) }'
}

# The same of a record itself: every line that ends in `!`.
truth() {
	awk '/^\[/ { section = $0 } /!$/ { print section "|" $0 }' "$1"
}

@test "in every record of the example, each changed line is told with its section" {
	local context n=0

	cp -r "$SEC_TOP/examples/register/secondments" .
	commit
	find secondments -name '*.ini' | sort >../files
	# every eleventh line with a value, another one in each file
	while read -r path; do
		n=$((n + 1))
		awk -v n="$n" '/^[a-z].*=/ && ++k % 11 == n % 11 { $0 = $0 "!" } { print }' "$path" >../new
		cat ../new >"$path"
		truth "$path"
	done <../files >../truth
	[ "$(wc -l <../truth)" -gt 150 ]
	for context in 0 1 3; do
		run -0 diff ../truth <(git diff -U$context | told)
	done
	# with no context the headers alone say it
	run -0 diff <(cut -d'|' -f1 ../truth) <(git diff -U0 | awk '/^@@/ { sub(/^@@ [^@]* @@ ?/, ""); print }')
}

@test "a clone where sec-init has not run shows the key above instead" {
	edit 'location = B' 'location = C'
	commit
	cd ..
	git clone -q hr clone
	run -0 headers < <(git -C clone show -U1)
	assert_output '@@ -18,3 +18,3 @@ lead = A. Cole'
	sec-init clone 2>/dev/null
	run -0 headers < <(git -C clone show -U1)
	assert_output '@@ -18,3 +18,3 @@ [host]'
}

@test "the history of one section, and words instead of lines" {
	edit 'location = B' 'location = C'
	commit . 'moved'
	edit 'agreed = x' 'agreed = y'
	commit . 'agreed'
	run -0 git log --format=%s -s -L ":host:$file"
	assert_output 'moved
test: commit'
	run -0 git log --format=%s -s -L ":review 2026-08:$file"
	assert_output 'agreed
test: commit'
	run -0 git show --format= --word-diff -U0 HEAD
	assert_line '@@ -36 +36 @@ [review 2026-08-01]'
	assert_line 'agreed = [-x-]{+y+}'
}
