# SPDX-License-Identifier: ISC
# shellcheck shell=bats
#
# A server and ten thousand records: the first push, one commit upon it, and one that
# is refused, each within a time that nobody minds. Run with `bats tests/deep/push.bats`.

load ../helper

# within SECONDS COMMAND...: it must not take longer, as this machine counts.
within() {
	local limit=$1 began=$SECONDS

	shift
	"$@" || return
	echo "$((SECONDS - began)) s: $*" >&2
	[ $((SECONDS - began)) -le "$limit" ]
}

@test "push: ten thousand records, then one change of them, then a bad one" {
	sec-init --server "$PWD/srv.git" 2>/dev/null
	make_wired_register hr
	cd hr
	seq 10000 | awk '{ printf "2026-%02d-%05d\n", 1 + $1 % 12, $1 }' >../ids
	mkdir -p secondments/2026/{01..12}
	small_record @ID@ | awk '
		FNR == NR { text = text $0 "\n"; next }
		{
			file = "secondments/" substr($0, 1, 4) "/" substr($0, 6, 2) "/" $0 ".ini"
			record = text
			sub(/@ID@/, $0, record)
			printf "%s", record >file
			close(file)
		}' - ../ids
	commit . 'all of them'
	git remote add origin ../srv.git
	within 60 git push -q -u origin HEAD
	git gc -q
	id=$(sed -n 5000p ../ids)
	sed -i 's/^post = .*/post = Analyst/' "$(record_path "$id")"
	commit . 'one of them'
	within 20 git push -q
	within 20 sec-check --range HEAD~1..HEAD
	sed -i 's/^manager = .*/manager =/' "$(record_path "$id")"
	git add -A
	run -1 --separate-stderr within 20 sec-check --staged
	commit . 'one is damaged'
	run -1 --separate-stderr git push -q
	assert_stderr --partial "remote: $(record_path "$id"):10"
	run -0 git --git-dir=../srv.git cat-file -t HEAD~1
	run -128 --separate-stderr git --git-dir=../srv.git cat-file -t "$(git rev-parse HEAD)"
	run -0 find ../srv.git/objects -name 'tmp_*' -o -name 'incoming-*'
	assert_output ''
}
