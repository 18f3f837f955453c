# SPDX-License-Identifier: ISC
# Documents as mail: whom the digest of what is due goes to, what a message looks
# like byte for byte, and that no value can write a header.

load helper

setup() {
	isolate
	begin_hr
	cat >>policy.ini <<-'POLICY'

		[mail]
		mail-from = Secondments <secondments@thornley.example>
		mail-reply-to = hr@thornley.example
		mail-hr = hr@thornley.example
	POLICY
	cat >people.ini <<-'PEOPLE'
		[person p1048]
		name = Zoë Lindqvist
		email = zoe@thornley.example

		[person p2000]
		name = R. Osei
		email = osei@thornley.example
	PEOPLE
	active | put_record 2026-09-a
	commit
}

# A secondment with four things to do: two of HR, one of the home manager, one of a
# host lead whom nobody knows.
active() {
	small_record 2026-09-a "${1:-Energy analyst}"
	printf 'lead = R. Osei\n'
	cat <<-'RECORD'

		[host]
		organisation = Northfield College
		manager = H. Marsh
		lead = H. Marsh

		[dates]
		start = 2026-09-01
		end = 2027-02-26
	RECORD
}

# no_dues, due NAME OWNER DAY TITLE [LINE]: the register has these due items alone.
no_dues() {
	mkdir -p schema
	sed -n 's/^\[due \(.*\)\]$/[due \1]\nwhen = no\n/p' "$SEC_TOP/schema/due.ini" >schema/due.ini
}
due() {
	printf '\n[due %s]\nat = %s\nowner = %s\ntitle = %s\n%s\n' "$1" "$3" "$2" "$4" "${5-}" >>schema/due.ini
}

# digest [OPTION]...: of the day, as a message.
digest() {
	sec-render -t digest -f mail "$@"
}

# header NAME: its value, unfolded, of the message on standard input.
header() {
	sed '/^$/q' | sed -n "/^$1:/,/^[^ ]/p" | sed -n "1p;/^ /p" | tr -d '\n' | sed "s/^$1: //"
	echo
}

# texts: the bodies on standard input, decoded.
texts() {
	perl -MMIME::QuotedPrint -0777 -ne 'while (/^(?:Content-[^\n]*\n)+\n(.*?)^--=_/msg) { print decode_qp($1) }'
}

@test "a digest, byte for byte" {
	no_dues
	due sign-off home-lead '2026-11-19' 'Sign the form off' 'hard = yes'
	due call home-manager '2026-11-23' 'Call Zoë' 'done = done(handover.done)'
	due later home-manager '2026-12-02' 'Look ahead' 'done = present(mentor.name)'
	run -0 --separate-stderr digest
	assert_stderr ''
	run -0 sed '/^Content-Type: text.html/,$d' <<<"$output"
	assert_output 'From: Secondments <secondments@thornley.example>
Reply-To: hr@thornley.example
To: "R. Osei" <osei@thornley.example>
Subject: Secondments: 3 to do, 1 overdue, next on 23 November 2026
Date: Sat, 21 Nov 2026 12:00:00 +0000
Message-ID: <439a598bf5884ddd4c9123c55646d65c@thornley.example>
Auto-Submitted: auto-generated
MIME-Version: 1.0
Content-Type: multipart/alternative;
 boundary="=_439a598bf5884ddd4c9123c55646d65c"

--=_439a598bf5884ddd4c9123c55646d65c
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: quoted-printable

To do for secondments: R. Osei
=3D=3D=3D=3D=3D=3D=3D=3D=3D=3D=3D=3D=3D=3D=3D=3D=3D=3D=3D=3D=3D=3D=3D=3D=3D=
=3D=3D=3D=3D=3D

As on record on 21 November 2026, Thornley Council.

Overdue
-------

- Sign the form off: 19 November 2026, 2 days over, a binding date
  Zo=C3=AB Lindqvist, Energy analyst (home lead)
  sec-set --edit 2026-09-a

Within a week
-------------

- Call Zo=C3=AB: 23 November 2026, in 2 days
  Zo=C3=AB Lindqvist, Energy analyst (home manager)
  sec-set 2026-09-a handover.done=3Dtoday

Later
-----

- Look ahead: 2 December 2026, in 11 days
  Zo=C3=AB Lindqvist, Energy analyst (home manager)
  sec-set --edit 2026-09-a mentor:

The last line of each is what to type in the register once it is done; whoe=
ver
keeps the register can do that for you.
--=_439a598bf5884ddd4c9123c55646d65c'
	# the texts are those of the document, and the commands work
	digest >../message
	texts <../message >../texts
	run -0 diff ../texts <(sec-render -t digest -f txt; sec-render -t digest -f html)
	sec-set 2026-09-a handover.done=today >../path
	run -0 --separate-stderr digest
	assert_line 'Subject: Secondments: 2 to do, 1 overdue, next on 2 December 2026'
}

