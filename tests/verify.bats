# SPDX-License-Identifier: ISC
# shellcheck shell=bats disable=SC2154,SC2030,SC2031
#
# sec-log --verify: a history as our programs and honest people leave it draws
# nothing; each way to forge one is found, in its commit and in its own words.
#
# Commits are named by tags (`git tag forged`), since hashes differ from run to run.

load helper

life=2026-03-k7v2d
file=secondments/2026/03/2026-03-k7v2d.ini

setup() {
	isolate
	export SEC_TODAY=2027-10-20
}

# on DAY: what is committed from here on is committed on that day.
on() {
	export GIT_AUTHOR_DATE="$1T10:00:00Z" GIT_COMMITTER_DATE="$1T10:00:00Z"
}

# begin [DIR]: a register of 1 September 2027 with one closed secondment.
begin() {
	on 2027-09-01
	make_wired_register "${1:-.}"
	sed '1,/^# rows of/d' "$SEC_TOP/schema/examples/life.ini" | put_record "$life" "${1:-.}"
	on 2027-09-02
	commit "${1:-.}" "register: a secondment"
	on 2027-09-03
}

# forge MESSAGE [TAG]: everything in the work tree, by hand.
forge() {
	commit . "$1"
	git tag "${2:-forged}"
}

# unheld DATE: that review has not been held any more.
unheld() {
	sed -i "/^\[review $1\]/,/^\$/s/^held = .*/held = no/" "$file"
}

# named <TEXT: hashes of tagged commits, and those words that begin like them, as
# their tags.
named() {
	local script

	script=$(git for-each-ref --format='%(objectname) %(refname:short)' refs/tags |
		sed -E 's/^(.{10})(.{30}) (.*)$/s,\1\2,<\3>,g;s,\1,\3,g/')
	sed -e "${script:-s/^//}"
}

# finds TEXT: sec-log --verify ends with 1 and prints this.
finds() {
	run -1 --separate-stderr sec-log --verify
	output=$(named <<<"$output") assert_output "$1"
}

# quiet COMMITS [RECORDS]: it ends with 0, and says how much it looked at.
quiet() {
	run -0 --separate-stderr sec-log --verify
	assert_output ''
	assert_stderr "sec-log: $1 commits, ${2:-1 record}: nothing to report"
}

# ---- honest histories

@test "what our programs leave draws nothing, nor do comments, moves, merges and people's own commits" {
	on 2027-09-01
	sec-init --name Thornley hr 2>/dev/null
	cd hr
	on 2027-09-02
	sec-new --id 2027-10-ab1 type=external title='Data analyst' ref=p1001 post=Analyst \
		home: organisation=Thornley manager='R. Osei' host: organisation=Weir manager='K. Ilves' \
		dates.start=2027-12-01 dates.end=2028-05-31 2>/dev/null
	on 2027-09-03
	sec-set 2027-10-ab1 person.department=Finance 2>/dev/null
	sec-set --undo 2027-10-ab1 2>/dev/null
	sec-set --undo 2027-10-ab1 2>/dev/null
	sec-set 2027-10-ab1 skill:+ text='Talks well' 2>/dev/null
	sec-set 2027-10-ab1 skill:talks-well.id=talks skill:talks.text='Talks' 2>/dev/null
	sec-set 2027-10-ab1 skill:talks= -m 'that was not hers' 2>/dev/null
	printf 'id,work.task\n2027-10-ab1,Tables\n' >../rows.csv
	sec-set --csv ../rows.csv 2>/dev/null
	git checkout -q -b side
	sec-set 2027-10-ab1 host.department=Estates 2>/dev/null
	git checkout -q main
	sec-set 2027-10-ab1 home.department=Estates 2>/dev/null
	git merge -q -m 'merge side' side
	printf '# a remark\n' >>"$(record_path 2027-10-ab1)"
	commit . 'a remark'
	sed -i 's/title = Data analyst/title = Analyst of data/' "$(record_path 2027-10-ab1)"
	commit . 'title by hand'
	small_record 2027-10-cd2 | put_record 2027-10-cd2
	commit . 'another by hand'
	sec-set --delete 2027-10-cd2 -m 'entered twice' 2>/dev/null
	quiet 16 '2 records'
}

