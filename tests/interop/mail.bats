# SPDX-License-Identifier: ISC
# Mail, read by Python's parsers and carried by msmtp to a real SMTP server here.

load ../helper

setup() {
	isolate
	cp -r "$SEC_TOP/examples/register" hr
	cd hr || return 1
	cat >>policy.ini <<-'POLICY'

		[mail]
		mail-from = Secondments <secondments@harrowmere.example>
		mail-hr = hr@harrowmere.example
		mail-finance = finance@harrowmere.example
		mail-fallback = office@harrowmere.example
	POLICY
	printf '\n[person p8]\nname = Zoë Lindqvist\nemail = zoe@harrowmere.example\n' >>people.ini
}

teardown() {
	[ ! -s "$HOME/smtpd.pid" ] || kill "$(cat "$HOME/smtpd.pid")"
	check_repositories
}

# smtpd FOLDER: a server that keeps each message as FOLDER/N.eml, its recipients as
# FOLDER/N.to; sets port.
smtpd() {
	local i

	mkdir -p "$1"
	/usr/bin/python3 - "$1" "$HOME/port" 3>&- <<'PYTHON' &
import sys, time
from aiosmtpd.controller import Controller

class Keep:
    n = 0
    async def handle_DATA(self, server, session, envelope):
        self.n += 1
        with open(f"{sys.argv[1]}/{self.n}.to", "w") as f:
            f.write("\n".join(envelope.rcpt_tos) + "\n")
        with open(f"{sys.argv[1]}/{self.n}.eml", "wb") as f:
            f.write(envelope.original_content)
        return "250 kept"

for port in range(20000 + int(time.time()) % 9000, 65000, 97):
    try:
        controller = Controller(Keep(), hostname="127.0.0.1", port=port)
        controller.start()
        break
    except OSError:
        pass
with open(sys.argv[2] + ".new", "w") as f:
    f.write(str(port))
import os
os.rename(sys.argv[2] + ".new", sys.argv[2])
time.sleep(600)
PYTHON
	echo $! >"$HOME/smtpd.pid"
	for ((i = 0; i < 100; i++)); do
		[ ! -s "$HOME/port" ] || break
		sleep 0.1
	done
	port=$(cat "$HOME/port")
	cat >"$HOME/.msmtprc" <<-RC
		account default
		host 127.0.0.1
		port $port
		from secondments@harrowmere.example
		auth off
		tls off
	RC
	chmod 600 "$HOME/.msmtprc"
	mkdir -p "$HOME/bin"
	ln -sf "$(command -v msmtp)" "$HOME/bin/sendmail" # as msmtp-mta has it
	PATH=$HOME/bin:$PATH
}

@test "every message is free of defects, and says what the document says" {
	run -0 --separate-stderr sec-render -t digest -f mail -o ../out/
	assert_stderr ''
	[ "${#lines[@]}" -ge 15 ]
	run -0 /usr/bin/python3 - "${lines[@]}" <<'PYTHON'
import sys, email, email.policy, email.utils
seen, names = set(), set()
for path in sys.argv[1:]:
    raw = open(path, "rb").read()
    assert all(len(line) <= 78 for line in raw.split(b"\n")) and raw.isascii(), path
    m = email.message_from_bytes(raw, policy=email.policy.default)
    txt, html = m.iter_parts()
    for part in (m, txt, html):
        assert not part.defects, (path, part.defects)
        for name, value in part.items():
            assert not value.defects, (path, name, value.defects)
    assert sorted(m.keys()) == sorted("From To Subject Date Message-ID Auto-Submitted MIME-Version Content-Type".split())
    assert m["Auto-Submitted"] == "auto-generated" and m.get_content_type() == "multipart/alternative"
    assert str(m["From"]) == "Secondments <secondments@harrowmere.example>"
    assert m["Date"].datetime.isoformat() == "2026-11-21T12:00:00+00:00"
    assert len(m["To"].addresses) == 1
    to = m["To"].addresses[0]
    assert txt.get_content_type() == "text/plain" and html.get_content_type() == "text/html"
    if to.display_name:
        assert txt.get_content().startswith("To do for secondments: " + to.display_name + "\n"), path
    assert "Secondments: " in m["Subject"] and " to do" in m["Subject"]
    assert m["Message-ID"] not in seen and to.addr_spec not in names
    seen.add(m["Message-ID"]); names.add(to.addr_spec)
assert {"zoe@harrowmere.example", "hr@harrowmere.example", "office@harrowmere.example"} <= names
print(len(seen))
PYTHON
	[ "$output" -ge 15 ]
}

@test "an mbox has the same messages, as Python's mailbox reads it" {
	sec-render -t digest -f mail -o ../out/ >../paths
	sec-render -t digest -f mbox -o ../box
	mapfile -t paths <../paths
	run -0 /usr/bin/python3 - ../box "${paths[@]}" <<'PYTHON'
import sys, mailbox
box = mailbox.mbox(sys.argv[1])
ours = [m.as_bytes() for m in box]
theirs = [open(p, "rb").read() for p in sys.argv[2:]]
assert len(ours) == len(theirs) >= 15, (len(ours), len(theirs))
for a, b in zip(ours, theirs):
    assert a.rstrip(b"\n") == b.rstrip(b"\n"), b
PYTHON
}

