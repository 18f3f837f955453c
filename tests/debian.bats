# SPDX-License-Identifier: ISC
# Installing what is missing, with an apt-get of our own that only writes down what
# it was asked for.

load helper

setup() {
	isolate
	mkdir bin
	local name

	for name in sh cat sed tr mktemp rm env; do
		ln -s "$(command -v "$name")" bin/
	done
}

# command NAME: a program of that name that does what standard input says.
command_of() {
	{
		echo '#!/bin/sh'
		cat
	} >"bin/$1"
	chmod +x "bin/$1"
}

need_foo() {
	run "$@" --separate-stderr env PATH="$PWD/bin" sh -c ". '$SEC_TOP/tests/debian.sh'
		packages() {
			echo 'some  foo-tools   cmd:foo   is foo'
			echo 'some  bar-tools   cmd:bar   is bar'
			echo 'other baz-tools   cmd:baz   is baz'
		}
		need some </dev/null
		echo done"
}

missing_foo='missing on this system:
  foo-tools                    is foo
  bar-tools                    is bar'

@test "nothing is said or done when nothing is missing" {
	command_of foo <<<:
	command_of bar <<<:
	need_foo -0
	assert_output 'done'
	assert_stderr ''
}

@test "as root it says what and why, then installs" {
	command_of id <<<'echo 0'
	command_of apt-get <<<"echo \"\$*\" >>'$PWD/asked'; : >bin/foo; : >bin/bar; PATH=/usr/bin:/bin chmod +x bin/foo bin/bar"
	need_foo -0
	assert_output 'done'
	assert_stderr "$missing_foo
installing them: apt-get install foo-tools bar-tools"
	run -0 cat asked
	assert_output '-qq update
-qq install -y --no-install-recommends -o Dpkg::Use-Pty=0 foo-tools bar-tools'
}

@test "not as root it goes through sudo" {
	command_of id <<<'echo 1000'
	command_of sudo <<<"echo \"sudo \$*\" >>'$PWD/asked'; : >bin/foo; : >bin/bar; PATH=/usr/bin:/bin chmod +x bin/foo bin/bar"
	command_of apt-get <<<'exit 1'
	need_foo -0
	run -0 sed -n 1p asked
	assert_output 'sudo -n apt-get -qq update'
}

@test "without root and sudo it names the packages and stops" {
	command_of id <<<'echo 1000'
	command_of apt-get <<<'exit 1'
	need_foo -2
	assert_output ''
	assert_stderr "$missing_foo
neither root nor sudo: have somebody run: apt-get install foo-tools bar-tools"
}

@test "without apt-get it names the packages and stops" {
	need_foo -2
	assert_output ''
	assert_stderr "$missing_foo
no apt-get here: install these (Debian's names) and run this again"
}

@test "what apt-get says is shown when it fails" {
	command_of id <<<'echo 0'
	command_of apt-get <<<'echo "E: no network" >&2; exit 100'
	need_foo -2
	assert_stderr "$missing_foo
installing them: apt-get install foo-tools bar-tools
E: no network
could not install them: is the network there?"
}

@test "installed and still not there is a failure" {
	command_of id <<<'echo 0'
	command_of apt-get <<<:
	need_foo -2
	assert_stderr --partial 'installed, yet still missing:
foo-tools cmd:foo is foo'
}