@test "policy alone, papers that a record names, and a register in a folder beside others draw nothing" {
	begin hr
	cd hr
	printf '\n[policy]\nmentor = 21d\n' >>policy.ini
	commit . 'policy: a mentor within three weeks'
	mkdir -p papers
	echo 'signed' >papers/agreement.txt
	sed -i 's|^signed-host = .*|&\nfile = papers/agreement.txt|' "$file"
	commit . 'the agreement'
	quiet 4
	mkdir -p ../top/sub
	cd ..
	git -C hr rev-parse HEAD >/dev/null
	cp -r hr/secondments hr/policy.ini top/sub
	cd top
	git init -q
	git add -A
	on 2027-09-05
	git commit -q -m 'the register moves in with others'
	echo x >readme
	commit . 'a file of others'
	cd sub
	quiet 2
}

# ---- records

@test "an agreed day is rewritten with plain git" {
	begin
	sed -i 's/^end = 2026-11-27/end = 2026-12-11/' "$file"
	forge "a better day"
	finds "forged:$file:30:7: error: the agreed period was changed after the signatures; it now reads 2026-03-02 to 2026-12-11 (2027-09-03 Test Officer: a better day) [end-rewritten]"
	assert_stderr "sec-log: 3 commits, 1 record: 1 error, 0 warnings, 0 notes"
}

@test "evidence taken out without a reason is found, with one it is not; the same for a whole record" {
	begin
	unheld 2026-10-07
	forge "tidy"
	finds "forged:$file:175:8: error: a signature, permission, held review or return that was recorded is gone (review:2026-10-07.held) (2027-09-03 Test Officer: tidy) [evidence-removed]"
	git reset -q --hard HEAD~
	git tag -d forged >/dev/null
	unheld 2026-10-07
	commit . $'tidy\n\nsigned for another agreement'
	quiet 3
	git reset -q --hard HEAD~
	git rm -q "$file"
	forge 'clean up'
	finds "forged:$file: error: the record is gone, and with it agreement.signed-secondee and more that was to be kept (2027-09-03 Test Officer: clean up) [evidence-removed]"
	git reset -q --hard HEAD~
	git rm -q "$file"
	commit . $'clean up\n\nentered twice, see the paper file'
	quiet 3
}

@test "a record that was wrong is told in the commit that made it so, not in those after it" {
	begin
	printf '\n[host]\nmanager = K\n' >>"$file"
	sed -i 's/^fte = 0.8/fte = 8/' "$file"
	forge "pushed by hand" bad
	printf 'x-note = hm\n' >>"$file"
	commit . 'later'
	run -1 --separate-stderr sec-log --verify
	run -0 named <<<"$output"
	assert_output "bad:$file:34:7: error: fte is 8: it is more than 0 and at most 1 (2027-09-03 Test Officer: pushed by hand) [fte-range]
bad:$file:307:1: error: [host] stands twice, in line 21 and line 307 (2027-09-03 Test Officer: pushed by hand) [section-duplicate]"
}

@test "each commit is judged by the policy of its time" {
	begin
	printf '[privacy]\nnames = refs\n' >>policy.ini
	commit . 'policy: refs alone'
	sed 's/^ref = .*/name = J. Ferreira/' <(small_record 2027-10-cd2) | put_record 2027-10-cd2
	forge 'a name'
	printf '[privacy]\nnames = any\n' >policy.tail
	sed -i '/^\[privacy\]/,$d' policy.ini
	cat policy.tail >>policy.ini
	rm policy.tail
	commit . 'policy: names after all'
	sed 's/^ref = .*/name = B. Lund/' <(small_record 2027-10-ef3) | put_record 2027-10-ef3
	commit . 'another name'
	run -1 --separate-stderr sec-log --verify
	run -0 named <<<"$output"
	assert_output --regexp '^forged:secondments/2027/10/2027-10-cd2.ini:[0-9:]+: error: [^[]* \[name-in-record\]$'
}

@test "what was forced is told as such, and does not fail" {
	begin
	on 2027-09-04
	sec-set --force "$life" dates.end=2026-12-11 2>/dev/null
	git tag forced
	run -0 --separate-stderr sec-log --verify
	output=$(named <<<"$output") assert_output - <<-OUT
		forced: info: made with --force (2027-09-04 Test Officer) [commit-forced]
		forced:$file:30:7: warning: the agreed period was changed after the signatures; it now reads 2026-03-02 to 2026-12-11 (2027-09-04 Test Officer) [end-rewritten]
	OUT
	assert_stderr "sec-log: 3 commits, 1 record: 0 errors, 1 warning, 1 note"
	run -1 --separate-stderr sec-log --verify --strict
}

