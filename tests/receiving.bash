# SPDX-License-Identifier: ISC
# shellcheck shell=bash disable=SC2154,SC2034
#
# A server made by sec-init, and a clone of what was pushed to it: for tests of
# pushes by git itself.

A=2026-11-aaaaa
B=2026-11-bbbbb

# begin_server: srv.git has a register with the record A; we stand in the clone.
begin_server() {
	run -0 --separate-stderr sec-init --server "$PWD/srv.git"
	begin_hr
	git remote add origin ../srv.git
	put_record $A < <(small_record $A)
	commit . 'a: new'
	git push -q -u origin HEAD
}

# push [ARG...]: what git push printed behind `remote: `, blanks at line ends off.
push() {
	git push "$@" 2>&1 | sed -n 's/^remote: //; t found; b; : found; s/ *$//; p'
	return "${PIPESTATUS[0]}"
}

# damage ID: a record that no rule lets pass.
damage() {
	sed -i 's/^manager = .*/manager =/' "$(record_path "$1")"
}

# permit ID: it has evidence, which may not go without a reason.
permit() {
	printf '\n[permission]\ndecision = yes\nby = R. Osei\ndate = 2026-11-18\n' >>"$(record_path "$1")"
}

tip() {
	git --git-dir=../srv.git rev-parse --verify -q "refs/heads/${1:-main}" || echo none
}

# judged [BRANCH]: what the server says of whose rules judged, when they were a branch's.
judged() {
	echo "judged by the policy and schema of refs/heads/${1:-main} here ($(tip "${1:-main}" | cut -c1-7))"
}