@test "one message for each address, by ref, name, role or fallback; who has none is told, exit 1" {
	no_dues
	due one secondee 2026-11-20 One
	due two hr 2026-11-20 Two
	due three home-manager,home-lead 2026-11-20 Three
	due four 'host-lead, "ada@elsewhere.example"' 2026-11-20 Four
	due five finance 2026-11-20 Five
	run -1 --separate-stderr sec-render -t digest -f mbox -o ../box
	assert_output ''
	assert_stderr 'sec-render: no mail for H. Marsh, 1 item: not in people.ini
sec-render: no mail for finance, 1 item: no address is set for the role'
	run -0 grep -E '^(From |To:)' ../box
	assert_output 'From secondments@thornley.example Sat Nov 21 12:00:00 2026
To: HR <hr@thornley.example>
From secondments@thornley.example Sat Nov 21 12:00:00 2026
To: "R. Osei" <osei@thornley.example>
From secondments@thornley.example Sat Nov 21 12:00:00 2026
To: =?utf-8?q?Zo=C3=AB_Lindqvist?= <zoe@thornley.example>
From secondments@thornley.example Sat Nov 21 12:00:00 2026
To: ada@elsewhere.example'
	printf 'mail-fallback = office@thornley.example\n' >>policy.ini
	run -0 --separate-stderr sec-render -t digest -f mbox
	assert_stderr ''
	assert_line 'To: office@thornley.example'
	assert_line --partial 'Some of this is for people whose address is not known'
	assert_line --partial '(host lead (H. Marsh))'
	[ "$(grep -c '^From ' <<<"$output")" -eq 5 ]
	# as pages nobody needs an address
	run -0 --separate-stderr sec-render -t digest -f txt
	[ "$(grep -c '^To do for' <<<"$output")" -eq 6 ]
}

@test "names that two people have, and addresses that are none, get no mail" {
	no_dues
	due one home-manager 2026-11-20 One
	printf '\n[person p3]\nname = r. osei\nemail = other@thornley.example\n' >>people.ini
	run -1 --separate-stderr digest
	assert_output ''
	assert_stderr 'sec-render: no mail for R. Osei, 1 item: people.ini has several of that name'
	for address in 'osei' 'o sei@x.example' 'a@b@c.example' 'osei@-x.example' '-oQ@x.example' 'ö@x.example' \
		'osei@x..example' 'osei@x.example>' $'osei@x.example\n Bcc: x@y.example' '"a b"@x.example'; do
		printf '[person p2000]\nname = R. Osei\nemail = %s\n' "$address" >people.ini
		run -1 --separate-stderr digest
		assert_output ''
		assert_stderr --regexp '^sec-render: no mail for R. Osei, 1 item: .* is no address$'
	done
	printf '[person p2000]\nname = R. Osei\n' >people.ini
	run -1 --separate-stderr digest
	assert_stderr 'sec-render: no mail for R. Osei, 1 item: people.ini has no address for p2000'
}

@test "T28 no value writes a header: line ends, quotes, brackets, encoded words, controls" {
	local name

	no_dues
	due one home-manager 2026-11-20 One
	while IFS= read -r name; do
		printf '[person p%s]\nname = %b\nemail = osei@thornley.example\n' p "$name" >people.ini
		small_record 2026-09-a | sed 's/R. Osei/pp/' | put_record 2026-09-a
		run -0 --separate-stderr digest
		assert_stderr ''
		printf '%s\n' "$output" >../message
		header To <../message
		[ "$(sed '/^$/q' ../message | grep -ciE '^(to|cc|bcc|subject|from):')" -eq 3 ]
		run -1 grep -anP '[^\x20-\x7e]' ../message
	done >../to <<'NAMES'
A\n Bcc: x@y.example
"quoted" <x@y.example>
Smith, John (acting)
=?utf-8?q?forged?=
back\\slash
Ada Ní Bhraonáin
山田 太郎山田 太郎山田 太郎
aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeeeffffffffffgggggggggghhhhhhhhhh
NAMES
	run -0 cat ../to
	assert_output '"A Bcc: x@y.example" <osei@thornley.example>
"\"quoted\" <x@y.example>" <osei@thornley.example>
"Smith, John (acting)" <osei@thornley.example>
=?utf-8?q?=3D=3Futf-8=3Fq=3Fforged=3F=3D?= <osei@thornley.example>
"back\\slash" <osei@thornley.example>
=?utf-8?q?Ada_N=C3=AD_Bhraon=C3=A1in?= <osei@thornley.example>
=?utf-8?q?=E5=B1=B1=E7=94=B0_=E5=A4=AA=E9=83=8E=E5=B1=B1?= =?utf-8?q?=E7=94=B0_=E5=A4=AA=E9=83=8E=E5=B1=B1=E7=94=B0_?= =?utf-8?q?=E5=A4=AA=E9=83=8E?= <osei@thornley.example>
=?utf-8?q?aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeeeffff?= =?utf-8?q?ffffffgggggggggghhhhhhhhhh?= <osei@thornley.example>'
}