@test "the same id twice" {
	begin
	mkdir -p secondments/old
	cp "$file" secondments/old
	forge 'a copy'
	finds "forged:secondments/old/$life.ini:2:6: error: the file belongs at $file (2027-09-03 Test Officer: a copy) [id-file]
forged:secondments/old/$life.ini: error: $file has the id '$life' too (2027-09-03 Test Officer: a copy) [id-file]"
}

@test "schema and policy that cannot be read are found once, and do not switch judging off" {
	begin
	echo 'format = broken' >>policy.ini
	forge 'break it' broken
	sed -i 's/^end = 2026-11-27/end = 2026-12-11/' "$file"
	forge 'a better day' later
	git show HEAD~2:policy.ini >policy.ini
	commit . 'mend it'
	finds "broken: error: policy.ini:4: key 'format' stands twice, in line 2 and line 4 (2027-09-03 Test Officer: break it) [commit-schema]
later:$file:30:7: error: the agreed period was changed after the signatures; it now reads 2026-03-02 to 2026-12-11 (2027-09-03 Test Officer: a better day) [end-rewritten]"
}

@test "a record that goes and comes back is judged by what it was" {
	begin
	cp "$file" ../kept
	git rm -q "$file"
	commit . $'gone\n\nentered twice'
	mkdir -p "${file%/*}"
	sed 's/^end = 2026-11-27/end = 2026-12-11/' ../kept >"$file"
	forge 'back'
	finds "forged:$file:30:7: error: the agreed period was changed after the signatures; it now reads 2026-03-02 to 2026-12-11 (2027-09-03 Test Officer: back) [end-rewritten]"
	git reset -q --hard forged~1
	git switch -qc link
	mkdir -p "${file%/*}"
	cp ../kept "$file"
	forge 'back as it was' again
	run -0 --separate-stderr sec-log --verify
	assert_output ''
}

@test "a record that goes while another one has the same person in the same time" {
	other() { # other SED: the record again under another id
		sed -e 's/^id = .*/id = 2026-03-other/' -e "$1" ../kept | put_record 2026-03-other
	}
	remove() {
		git rm -q "$file"
		forge $'gone\n\nentered twice' "$1"
	}
	replaced=": warning: it went, and secondments/2026/03/2026-03-other.ini has the same person in the same time (2027-09-03 Test Officer: entered twice) [record-replaced]"
	begin
	cp "$file" ../kept
	git tag start
	remove after
	other 's/^end = 2026-11-27/end = 2026-12-11/'
	commit . 'entered'
	run -0 --separate-stderr sec-log --verify
	output=$(named <<<"$output") assert_output "after:$file$replaced"
	run -1 sec-log --verify --strict

	# before it, without days that are filled in later, or by a branch of its own
	git reset -q --hard start
	other '/^start = /d; /^end = 2026-11-27/d'
	commit . 'entered'
	remove before
	other ''
	commit . 'and filled in'
	run -1 --separate-stderr sec-log --verify
	output=$(named <<<"$output") assert_output --partial "before:$file$replaced"

	# another time, another person, or back under its own id: that is nobody's business
	git reset -q --hard after
	other 's/^ref = .*/ref = p9999/'
	commit . 'another person'
	quiet 4 '2 records'
	git reset -q --hard after
	mkdir -p "${file%/*}"
	cp ../kept "$file"
	commit . 'back'
	quiet 4

	# what was never agreed may go and come as it likes
	git reset -q --hard start
	on 2027-09-03
	small_record 2027-10-a | put_record 2027-10-a
	commit . 'thought of'
	git rm -q "$(record_path 2027-10-a)"
	commit . $'gone\n\nwrong month'
	small_record 2027-11-a | put_record 2027-11-a
	commit . 'thought of'
	quiet 5 '3 records'
}

@test "a merge that takes back what one side recorded is judged for it" {
	begin
	git switch -qc side
	sed -i 's/^fte = .*/fte = 0.7/' "$file"
	forge 'side' side
	git switch -q -
	sed -i '/^\[end\]/i [review 2026-09-30]\nkind = midpoint\nheld = yes\nby = J. Brandt\n' "$file"
	forge 'a review' review
	git switch -q side
	git merge -q -s ours -m 'join' review
	git tag forged
	run -1 --separate-stderr sec-log --verify
	assert_output --partial 'a signature, permission, held review or return that was recorded is gone (review:2026-09-30.held) (2027-09-03 Test Officer: join) [evidence-removed]'
}

