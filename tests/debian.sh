# SPDX-License-Identifier: ISC
# shellcheck shell=sh
#
# Install what is missing. Sourced by tests/run.sh, tests/interop/run.sh,
# tests/lint.sh, tests/bench/begin.sh and examples/demo.sh:
#
#     . tests/debian.sh
#     need build test
#
# looks for every tool, library and header of the named sets, says what is not
# there and why it is wanted, and installs it with apt-get (through sudo when
# not root). When nothing is missing it neither prints anything nor touches the
# network. Where it cannot install it prints the list and exits with 2.
#
# The table: set, Debian package, how to see that it is there, what it is for.
#   cmd:NAME      a command            pc:NAME    a pkg-config module
#   h:FILE        a header             bats:NAME  a library that bats loads
#   py:NAME       a module of Debian's Python
packages() {
	cat <<'TABLE'
build make                          cmd:make                      runs the build
build gcc                           cmd:cc                        compiles the programs
build libc6-dev                     h:stdio.h                     headers of the C library
build pkg-config                    cmd:pkg-config                finds the libraries
build git                           cmd:git                       the register is a git repository
build libgit2-dev                   pc:libgit2                    commits and history
build libinih-dev                   pc:inih                       the INI reader
build libjansson-dev                pc:jansson                    JSON output
build libcmark-gfm-dev              pc:libcmark-gfm               Markdown to HTML
build libcmark-gfm-extensions-dev   h:cmark-gfm-core-extensions.h tables in Markdown
build libcsv-dev                    h:csv.h                       CSV input
build libsmartcols-dev              pc:smartcols                  tables on the terminal
build libutf8proc-dev               pc:libutf8proc                UTF-8: width and case folding
test  libcmocka-dev                 pc:cmocka                     unit tests
test  bats                          cmd:bats                      runs the tests
test  bats-support                  bats:bats-support             tests: messages
test  bats-assert                   bats:bats-assert              tests: assertions
test  bats-file                     bats:bats-file                tests: assertions about files
test  patch                         cmd:patch                     what -n prints is applied
test  parallel                      cmd:parallel                  test files side by side
test  jq                            cmd:jq                        tests: reads JSON output
test  libxml2-utils                 cmd:xmllint                   tests: reads SVG and HTML output
test  mandoc                        cmd:mandoc                    tests: the manual
test  strace                        cmd:strace                    tests: full disks and kills
test  gnupg                         cmd:gpg                       tests: signed commits, OpenPGP
test  openssh-client                cmd:ssh-keygen                tests: signed commits, SSH; shared work
deb   dpkg-dev                      cmd:dpkg-shlibdeps             finds what a package needs
lint  shellcheck                    cmd:shellcheck                reads the shell scripts
lint  universal-ctags               cmd:ctags                     lengths of functions
bench ripgrep                       cmd:rg                        the yardstick for reading
bench recutils                      cmd:recsel                    the other yardstick
interop pandoc                      cmd:pandoc                    tests: reads the Markdown, makes .docx
interop unzip                       cmd:unzip                     tests: looks into .docx files
interop msmtp                       cmd:msmtp                     tests: sends mail
interop python3-aiosmtpd            py:aiosmtpd                   tests: a mail server to send to
interop python3-jsonschema          py:jsonschema                 tests: SARIF against its schema
interop pre-commit                  cmd:pre-commit                tests: its hook, for real
interop yamllint                    cmd:yamllint                  tests: workflows for forges
interop python3-yaml                py:yaml                       tests: the scripts in workflows
interop curl                        cmd:curl                      tests: how a workflow gets the package
interop python3-icalendar           py:icalendar                  tests: reads the calendar
interop python3-vobject             py:vobject                    tests: reads it too
interop khal                        cmd:khal                      tests: shows it
interop npm                         cmd:npm                       tests: brings the HTML validator
interop openssh-server               cmd:/usr/sbin/sshd            tests: shared work over ssh
interop libreoffice-calc-nogui      cmd:soffice                   tests: opens lists, saves them
interop python3-openpyxl            py:openpyxl                   tests: reads what it saved
interop vim-nox                     cmd:/usr/bin/vim.nox          tests: the Vim example
interop neovim                      cmd:nvim                      tests: the Vim example in Neovim
interop emacs-nox                   cmd:emacs                     tests: the Emacs example
timer hyperfine                     cmd:hyperfine                 times programs
TABLE
}

is_there() {
	case $1 in
	cmd:*) command -v "${1#cmd:}" >/dev/null 2>&1 ;;
	pc:*) pkg-config --exists "${1#pc:}" 2>/dev/null ;;
	h:*) echo "#include <${1#h:}>" | cc -E -x c - >/dev/null 2>&1 ;;
	py:*) /usr/bin/python3 -c "import ${1#py:}" 2>/dev/null ;;
	bats:*) [ -e "${BATS_LIB_PATH:-/usr/lib/bats}/${1#bats:}/load.bash" ] ;;
	esac
}

# missing SET...: lines of the table whose thing is not there.
missing() {
	packages | while read -r set package check why; do
		case " $* " in
		*" $set "*) is_there "$check" || printf '%s %s %s\n' "$package" "$check" "$why" ;;
		esac
	done
}

need() {
	need_rows=$(missing "$@")
	[ -n "$need_rows" ] || return 0
	echo "missing on this system:" >&2
	printf '%s\n' "$need_rows" | while read -r package check why; do
		printf '  %-28s %s\n' "$package" "$why" >&2
	done
	need_names=$(printf '%s\n' "$need_rows" | sed 's/ .*//' | tr '\n' ' ' | sed 's/ $//')
	if ! command -v apt-get >/dev/null 2>&1; then
		echo "no apt-get here: install these (Debian's names) and run this again" >&2
		exit 2
	elif [ "$(id -u)" -eq 0 ]; then
		need_sudo=
	elif command -v sudo >/dev/null 2>&1; then
		need_sudo=sudo
		[ -t 0 ] || need_sudo="sudo -n"
	else
		echo "neither root nor sudo: have somebody run: apt-get install $need_names" >&2
		exit 2
	fi
	echo "installing them: ${need_sudo:+$need_sudo }apt-get install $need_names" >&2
	need_log=$(mktemp)
	# shellcheck disable=SC2086 # lists of words
	{
		$need_sudo apt-get -qq update &&
			$need_sudo env DEBIAN_FRONTEND=noninteractive apt-get -qq install -y \
				--no-install-recommends -o Dpkg::Use-Pty=0 $need_names
	} </dev/null >"$need_log" 2>&1 || {
		cat "$need_log" >&2
		rm -f "$need_log"
		echo "could not install them: is the network there?" >&2
		exit 2
	}
	rm -f "$need_log"
	need_rows=$(missing "$@")
	[ -z "$need_rows" ] || {
		printf 'installed, yet still missing:\n%s\n' "$need_rows" >&2
		exit 2
	}
}
