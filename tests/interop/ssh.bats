# SPDX-License-Identifier: ISC
# shellcheck shell=bats disable=SC2154
#
# Shared work through a real sshd, on a port of its own and with keys of its own.

load ../helper
load ../sharing

setup() {
	isolate
	begin_sharing
}

teardown() {
	[ ! -s "$HOME/sshd.pid" ] || kill "$(cat "$HOME/sshd.pid")"
	check_repositories
}

# serve PORT: true once it answers there.
serve() {
	local i

	/usr/sbin/sshd -f /dev/null -h "$HOME/host" -E "$HOME/log" -o ListenAddress=127.0.0.1 \
		-o Port="$1" -o PidFile="$HOME/sshd.pid" -o UsePAM=no -o StrictModes=no \
		-o AuthorizedKeysFile="$HOME/key.pub" 3>&-
	for ((i = 0; i < 50; i++)); do
		! ssh-keyscan -p "$1" 127.0.0.1 >"$HOME/known" 2>/dev/null || [ ! -s "$HOME/known" ] ||
			return 0
		sleep 0.1
	done
	return 1
}

@test "a week of two people through sshd" {
	local port

	[ "$(id -u)" -ne 0 ] || mkdir -p /run/sshd # which it asks for where it can change users
	ssh-keygen -q -t ed25519 -N '' -f "$HOME/host"
	ssh-keygen -q -t ed25519 -N '' -f "$HOME/key"
	for port in $((20000 + RANDOM % 9000)) $((30000 + RANDOM % 9000)) $((40000 + RANDOM % 9000)); do
		serve "$port" && break
	done
	export GIT_SSH_COMMAND="ssh -F none -i $HOME/key -o UserKnownHostsFile=$HOME/known"
	week "ssh://$(id -un)@127.0.0.1:$port$top/hub.git" --no-rebase
	after_week 2
	run -0 grep -c 'Accepted publickey' "$HOME/log"
	[ "$output" -gt 10 ]
}