@test "a merge is judged for what neither side said" {
	begin
	git checkout -q -b side
	printf 'x\n' >other
	commit . 'a file'
	git checkout -q main
	sed -i 's/^task = .*/task = Another/' "$file"
	commit . 'a task'
	git merge -q --no-commit side
	sed -i 's/^end = 2026-11-27/end = 2026-12-11/' "$file"
	forge 'merge side'
	finds "forged:$file:30:7: error: the agreed period was changed after the signatures; it now reads 2026-03-02 to 2026-12-11 (2027-09-03 Test Officer: merge side) [end-rewritten]"
	git reset -q --hard HEAD~
	git merge -q -m 'merge side' side
	quiet 5
}

# ---- commits

@test "a record and the policy in one commit; a record and a file outside of the register" {
	begin
	printf '\n[severity]\nsilence = off\n' >>policy.ini
	sed -i 's/^task = .*/task = Another/' "$file"
	forge 'two things'
	finds "forged: error: it changes policy.ini together with $life (2027-09-03 Test Officer: two things) [commit-mixed]"
	cd ..
	begin top/hr
	cd top
	rm -rf hr/.git
	git init -q
	commit . 'begin'
	sed -i 's/^task = .*/task = Another/' "hr/$file"
	mkdir .github
	echo 'x: 1' >.github/ci.yml
	echo >readme
	forge 'two things'
	cd hr
	finds "forged: error: it changes .github/ci.yml and 1 more file together with $life (2027-09-03 Test Officer: two things) [commit-mixed]"
}

@test "trailers and subject that say something else than the change" {
	begin
	sed -i 's/^task = .*/task = Another/; s/^fte = 0.8/fte = 0.9/; s/^lead = N. Fielding/lead = A. Person/' "$file"
	forge $'sec-set: '"$life"$': work.task\n\nSec-Tool: sec-set\nSec-Record: '"$life"$'\nSec-Field: work.task\nSec-Field: host.post' fields
	small_record 2027-10-cd2 | put_record 2027-10-cd2
	sed -i 's/^task = .*/task = One more/' "$file"
	forge $'sec-set: 2027-10-zz9: work.task\n\nSec-Tool: sec-set\nSec-Record: '"$life"$'\nSec-Field: work.task' records
	finds "fields: warning: it names host.post and does not change it (2027-09-03 Test Officer) [commit-claims]
fields:$file: error: host.lead and 1 more were changed, and the commit does not name them (2027-09-03 Test Officer) [commit-trailers]
records: warning: its subject names 2027-10-zz9, which it does not change (2027-09-03 Test Officer) [commit-claims]
records:secondments/2027/10/2027-10-cd2.ini: error: 2027-10-cd2 was added, and the commit does not name it (2027-09-03 Test Officer) [commit-trailers]"
}

@test "T58 clocks: backwards, ahead, in 1970, and an author's day long before" {
	on 1970-01-01
	export GIT_COMMITTER_DATE='@86400 +0000'
	make_wired_register
	git tag old
	on 2027-09-01
	small_record 2027-10-cd2 | put_record 2027-10-cd2
	commit . 'begin'
	git tag begin
	on 2027-08-20
	printf 'department = Estates\n' >>"$(record_path 2027-10-cd2)"
	forge 'earlier' back
	on 2027-09-02
	export GIT_AUTHOR_DATE=2027-08-01T10:00:00Z
	printf 'hr = V. Castle\n' >>"$(record_path 2027-10-cd2)"
	forge $'sign it\n\nit was so since August' dated
	on 2099-01-01
	printf 'lead = L. Low\n' >>"$(record_path 2027-10-cd2)"
	forge 'ahead' ahead
	run -0 --separate-stderr sec-log --verify
	output=$(named <<<"$output") assert_output "old: warning: its clock says 1970-01-02 (1970-01-01 Test Officer: register: begin) [commit-clock]
back: warning: its clock says 2027-08-20, 12 days before that of begin, which came first (2027-08-20 Test Officer: earlier) [commit-clock]
dated: warning: dated 2027-08-01 by its author, and committed on 2027-09-02 only: rebased, or back-dated (2027-08-01 Test Officer: it was so since August) [commit-clock]
ahead: warning: its clock says 2099-01-01, which is yet to come (2099-01-01 Test Officer: ahead) [commit-clock]"
}

