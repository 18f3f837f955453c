# SPDX-License-Identifier: ISC
# Pairs of edits merged by git and by sec-merge, and what is published of it.

load helper

@test "500 pairs of edits: sec-merge merges all that need no person, and the README and page say so" {
	local git sec person

	run -0 --separate-stderr sh "$SEC_TOP/tests/merge/run.sh" 500
	assert_stderr ''
	assert_line --regexp '^merged cleanly and wrongly +[0-9]+ +0$'
	assert_line --regexp '^conflicts that need nobody +[0-9]+ +0$'
	read -r git sec person < <(awk '/^merged cleanly and rightly/ { print $6, $7, $8 }' <<<"$output")
	[ "$((sec + person))" -eq 500 ]
	[ "$sec" -gt "$git" ]
	tr '\n' ' ' <"$SEC_TOP/README.md" >readme
	assert_file_contains readme "of 500 made-up pairs of edits git alone merges $git, sec-merge $sec, none wrongly; the other $person give one key two values"
	grep -v '^\.Pp' "$SEC_TOP/tools/sec-merge.1" | tr '\n' ' ' >page
	assert_file_contains page "git alone merges $git of them, \.Nm $sec, and neither merges one wrongly; the other $person are two values"
	assert_line --regexp '^merged cleanly and wrongly +0 +0$'
}

@test "the judge finds a wrong merge and a needless conflict" {
	local i

	for i in 0 1 2; do
		mkdir $i
		printf '[a]\nx = 1\ny = 1\n' >$i/base
		printf '[a]\n# c\nx = 2\ny = 1\n' >$i/ours
		printf '[a]\nx = 1\ny = 2\n' >$i/theirs
		echo pair >$i/what
		cp $i/ours $i/git
		echo 1 >$i/git.status
		echo 0 >$i/sec.status
	done
	printf '[a]\nx = 2\ny = 2\n' >0/sec       # the comment is lost
	printf '[a]\n# c\nx = 2\ny = 1\n' >1/sec  # a value is lost
	echo 1 >2/sec.status
	run -0 --separate-stderr awk -f "$SEC_TOP/tests/merge/judge.awk" -v dir=. -v n=3
	assert_stderr $'pair 0: wrong\npair 1: wrong\npair 2: needless'
	assert_line --regexp '^merged cleanly and wrongly +0 +2$'
	assert_line --regexp '^conflicts that need nobody +3 +1$'
}