@test "lines keep to 76 characters, whatever stands in titles; From_ and dots cannot begin one" {
	no_dues
	due one home-manager 2026-11-20 One
	active "$(printf 'x%.0s' {1..900}) From here on. $(printf 'ü%.0s' {1..300})" | put_record 2026-09-a
	sec-render -t digest -f mbox >../box
	run -1 grep -nE '^.{77}' ../box
	[ "$(grep -c '^From ' ../box)" -eq 1 ]
	mkdir templates
	# shellcheck disable=SC2016 # nothing is to be expanded
	printf 'one{{#x-y}}{{/x-y}}\n\nFrom here\n\n    From code\n\n> From a quote\n\n.\n' >templates/digest.md
	sec-render -t digest -f mbox >../box
	[ "$(grep -cE '^>*From ' ../box)" -eq 1 ]
	run -1 grep -nE '^\.' ../box
	texts <../box >../texts
	run -0 diff ../texts <(sec-render -t digest -f txt; sec-render -t digest -f html)
}

@test "no line with an encoded word is above 76 characters, in any header; names come back" {
	local name

	no_dues
	due one secondee 2026-11-20 One
	while IFS= read -r name; do
		sed -i "/^mail-/d; /^\[person/,/^name/s/^name = .*/name = $name/" policy.ini people.ini
		printf 'mail-from = %s <hr@thornley.example>\nmail-reply-to = %s <hr@thornley.example>\n' "$name" "$name" >>policy.ini
		run -0 --separate-stderr digest
		printf '%s\n' "$output" >../message
		run -1 grep -nE '^.{77}' ../message
		run -0 perl -MEncode -CO -ne 'last if /^$/; $all .= $_;
			END { $all =~ s/\n / /g; print "$_\n" for map { decode("MIME-Header", $_) }
				$all =~ /^(?:From|Reply-To|To): (.*) <[^<]*>$/mg }' ../message
		assert_equal "$(uniq <<<"$output")" "$name"
	done <<'NAMES'
xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx
éééééééééééééééééééééééé
xéééééééééééééééééééééééé xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx
山田 太郎山田太郎山田太郎山田太郎
𝔸𝔹ℂ𝔻𝔼𝔽𝔾ℍ𝕀𝕁𝕂𝕃𝕄ℕ
=?utf-8?q?=41?= =?utf-8?q?=42?=
NAMES
}

@test "the same day and content is the same message; another day, content or owner is not" {
	no_dues
	due one home-manager 2026-11-20 One
	digest >../one
	TZ=Pacific/Kiritimati LC_ALL=C.UTF-8 digest >../two
	run -0 cmp ../one ../two
	id() { header Message-ID; }
	digest --today 2026-11-22 | id >../ids
	due two home-manager 2026-11-20 Two
	digest | id >>../ids
	sed -i 's/osei@/r.osei@/' people.ini
	digest | id >>../ids
	id <../one >>../ids
	[ "$(sort -u ../ids | wc -l)" -eq 4 ]
	run -1 grep -v '^<[0-9a-f]*@thornley.example>$' ../ids
	# a day that nobody named: now
	before=$(date +%s)
	(unset SEC_TODAY; sec-render -t digest -f mail) >../now
	run -0 header Date <../now
	[ "$(date -d "$output" +%s)" -ge "$before" ]
	[ "$(date -d "$output" +%s)" -le "$(date +%s)" ]
}