# ---- anchors

@test "a notebook of anchors: begun, gone on with, refused, and the rewriting that it shows" {
	begin
	git tag one
	run -0 --separate-stderr sec-log --verify --anchor ../tips.ini
	assert_output ''
	stderr=$(named <<<"$stderr") assert_stderr "sec-log: 2 commits, 1 record: nothing to report
sec-log: added one of 2027-09-02 to ../tips.ini"
	run -0 named <../tips.ini
	assert_output "# Tips that sec-log --verify found in order. Keep this file where nobody who
# can push to the register can write.
[register]
name = Thornley Council

[anchor 1]
commit = <one>
day = 2027-09-02
verified = 2027-10-20"
	# the same tip again adds nothing, another does
	run -0 --separate-stderr sec-log --verify --anchor ../tips.ini
	assert_stderr 'sec-log: 2 commits, 1 record: nothing to report'
	sed -i 's/^task = .*/task = Another/' "$file"
	forge 'a task' two
	run -0 --separate-stderr sec-log --anchor ../tips.ini
	run -0 named <../tips.ini
	assert_line '[anchor 2]'
	assert_line 'commit = <two>'
	# what is wrong is not anchored
	unheld 2026-10-07
	forge tidy bad
	cp ../tips.ini ../before
	run -1 --separate-stderr sec-log --verify --anchor ../tips.ini
	assert_stderr_line 'sec-log: nothing was added to ../tips.ini'
	cmp ../tips.ini ../before
	# the end is replaced: every hash below still fits, and the notebook knows better
	git reset -q --hard one
	on 2027-09-03
	sed -i 's/^task = .*/task = Smoother/' "$file"
	forge 'a task' smooth
	quiet 3
	run -1 --separate-stderr sec-log --verify --anchor ../tips.ini
	output=$(named <<<"$output") assert_output "../tips.ini:11: error: commit two of 2027-09-03 is no part of this history: it was rewritten, or is not that of Thornley Council [history-anchor]"
	cmp ../tips.ini ../before
	# as data
	run -1 --separate-stderr sec-log --verify --anchor ../tips.ini -f tsv
	output=$(named <<<"$output") assert_output $'../tips.ini\t11\t\terror\thistory-anchor\tcommit two of 2027-09-03 is no part of this history: it was rewritten, or is not that of Thornley Council\t\t\t\t'
}

@test "a notebook that was tampered with, or is none" {
	begin
	run -0 sec-log --verify --anchor ../tips.ini
	sed -i 's/^day = .*/day = 2027-08-02/' ../tips.ini
	git tag one HEAD
	run -1 --separate-stderr sec-log --verify --anchor ../tips.ini
	output=$(named <<<"$output") assert_output '../tips.ini:6: error: commit one is of 2027-09-02, and not of 2027-08-02 [history-anchor]'
	sed -i '/^day/d' ../tips.ini
	run -2 --separate-stderr sec-log --verify --anchor ../tips.ini
	assert_stderr "sec-log: ../tips.ini:6: an anchor needs 'day', written 2026-03-01"
	sed -i 's/^commit = ./commit = /' ../tips.ini
	run -2 --separate-stderr sec-log --verify --anchor ../tips.ini
	assert_stderr "sec-log: ../tips.ini:6: an anchor needs 'commit', the 40 digits 0-9 and a-f of one"
	run -2 --separate-stderr sec-log --verify --anchor policy.ini
	assert_stderr 'sec-log: policy.ini is no notebook of anchors; name a file that is not there to begin one'
	run -2 --separate-stderr sec-log --verify --anchor .
	run -0 --separate-stderr sec-log --verify --anchor mine.ini
	assert_stderr_line 'sec-log: mine.ini lies in the register; keep it where nobody who can change the register can write'
	run -2 --separate-stderr sec-log --verify --anchor nowhere/mine.ini
}

# ---- what cannot be looked at