@test "names that would be headers or addresses arrive as names" {
	local name

	mkdir schema
	sed -n 's/^\[due \(.*\)\]$/[due \1]\nwhen = no\n/p' "$SEC_TOP/schema/due.ini" >schema/due.ini
	printf '[due one]\nat = 2026-11-20\nowner = "px"\ntitle = One\n' >>schema/due.ini
	for name in 'A\n Bcc: x@y.example' '"quoted" <x@y.example>' 'Smith, Jo (acting); @home' '=?utf-8?q?x?=' 'back\\slash "' \
		'Ada Ní Bhraonáin' '山田 太郎 山田 太郎 山田 太郎 山田 太郎 山田 太郎' "$(printf 'ab%.0s' {1..200})" 'x. y' ' ' '🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂'; do
		printf '[person px]\nname = %b\nemail = jo@harrowmere.example\n' "$name" >people.ini
		sec-render -t digest -f mail 2025-10-wn6dm >../message
		run -0 /usr/bin/python3 - ../message "$(printf '%b' "$name" | tr -s ' \n' ' ')" <<'PYTHON'
import sys, email, email.header, email.policy, email.utils
m = email.message_from_file(open(sys.argv[1]), policy=email.policy.default)
to = m["To"]
raw = email.message_from_file(open(sys.argv[1]))["To"].replace("\n", "")
assert not m.defects and not to.defects, to.defects
assert len(to.addresses) == 1 and to.addresses[0].addr_spec == "jo@harrowmere.example", to
want = sys.argv[2].strip() or "px"
# the newer parser of Python 3.11 keeps the blank between two encoded words (RFC 2047,
# section 6.2, wants it dropped); the older one reads them right
name = str(email.header.make_header(email.header.decode_header(email.utils.parseaddr(raw)[0])))
if raw.startswith('"'):
    name = email.utils.parseaddr(raw)[0]
assert name == want, (name, want)
assert m["Bcc"] is None and len(m.keys()) == 8
PYTHON
	done
}

@test "delivered with sendmail -t -oi (msmtp), every message arrives as it was made" {
	smtpd "$HOME/arrived"
	run -0 --separate-stderr sh "$SEC_TOP/examples/mail/send-digest.sh" . ../outbox
	assert_stderr ''
	assert_output ''
	[ "$(find ../outbox/sent -name '*.eml' | wc -l)" -ge 15 ]
	run -0 find ../outbox -maxdepth 1 -name '*.eml'
	assert_output ''
	run -0 /usr/bin/python3 - "$HOME/arrived" ../outbox/sent <<'PYTHON'
import sys, glob, email, email.policy
def read(folder):
    out = {}
    for path in glob.glob(folder + "/*.eml"):
        m = email.message_from_bytes(open(path, "rb").read().replace(b"\r\n", b"\n"), policy=email.policy.default)
        out[m["Message-ID"]] = (m.as_bytes(), path)
        if "/arrived" in path:
            assert open(path[:-3] + "to").read().split() == [m["To"].addresses[0].addr_spec], path
    return out
arrived, sent = read(sys.argv[1]), read(sys.argv[2])
assert arrived.keys() == sent.keys() and len(sent) >= 15
for key in sent:
    assert arrived[key][0] == sent[key][0], key
PYTHON
	# once more on the same day: nobody hears twice
	run -0 --separate-stderr sh "$SEC_TOP/examples/mail/send-digest.sh" . ../outbox
	[ "$(find "$HOME/arrived" -name '*.eml' | wc -l)" -eq "$(find ../outbox/sent -name '*.eml' | wc -l)" ]
	# for nobody else's eyes, and not for ever
	run -0 find ../outbox -perm /077
	assert_output ''
	touch -d '2 days ago' ../outbox/sent/2020-01-01-old-digest.eml
	sh "$SEC_TOP/examples/mail/send-digest.sh" . ../outbox
	assert_file_not_exists ../outbox/sent/2020-01-01-old-digest.eml
	[ "$(find ../outbox/sent -name '*.eml' | wc -l)" -ge 15 ]
	# one message, straight through a pipe
	sed -i '/^mail-fallback/d' policy.ini
	set -- "$HOME"/arrived/*.eml
	sec-render -t agreement -f mail 2025-10-wn6dm >../one || true
	sendmail -t -oi <../one
	[ "$(find "$HOME/arrived" -name '*.eml' | wc -l)" -eq $(($# + 1)) ]
}

@test "what cannot be delivered stays for the next run" {
	mkdir -p "$HOME/bin"
	printf '#!/bin/sh\necho "no server" >&2\nexit 75\n' >"$HOME/bin/sendmail"
	chmod +x "$HOME/bin/sendmail"
	PATH=$HOME/bin:$PATH
	run -1 --separate-stderr sh "$SEC_TOP/examples/mail/send-digest.sh" . ../outbox
	assert_stderr --partial 'not sent'
	[ "$(find ../outbox -maxdepth 1 -name '*.eml' | wc -l)" -ge 15 ]
	smtpd "$HOME/arrived"
	run -0 --separate-stderr sh "$SEC_TOP/examples/mail/send-digest.sh" . ../outbox
	[ "$(find "$HOME/arrived" -name '*.eml' | wc -l)" -ge 15 ]
}
