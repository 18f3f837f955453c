# SPDX-License-Identifier: ISC
# sec-render -t subject-access against a search byte by byte: somebody is named in every
# place that there is, each time beside a word of its own (`w1`, `w2`, …), and each of
# these words must stand in the document, or be of a kind that it says it leaves out.

load helper

setup() {
	isolate
	export GIT_AUTHOR_DATE=2026-03-02T09:00:00Z GIT_COMMITTER_DATE=2026-03-02T09:00:00Z
	make_wired_register hr
	cd hr || return 1
	small_record 2026-09-own 'Energy analyst' | sed 's/^ref = p1048/ref = p2210/' | put_record 2026-09-own
	commit . 'taken over'
	printf '[person p2210]\nname = Zelda Quark\nname-before = Zelda Obrien\nwork-email = zq@example.org\n' >people.ini
}

access() {
	sec-render -t subject-access "$@"
}

# every_key PREFIX [WHO]: each section and key of the schema, with WHO and a word.
every_key() {
	awk -v prefix="$1" -v who="$2" '
		/^\[field / {
			split(substr($2, 1, length($2) - 1), f, ".")
			if (f[1] == "person" && f[2] == "ref" || f[1] == "secondment" && f[2] == "id")
				next
			if (f[1] != section)
				print "[" (section = f[1]) (repeat[f[1]] == "date" ? " 2026-03-01" : repeat[f[1]] ? " x" : "") "]"
			printf "%s = %s %s%d\n", f[2], who, prefix, ++n
		}
		/^\[section / { now = substr($2, 1, length($2) - 1) }
		/^repeat = / { repeat[now] = $3 == "no" ? "" : $3 }' "$SEC_TOP/schema/fields.ini"
}

# said PREFIX FROM TO: each of these words stands in the document once at least.
said() {
	local i

	for ((i = $2; i <= $3; i++)); do
		grep -qw "$1$i" ../document || {
			echo "$1$i is not in the document"
			return 1
		}
	done
}

@test "every field of the schema, in one's own record and in somebody else's" {
	local n

	every_key own 'of mine' >../all
	n=$(grep -c own ../all)
	[ "$n" -ge 240 ]
	{
		printf '[secondment]\nid = 2026-09-own\n[person]\nref = p2210\n'
		cat ../all
	} | put_record 2026-09-own
	{
		printf '[secondment]\nid = 2026-03-other\n[person]\nref = p7\n'
		every_key other 'Z. Quark,'
	} | put_record 2026-03-other
	commit . 'all of it'
	access -f txt 2026-09-own >../document
	said own 1 "$n"
	said other 1 "$n"
}

@test "what stands there no more, records that went, waivers, remarks, files, people who commit" {
	local other=secondments/2026/03/2026-03-other.ini

	small_record 2026-03-other 'Clerk' | put_record 2026-03-other
	{
		printf '# Asked QUARK w1\n'
		printf '[note 2026-03-01]\ntext = seen by Zelda\n  Quark w2\n'
		printf '[waive mentor-missing]\nby = Zelda Quark w3\nreason = w\n'
		printf '[x-own]\nkey = p2210 w4\nmail = to zq@example.org w5\n'
		printf 'no key here, Quark w6\n'
	} >>"$other"
	small_record 2026-04-gone "Clerk for zelda quark w7" | put_record 2026-04-gone
	printf '\n[mail]\nmail-hr = Zelda Quark w8 <hr@example.org>\n' >>policy.ini
	mkdir schema redactions
	printf '# kept for Ms Quark w9\n' >schema/local.ini
	printf '[redaction 2026-01-01]\nby = Zelda Quark w10\nreason = asked\n' >redactions.ini
	printf 'Interview with Obrien w11\n' >paper.txt
	printf 'x\n' >quark.w12
	git add -A
	git commit -q -m 'second' -m 'Quark w13 asked for it'
	GIT_AUTHOR_DATE=2026-04-01T09:00:00Z GIT_COMMITTER_DATE=2026-04-01T09:00:00Z
	small_record 2026-03-other 'Clerk' | put_record 2026-03-other
	git rm -q -r secondments/2026/04 paper.txt redactions.ini schema
	sed -i '/mail/d' policy.ini
	git -c user.name='Zelda Quark w14' -c user.email=w15@example.org commit -q -a -m 'third'
	GIT_COMMITTER_NAME='Other' GIT_COMMITTER_EMAIL=zq@example.org git commit -q --allow-empty -m w16
	access -f txt 2026-09-own >../document
	said w 1 15
	run -0 access 2026-09-own
	assert_output --partial 'Looked for, in letters of either case: p2210, Zelda Quark, Quark, Zelda Obrien, Obrien, zq@example.org. Looked through:'
	assert_line '- record 2026-03-other, Note: 2026-03-01, since 2 March 2026, until 1 April 2026: Note: seen by Zelda\'
	assert_line '- file policy.ini, since 2 March 2026, until 1 April 2026: A line: mail-hr = Zelda Quark w8 \<hr@example.org\>'
	assert_line '- file quark.w12, since 2 March 2026: Its name'
	assert_line '- 1 change made or taken over as Zelda Quark w14 \<w15@example.org\>, from 1 April 2026 to 1 April 2026'
	assert_line '- 1 change made or taken over as Other \<zq@example.org\>, from 1 April 2026 to 1 April 2026'
	assert_line '- Reason of a change, 2 March 2026: Quark w13 asked for it'
}

@test "names that the record had before are looked for, and its own address" {
	sed -i 's/^ref = p2210/name = Zelda Olsen\nemail = z.olsen@example.org/' "$(record_path 2026-09-own)"
	{
		small_record 2026-03-other
		printf '[x-a]\none = Olsen w1\ntwo = write to Z.Olsen@example.org w2\nthree = Quark w3\n'
	} | put_record 2026-03-other
	commit . 'named'
	sed -i 's/^name = .*/ref = p2210/; /^email/d' "$(record_path 2026-09-own)"
	commit . 'by ref from now on'
	access -f txt 2026-09-own >../document
	said w 1 3
}

@test "words that only look alike are somebody else's; a short ref counts where it stands alone" {
	sed -i 's/^ref = .*/ref = 7/' "$(record_path 2026-09-own)"
	{
		small_record 2026-03-other | sed 's/^ref = .*/ref = 7/'
		printf '[work]\nhours = 37\ntask = 7 nights, Quarkson, Obrien-like\n'
	} | put_record 2026-03-other
	printf '[person 7]\nname = Zelda Quark\n' >people.ini
	commit . 'short'
	run -0 access 2026-09-own
	run -0 grep '^- record' <<<"$output"
	assert_output '- record 2026-03-other, Secondee, since 2 March 2026: Secondee ref: 7'
}

@test "somebody else's name is not given away for the same last name" {
	{
		small_record 2026-03-other
		printf '[x-a]\none = Bo Quark\ntwo = Z. Quark w1\nthree = Ms Quark w2\nfour = Zelda Quark w3\nfive = Bo J. Quark\n'
	} | put_record 2026-03-other
	commit . 'namesakes'
	access -f txt 2026-09-own >../document
	said w 1 3
	run -1 grep 'Bo ' ../document
	printf '[person p9]\nname = Bo Quark\n' >>people.ini
	access -f txt 2026-09-own >../document
	run -1 grep -e 'Bo ' -e w2 ../document
	said w 3 3
	run -0 tr -s '\n ' ' ' <../document
	assert_output --partial 'The last name Quark was not looked for by itself, for others bear it.'
}

@test "it says what it does not have: no git, no register, a shallow clone, and what nobody looks through" {
	run -0 access 2026-09-own
	assert_line 'Nowhere else in records and texts.'
	assert_output --partial '# What is not in this document'
	assert_output --partial '- Branches that were never joined, tags, notes, and what is not committed yet.'
	cp -r . ../plain
	rm -rf ../plain/.git
	run -0 access -C ../plain 2026-09-own
	assert_line 'Nothing is committed to git here, so no other place was looked through.'
	git commit -q --allow-empty -m more
	git clone -q --depth 1 "file://$PWD" ../shallow
	run -0 access -C ../shallow 2026-09-own
	assert_output --partial 'what stood there before was not looked through.'
	cp "$(record_path 2026-09-own)" ../one.ini
	cd ..
	run -0 access one.ini
	assert_output --partial 'outside any register, so no other place was looked through.'
}

@test "--at looks back from that day" {
	GIT_AUTHOR_DATE=2026-05-01T09:00:00Z GIT_COMMITTER_DATE=2026-05-01T09:00:00Z
	small_record 2026-03-other 'For Zelda Quark' | put_record 2026-03-other
	commit . later
	run -0 access --at 2026-04-01 2026-09-own
	refute_output --partial '2026-03-other'
	run -0 access 2026-09-own
	assert_line --partial '- record 2026-03-other, Secondment, since 1 May 2026: Title: For Zelda Quark'
}