@test "T50 a shallow clone proves nothing" {
	begin
	git clone -q --depth 1 "file://$PWD" ../shallow
	cd ../shallow
	run -2 --separate-stderr sec-log --verify --anchor ../tips.ini
	assert_output ''
	assert_stderr 'sec-log: this clone holds only the latest part of the history, which proves nothing; fetch the rest with: git fetch --unshallow'
	assert_file_not_exist ../tips.ini
}

@test "T54 a corrupt object, a missing one" {
	local blob path

	begin
	blob=$(git rev-parse "HEAD:$file")
	path=.git/objects/${blob:0:2}/${blob:2}
	touch .git/no-fsck
	chmod u+w "$path"
	cp "$path" ../kept
	printf 'x' >"$path"
	run -2 --separate-stderr sec-log --verify
	assert_output ''
	assert_stderr --partial 'git fsck'
	rm "$path"
	run -2 --separate-stderr sec-log --verify
	assert_output ''
	assert_stderr --partial 'git fsck'
}

@test "no repository, no commit" {
	mkdir r
	printf '[register]\nformat = 1\n' >r/policy.ini
	run -2 --separate-stderr sec-log -C r --verify
	assert_stderr "sec-log: $PWD/r is not in a git repository, so it has no history"
	git init -q r
	run -2 --separate-stderr sec-log -C r --verify
	assert_stderr 'sec-log: the repository has no commit yet'
}

# ---- what is reported, and how

@test "--since and --until choose what is reported, not what is looked at" {
	begin
	unheld 2026-10-07
	forge tidy one
	on 2027-09-10
	unheld 2027-01-06
	forge tidy two
	run -1 --separate-stderr sec-log --verify --since 2027-09-04
	run -0 named <<<"$output"
	assert_output --regexp "^two:$file:[^']*$"
	run -1 --separate-stderr sec-log --verify --until 2027-09-09
	assert_stderr 'sec-log: 4 commits, 1 record, reported until 2027-09-09: 1 error, 0 warnings, 0 notes'
	run -0 named <<<"$output"
	assert_output --regexp "^one:$file:[^']*$"
	run -0 --separate-stderr sec-log --verify --since 2027-09-11 --anchor ../tips.ini
	assert_stderr_line 'sec-log: 4 commits, 1 record, reported since 2027-09-11: nothing to report'
	assert_file_exist ../tips.ini
	run -0 --separate-stderr sec-log --verify --at one~
	assert_stderr 'sec-log: 2 commits, 1 record: nothing to report'
}

@test "tsv and json carry the whole hash, day, author and reason" {
	begin
	unheld 2026-10-07
	printf 'x = 1\n' >other
	forge $'tidy\n\nA\tgood\\reason\nsecond line'
	run -1 --separate-stderr sec-log --verify -f tsv
	output=$(named <<<"$output") assert_output $'\t\t\terror\tcommit-mixed\tit changes other together with 2026-03-k7v2d\t<forged>\t2027-09-03\tTest Officer\tA\\tgood\\\\reason'
	run -1 --separate-stderr sec-log --verify -f json
	run -0 jq -r '.commit, .day, .author, .reason, .rule, .level' <<<"$output"
	output=$(named <<<"$output") assert_output $'<forged>\n2027-09-03\nTest Officer\nA\tgood\\reason\ncommit-mixed\nerror'
}

@test "options that make no sense together" {
	begin
	run -2 --separate-stderr sec-log --verify "$life"
	assert_stderr_line --index 0 'sec-log: --verify looks at the whole history: it takes no records, and neither -q, --author nor --field'
	run -2 --separate-stderr sec-log --verify --author x
	run -2 --separate-stderr sec-log --verify --field x
	run -2 --separate-stderr sec-log --verify -q 'state = closed'
	run -2 --separate-stderr sec-log --verify -f csv
	assert_stderr_line --index 0 "sec-log: with --verify, --format is text, tsv or json, not 'csv'"
	run -2 --separate-stderr sec-log --anchor ../tips.ini --at HEAD
	assert_stderr_line --index 0 'sec-log: --anchor notes the tip, so it takes no --at'
	run -2 --separate-stderr sec-log --strict
	assert_stderr_line --index 0 'sec-log: --strict goes with --verify'
}

@test "the rules about the history are explained like any other" {
	run -0 sec-check --explain commit-unsigned
	assert_line 'judged    commit by commit, by sec-log --verify'
	assert_line 'policy    signatures = none (built in)'
	run -0 sec-check --list-rules -f tsv
	assert_line $'commit-mixed\terror\ta commit that changes records changes nothing else, but for papers that they name'
}