@test "several messages are not printed as one; DIR/ has a file of each, mbox holds all" {
	no_dues
	due one home-manager,secondee 2026-11-20 One
	run -2 --separate-stderr digest
	assert_output ''
	assert_stderr --partial 'sec-render: there are several messages: -o DIR/ makes a file of each, --format mbox one of all'
	run -2 --separate-stderr digest -o ../file
	assert_not_exist ../file
	run -2 --separate-stderr sec-render -t digest -f mbox -o ../
	assert_stderr --partial 'an mbox is one file'
	run -0 --separate-stderr digest -o ../out/
	assert_stderr ''
	[ "${#lines[@]}" -eq 2 ]
	for file in "${lines[@]}"; do
		[[ $file =~ ^\.\./out/2026-11-21-[0-9a-f]{12}-digest\.eml$ ]]
	done
	sec-render -t digest -f mbox >../box
	for file in "${lines[@]}"; do
		cat "$file"
		echo
	done >../all
	run -0 diff ../all <(sed '/^From /d' ../box)
	run -0 --separate-stderr sec-render -t digest -f html -o ../pages/
	[ "${#lines[@]}" -eq 2 ]
}

@test "nothing due is no message, and said" {
	no_dues
	run -0 --separate-stderr digest
	assert_output ''
	assert_stderr 'sec-render: nothing is due'
	run -0 --separate-stderr digest -o ../out/
	assert_output ''
	run -0 --separate-stderr digest -q 'state = closed'
	assert_stderr 'sec-render: no record was selected, so there is nothing to render'
}

@test "who sends: the policy, else git's identity, else nobody" {
	no_dues
	due one home-manager 2026-11-20 One
	sed -i '/^mail-/d' policy.ini
	run -0 --separate-stderr digest
	assert_line --index 0 'From: Test Officer <officer@example.org>'
	refute_line --partial 'Reply-To'
	git config --global --remove-section user
	run -2 --separate-stderr digest
	assert_output ''
	assert_stderr 'sec-render: nobody to send as: write mail-from = ADDRESS under [mail] in policy.ini, or run: git config --global user.email you@example.org'
	printf 'mail-from = Secondments\n' >>policy.ini
	run -2 --separate-stderr digest
	assert_stderr "sec-render: policy.ini:6: policy 'mail-from' is 'Secondments', expected 'Name <name@example.org>' or an address"
}

@test "another document goes to the roles that it names, one message a record" {
	run -1 --separate-stderr sec-render -t agreement -f mail 2026-09-a
	assert_stderr 'sec-render: 2026-09-a: no address for host lead (H. Marsh): not in people.ini'
	assert_line 'Subject: =?utf-8?q?Secondment_agreement=3A_Zo=C3=AB_Lindqvist?='
	run -0 header To <<<"$output"
	assert_output '=?utf-8?q?Zo=C3=AB_Lindqvist?= <zoe@thornley.example>, "R. Osei" <osei@thornley.example>'
	sed -i '/lead = H. Marsh/a email = host@northfield.example' secondments/2026/09/2026-09-a.ini
	run -0 --separate-stderr sec-render -t agreement -f mail -o ../out/
	assert_stderr ''
	assert_output ../out/2026-09-a-agreement.eml
	run -0 header To <../out/2026-09-a-agreement.eml
	assert_output '=?utf-8?q?Zo=C3=AB_Lindqvist?= <zoe@thornley.example>, "R. Osei" <osei@thornley.example>, host lead <host@northfield.example>'
	run -2 --separate-stderr sec-render -t advert -f mail 2026-09-a
	assert_output ''
	assert_stderr --partial 'sec-render: advert says of nobody that it is mailed to them: write to = ROLE, ... under [document advert] in schema/documents.ini'
	put_text schema/documents.ini <<<$'[document advert]\nto = boss'
	run -2 --separate-stderr sec-render -t advert -f mail 2026-09-a
	assert_stderr --partial "schema/documents.ini:2:6: there is no role 'boss'"
}

@test "what a digest says to type is accepted, in every record of the examples" {
	local command some=0

	cp -r "$SEC_TOP/examples/register" ../examples
	cd ../examples || return 1
	git init -q
	commit
	git config merge.sec.driver true
	printf '#!/bin/sh\ncp "$1" "$EDITED"\n' >../editor
	chmod +x ../editor
	export EDITOR=$PWD/../editor EDITED=$PWD/../edited
	sec-render -t digest -f md | grep '^  sec-set' | sort -u >../commands
	[ "$(grep -c -e --edit ../commands)" -ge 20 ]
	# one of each form is enough
	awk '{ form = $0; gsub(/20[0-9-]*-[a-z0-9]*/, "", form) } !seen[form]++' ../commands >../forms
	while IFS= read -r command; do
		[[ $command == *--edit* ]] || command="$command -n"
		run -0 --separate-stderr bash -c "$command"
		some=$((some + 1))
	done <../forms
	[ "$some" -ge 20 ]
	run -0 git status --short
	assert_output ''
}
