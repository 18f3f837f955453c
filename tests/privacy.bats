# SPDX-License-Identifier: ISC
# Names outside of history: references in records, names from people.ini where they
# are shown; what prose should not hold; how long a record may be kept.

load helper

setup() {
	isolate
	begin_hr
}

person() {
	put_record 2026-03-priv <<-RECORD
		[secondment]
		id = 2026-03-priv
		type = internal
		title = Analyst, Estates
		[person]
		ref = p2210
		post = Clerk
		[home]
		organisation = Thornley Council
		manager = m3001
		lead = S. Lund
		[host]
		organisation = Thornley Council
		department = Estates
		manager = m3002
		lead = m3002
		[dates]
		start = 2026-03-02
		end = 2026-12-18
		[permission]
		decision = yes
		by = m3001
		date = 2026-01-05
		[application]
		route = arranged
		[agreement]
		signed-secondee = 2026-01-07
		signed-home = 2026-01-07
	RECORD
	cat >people.ini <<-PEOPLE
		[person p2210]
		name = Ines Ferreira
		[person m3001]
		name = Carol Adeyemi
		[person m3002]
		name = Jo Brandt
	PEOPLE
}

@test "names = refs: a name or an address in a record is an error, a reference is none" {
	person
	run -1 sec-check -f tsv
	refute_output --partial name-in-record
	printf '[privacy]\nnames = refs\n' >>policy.ini
	run -1 sec-check -f tsv
	refute_output --partial name-in-record
	sed -i 's/^ref = p2210/&\nname = Ines Ferreira/' secondments/2026/03/2026-03-priv.ini
	run -1 --separate-stderr sec-check
	assert_line "secondments/2026/03/2026-03-priv.ini:7:8: error: the policy wants references, but the secondee's name or e-mail address stands in the record [name-in-record]"
	sed -i 's/^name = Ines.*/email = i.f@example.org/' secondments/2026/03/2026-03-priv.ini
	run -1 --separate-stderr sec-check
	assert_output --partial '[name-in-record]'
}

@test "names = refs: writers refuse a name, and say what to do" {
	person
	printf '[privacy]\nnames = refs\n' >>policy.ini
	commit
	run -1 --separate-stderr sec-set priv person.name='Ines Ferreira'
	assert_output ''
	assert_stderr --partial '[name-in-record]'
	assert_stderr --partial 'keep name and address in people.ini, outside git'
	run -0 git status --short
	assert_output ''
	run -0 --separate-stderr sec-set priv person.grade=7
}

@test "a reference is shown as the name that people.ini has, in lists and as owner" {
	person
	run -0 --separate-stderr sec-list -f tsv -o id,who,person.ref
	assert_output '2026-03-priv	Ines Ferreira	p2210'
	run -0 --separate-stderr sec-due --all --kind return-talk -f tsv -o owner
	assert_output 'home manager (Carol Adeyemi)'
	run -0 --separate-stderr sec-due --all --kind review-end -f tsv -o owner,tell
	assert_output 'host manager (Jo Brandt)	home manager (Carol Adeyemi)'
	run -0 --separate-stderr sec-due --all --kind contact -f tsv -o owner
	assert_output 'home lead (S. Lund)'
	run -0 --separate-stderr sec-due --all --owner brandt -f tsv -o kind
	assert_line review-end
	run -0 --separate-stderr sec-list -f ids @ferreira
	assert_output 2026-03-priv
	rm people.ini
	run -0 --separate-stderr sec-list -f tsv -o who
	assert_output p2210
	run -0 --separate-stderr sec-due --all --kind return-talk -f tsv -o owner
	assert_output 'home manager (m3001)'
}

@test "documents show the names of secondee and managers; the record keeps references" {
	person
	run -0 --separate-stderr sec-render -t case-summary priv
	assert_output --partial 'Ines Ferreira'
	assert_output --partial 'Carol Adeyemi'
	assert_output --partial 'Jo Brandt'
	refute_output --partial m3001
	run -1 grep -e Ferreira -e Adeyemi -e Brandt secondments/2026/03/2026-03-priv.ini
}

@test "what sec-set writes stays a reference, and no name comes into history" {
	person
	commit
	run -0 --separate-stderr sec-set priv review:today kind=interim by=m3002 held=yes goals='on the way'
	run -0 git log -p --format=%B
	assert_line '+by = m3002'
	refute_output --regexp 'Ferreira|Adeyemi|Brandt'
}

# The register of one record with a note for every sentence of a verdict.
notes() {
	person
	awk -F '\t' -v want="$1" '$1 == want { printf "[note 20%02d-%02d-01]\ntext = %s\n", 20 + int(n / 12) % 7, n % 12 + 1, $2; n++ }' \
		"$SEC_TOP/tests/data/privacy/sentences.tsv" >>secondments/2026/03/2026-03-priv.ini
}

@test "prose: every sentence that should not be there is found" {
	notes bad
	run -1 --separate-stderr sec-check -f tsv
	awk -F '\t' '$5 == "sensitive-text" { print $2 }' <<<"$output" >found
	grep -n '^text = ' secondments/2026/03/2026-03-priv.ini | cut -d : -f 1 >wanted
	[ "$(wc -l <wanted)" -ge 30 ]
	run -0 diff found wanted
}

@test "prose: no innocent sentence is" {
	notes good
	run -1 --separate-stderr sec-check -f tsv
	refute_output --partial sensitive-text
	[ "$(grep -c '^text = ' secondments/2026/03/2026-03-priv.ini)" -ge 40 ]
}

@test "a pattern of the register's own replaces a built-in one" {
	notes good
	printf '[privacy]\nsensitive-health = (^|[^a-z])mentor\n' >>policy.ini
	run -1 --separate-stderr sec-check -f tsv
	assert_output --partial 'sensitive-text'
}

@test "retention: what may not be kept any longer is selected, due and a finding" {
	person
	printf '[return]\ndate = 2026-12-21\noutcome = post\n[closed]\ndate = 2027-06-21\nby = HR\n' >>secondments/2026/03/2026-03-priv.ini
	run -0 --separate-stderr sec-list -q retention-passed -f ids --today 2032-12-18
	assert_output ''
	run -0 --separate-stderr sec-list -q retention-passed -f ids --today 2032-12-19
	assert_output 2026-03-priv
	run -0 --separate-stderr sec-due --overdue --kind retention -f tsv -o due,title --today 2032-12-19
	assert_output '2032-12-17	Delete the record, or say why it is held'
	run sec-check -f tsv --today 2032-12-19
	assert_output --partial 'retention-passed'
	printf '[policy]\nretention = 5y\n' >>policy.ini
	run -0 --separate-stderr sec-list -q retention-passed -f ids --today 2031-12-19
	assert_output 2026-03-priv
	printf '[retention]\nhold = claim of 2030\n' >>secondments/2026/03/2026-03-priv.ini
	run -0 --separate-stderr sec-list -q retention-passed -f ids --today 2032-12-19
	assert_output ''
}