# ---- each rule about the history trips, and stays quiet

# make RULE finds|quiet: a register with such a history.
make() {
	case $1-$2 in
	commit-mixed-finds)
		printf 'x\n' >other
		sed -i 's/^task = .*/task = Another/' "$file"
		;;
	commit-mixed-quiet)
		printf 'x\n' >other
		;;
	commit-schema-finds)
		cp policy.ini ../policy.kept
		echo '[rule broken' >>policy.ini
		commit . 'broken for a moment'
		mv ../policy.kept policy.ini
		;;
	commit-schema-quiet) printf '\n[policy]\nmentor = 21d\n' >>policy.ini ;;
	commit-trailers-* | commit-claims-*)
		sed -i 's/^task = .*/task = Another/' "$file"
		trailers="Sec-Tool: sec-set"$'\n'"Sec-Record: $life"
		[ "$1" = commit-claims ] || [ "$2" = finds ] || trailers+=$'\n'"Sec-Field: work.task"
		[ "$1" = commit-trailers ] || trailers+=$'\n'"Sec-Field: work.task"
		[ "$1-$2" != commit-claims-finds ] || trailers+=$'\n'"Sec-Field: work.fte"
		;;
	commit-forced-*)
		sed -i 's/^task = .*/task = Another/' "$file"
		trailers="Sec-Tool: sec-set"$'\n'"Sec-Record: $life"$'\n'"Sec-Field: work.task"
		[ "$2" = quiet ] || trailers+=$'\nSec-Forced: yes'
		;;
	commit-clock-finds) on 2027-08-31 ;;
	commit-clock-quiet) on 2027-09-01 ;;
	record-replaced-*)
		sed "s/$life/2026-03-other/" "$file" >"$BATS_TEST_TMPDIR/other"
		[ "$2" = finds ] || sed -i 's/^ref = .*/ref = p9999/' "$BATS_TEST_TMPDIR/other"
		git rm -q "$file"
		commit . $'gone\n\nentered twice'
		put_record 2026-03-other <"$BATS_TEST_TMPDIR/other"
		;;
	history-anchor-*)
		printf '[anchor 1]\ncommit = %s\nday = 2027-09-02\n' "$(git rev-parse HEAD)" >"$BATS_TEST_TMPDIR/tips"
		[ "$2" = quiet ] || sed -i 's/^day = .*/day = 2027-09-01/' "$BATS_TEST_TMPDIR/tips"
		set -- "$@" --anchor "$BATS_TEST_TMPDIR/tips"
		;;
	*) return 1 ;;
	esac
	git add -A
	git commit -q --allow-empty -m "test"$'\n\n'"a reason${trailers:+$'\n\n'}$trailers"
	run --separate-stderr sec-log --verify "${@:3}" -f tsv
	[ "$status" -lt 2 ]
	cut -f 5 <<<"$output" >"$BATS_TEST_TMPDIR/rules"
}

@test "each rule about the history finds something here, and is quiet where it should be" {
	local rule rules verdict

	rules=$(awk '/^\[rule / { rule = substr($2, 1, length($2) - 1) } /^check = history/ { print rule }' \
		"$SEC_TOP/schema/rules.ini")
	[ "$(wc -l <<<"$rules")" -ge 11 ]
	for rule in $rules; do
		case $rule in
		commit-unsigned | commit-signature | commit-key | commit-signer)
			# their histories need keys: each is expected there, word for word
			grep -q "\[$rule\]" "$SEC_TOP/tests/verify-signed.bats"
			continue
			;;
		redaction-*) # and theirs a history that was written anew
			grep -q -e "\[$rule\\\\]" -e "'$rule\\\\t" "$SEC_TOP"/tests/erasure*.bats
			continue
			;;
		esac
		for verdict in finds quiet; do
			git init -q "$rule-$verdict"
			(
				begin "$rule-$verdict"
				cd "$rule-$verdict"
				trailers=
				make "$rule" "$verdict" || { echo "no history for $rule" >&2; exit 1; }
				if [ "$verdict" = finds ]; then
					grep -qx "$rule" "$BATS_TEST_TMPDIR/rules"
				else
					[ -z "$output" ]
				fi || { echo "$rule: not '$verdict'" >&2; exit 1; }
			)
		done
	done
}
