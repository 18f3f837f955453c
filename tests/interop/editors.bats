# SPDX-License-Identifier: ISC
# shellcheck shell=bats disable=SC2154
#
# The examples for editors, in the real Vim, Neovim and Emacs: what they show of a
# record that is open, saved or not.

load ../helper

vim=$SEC_TOP/examples/editors/vim
A=2026-03-a
file=secondments/2026/03/$A.ini

setup() {
	isolate
	make_wired_register "it's a \"register\" #1"
	cd "it's a \"register\" #1" || return 1
	put_record $A < <(small_record $A)
	put_record 2026-03-b < <(small_record 2026-03-b | sed 's/internal/intenral/; s/^title.*/title = Grö\x01ße\t/; /^ref/d')
	mkdir -p "$HOME/other"
	cp secondments/2026/03/2026-03-b.ini "$HOME/other/a draft's \"2\".ini"
	commit
}

# in_editor EDITOR FILE COMMANDS: opens it, runs the Vim commands, then writes what is
# shown: each item of the location list, `S LINE NAME` for signs, `M TEXT` for what was
# said about sec-check.
in_editor() {
	{
		cat <<-VIM
			set nocompatible noswapfile encoding=utf-8
			let &runtimepath = '${vim//\'/\'\'}' . ',' . &runtimepath
			filetype plugin on
			syntax on
			function Wait()
				let l:n = 0
				while sec#busy() && l:n < 1000
					sleep 10m
					let l:n += 1
				endwhile
			endfunction
			function Shown()
				let l:out = map(getloclist(0), {_, d -> d.lnum . ':' . d.col . ':' . d.type . ': ' . d.text})
				for l:s in sort(copy(sign_getplaced(bufnr('%'), {'group': 'sec'})[0].signs), {a, b -> a.lnum - b.lnum})
					call add(l:out, 'S ' . l:s.lnum . ' ' . l:s.name)
				endfor
				call extend(l:out, map(filter(split(execute('messages'), "\n"), 'v:val =~ "sec-check"'), '"M " . v:val'))
				call writefile(l:out + g:said, \$OUT)
			endfunction
			let g:said = []
		VIM
		printf "execute 'edit' fnameescape(\$FILE)\ncall Wait()\n%s\ncall Wait()\ncall Shown()\nqall!\n" "$3"
	} >"$HOME/drive.vim"
	rm -f "$HOME/out"
	# Vim does not quote its temporary file for the shell of :make
	TMPDIR=/tmp FILE=$2 OUT=$HOME/out DRIVE=$HOME/drive.vim timeout 60 "$1" -u NONE -i NONE -n -es \
		-c "execute 'source' fnameescape(\$DRIVE)" </dev/null >"$HOME/vim.log" 2>&1 || :
	cat "$HOME/out" || { cat "$HOME/vim.log"; return 1; }
}


b=secondments/2026/03/2026-03-b.ini

@test "Vim and Neovim: the findings of a record, at line and column, with signs" {
	for editor in vim.nox nvim; do
		run -0 in_editor $editor $b ''
		assert_output "3:8:E: 'intenral' is not one of internal, external, voluntary; did you mean 'internal'? [enum-value]
4:13:E: control character U+0001 [encoding]
6:0:E: 'person.ref' is missing: this record needs it [required]
S 3 sec_error
S 4 sec_error
S 6 sec_error"
		# a record that nothing is wrong with
		run -0 in_editor $editor $file ''
		assert_output ''
	done
}

@test "Vim and Neovim: what is not saved yet is what is judged, and the file stays" {
	cp $file "$HOME/before"
	for editor in vim.nox nvim; do
		run -0 in_editor $editor $file 'call setline(3, "type = extern")
			doautocmd <nomodeline> TextChanged'
		assert_output "3:8:E: 'extern' is not one of internal, external, voluntary; did you mean 'external'? [enum-value]
S 3 sec_error"
		run -0 cmp $file "$HOME/before"
		# mended, they are gone
		run -0 in_editor $editor $b 'call setline(3, ["type = internal", "title = T"])
			call append(6, "ref = p1")
			SecCheck'
		assert_output ''
		# an id, judged beside the other records
		run -0 in_editor $editor $file 'call setline(2, "id = 2026-03-b")
			doautocmd <nomodeline> InsertLeave'
		assert_line --partial "2:6:E: the id is '2026-03-b', but the file is named '2026-03-a.ini' [id-file]"
		# as it would be written: line ends, a byte order mark
		run -0 in_editor $editor $file 'set fileformat=dos bomb
			SecCheck'
		assert_line '1:1:W: the file begins with a byte order mark [byte-order-mark]'
		assert_line '1:13:W: lines end in CR LF [line-end]'
	done
}

@test "Vim and Neovim: a file that is not there yet, one in no register, odd names" {
	for editor in vim.nox nvim; do
		run -0 in_editor $editor secondments/2027/01/2027-01-new.ini 'call setline(1, ["[secondment]", "id = 2027-01-new", "type = x"])
			SecCheck'
		assert_line --regexp "^3:8:E: 'x' is not one of internal, external, voluntary"
		assert_line 'S 3 sec_error'
		assert_file_not_exists secondments/2027/01/2027-01-new.ini
		run -0 in_editor $editor "$HOME/other/a draft's \"2\".ini" 'set filetype=secondment'
		assert_line --regexp "^3:8:E: 'intenral' is not one of"
		assert_line "6:0:E: 'person.ref' is missing: this record needs it [required]"
	done
}

@test "Vim and Neovim: without sec-check one message says so; where it cannot check, its own" {
	for editor in vim.nox nvim; do
		run -0 in_editor $editor $b 'let g:sec_check = "/nowhere/sec-check"
			SecCheck
			SecCheck'
		assert_output "M /nowhere/sec-check is not in PATH, so nothing is checked: let g:sec_check = '/…/sec-check'"
		printf '[register]\nformat = 9\n' >policy.ini
		run -0 in_editor $editor $b ''
		assert_output --regexp '^M sec-check: policy.ini:2:[^
]*$'
		git checkout -q policy.ini
	done
}

@test "Vim and Neovim: colours, folds, the message below, :make over the register" {
	for editor in vim.nox nvim; do
		run -0 in_editor $editor $b 'normal! 3G
			let g:said = [&filetype, foldclosed(7), execute("call sec#tell()")[1:9]]
			for s:at in [[1, 1], [2, 1], [2, 6]]
				call add(g:said, synIDattr(synID(s:at[0], s:at[1], 1), "name"))
			endfor
			setlocal foldlevel=0
			call extend(g:said, [foldclosed(7) . "-" . foldclosedend(7), &makeprg])
			silent make
			call extend(g:said, map(getqflist(), {_, d -> fnamemodify(bufname(d.bufnr), ":t") . ":" . d.lnum . ":" . d.col . ":" . d.type . ":" . d.text[:20]}))'
		assert_output "3:8:E: 'intenral' is not one of internal, external, voluntary; did you mean 'internal'? [enum-value]
4:13:E: control character U+0001 [encoding]
6:0:E: 'person.ref' is missing: this record needs it [required]
S 3 sec_error
S 4 sec_error
S 6 sec_error
secondment
-1
'intenral
secSection
secKey

6-8
sec-check -f tsv
2026-03-b.ini:3:8:e:'intenral' is not one
2026-03-b.ini:4:13:e:control character U+0
2026-03-b.ini:6:0:e:'person.ref' is missi"
	done
}

# in_emacs FILE LISP: opens it, runs LISP, waits for Flymake, prints what it shows:
# `LINE:COLUMN:TYPE: TEXT`, columns of characters. Warnings are in $HOME/emacs.log.
in_emacs() {
	cat >"$HOME/drive.el" <<-'LISP'
		(setq make-backup-files nil auto-save-default nil create-lockfiles nil)
		(defun wait ()
		  (flymake-start)
		  (let ((n 0))
		    (while (and (< n 1000)
		                (cl-set-difference (flymake-running-backends)
		                                   (append (flymake-reporting-backends) (flymake-disabled-backends))))
		      (accept-process-output nil 0.01)
		      (setq n (1+ n)))))
		(defun shown ()
		  (wait)
		  (dolist (d (sort (flymake-diagnostics)
		                   (lambda (a b) (< (flymake-diagnostic-beg a) (flymake-diagnostic-beg b)))))
		    (save-excursion
		      (goto-char (flymake-diagnostic-beg d))
		      (princ (format "%d:%d:%s: %s\n" (line-number-at-pos) (1+ (current-column))
		                     (flymake-diagnostic-type d) (flymake-diagnostic-text d))))))
	LISP
	FILE=$1 LC_ALL=C.UTF-8 timeout 60 emacs -Q --batch -L "$SEC_TOP/examples/editors/emacs" -l secondment-mode \
		-l "$HOME/drive.el" --eval '(find-file (getenv "FILE"))' --eval "$2" --eval '(shown)' \
		2>"$HOME/emacs.log" </dev/null || { cat "$HOME/emacs.log"; return 1; }
}

@test "Emacs: the findings of a record, at line and column" {
	run -0 in_emacs $b t
	assert_output "3:8::error: 'intenral' is not one of internal, external, voluntary; did you mean 'internal'? [enum-value]
4:12::error: control character U+0001 [encoding]
6:1::error: 'person.ref' is missing: this record needs it [required]"
	run -0 in_emacs $file t
	assert_output ''
	run -0 cat "$HOME/emacs.log"
	assert_output ''
}

@test "Emacs: what is not saved yet is what is judged, and the file stays" {
	cp $file "$HOME/before"
	run -0 in_emacs $file '(progn (goto-char (point-min)) (search-forward "internal") (replace-match "extern"))'
	assert_output "3:8::error: 'extern' is not one of internal, external, voluntary; did you mean 'external'? [enum-value]"
	run -0 cmp $file "$HOME/before"
	run -0 in_emacs $b '(progn (wait) (goto-char (point-min)) (search-forward "intenral") (replace-match "internal")
		(forward-line) (kill-line) (insert "title = T") (search-forward "post =") (beginning-of-line) (insert "ref = p1\n"))'
	assert_output ''
	# narrowed, and with the line ends and mark that it would be written with
	run -0 in_emacs $file '(progn (set-buffer-file-coding-system (quote utf-8-with-signature-dos)) (narrow-to-region 3 9))'
	assert_output --partial 'the file begins with a byte order mark [byte-order-mark]'
	assert_output --partial 'lines end in CR LF [line-end]'
}

@test "Emacs: checks that overtake each other: the last one is shown" {
	run -0 in_emacs $file '(dotimes (n 20) (goto-char (point-min)) (search-forward "type =") (kill-line) (insert (format " t%dü" n)) (flymake-start))'
	assert_output --regexp "^3:8::error: 't19ü' is not one of [^
]*$"
	run -0 cat "$HOME/emacs.log"
	assert_output ''
}

@test "Vim and Neovim: checks that overtake each other: the last one is shown" {
	for editor in vim.nox nvim; do
		run -0 in_editor $editor $file 'for s:n in range(20)
				call setline(3, "type = t" . s:n . "ü")
				SecCheck
			endfor'
		assert_line --index 0 --regexp "^3:8:E: 't19ü' is not one of [^
]*$"
		assert_line --index 1 'S 3 sec_error'
		assert_equal "${#lines[@]}" 2
	done
}

@test "Emacs: a file that is not there yet, one in no register, odd names" {
	run -0 in_emacs secondments/2026/03/2026-03-new.ini '(insert "[secondment]\nid = 2026-03-new\ntype = x")'
	assert_line --regexp "^3:8::error: 'x' is not one of internal, external, voluntary"
	assert_file_not_exists secondments/2026/03/2026-03-new.ini
	run -0 in_emacs "$HOME/other/a draft's \"2\".ini" '(secondment-mode)'
	assert_line --regexp "^3:8::error: 'intenral' is not one of"
	assert_line "6:1::error: 'person.ref' is missing: this record needs it [required]"
}

@test "Emacs: without sec-check, or where it cannot check, a message says so" {
	run -0 in_emacs $b '(progn (setq secondment-check-program "/nowhere/sec-check") (flymake-mode 0) (flymake-mode 1))'
	assert_output ''
	run -0 cat "$HOME/emacs.log"
	assert_output --partial '/nowhere/sec-check is not in PATH, so nothing is checked: set secondment-check-program'
	printf '[register]\nformat = 9\n' >policy.ini
	run -0 in_emacs $b t
	assert_output ''
	run -0 cat "$HOME/emacs.log"
	assert_output --partial 'sec-check: policy.ini:2:'
}

@test "Emacs: the mode colours records, compiles without a warning" {
	run -0 in_emacs $file '(progn (font-lock-ensure) (goto-char (point-min))
		(princ (list major-mode comment-start (get-text-property 1 (quote face))
			(progn (forward-line) (get-text-property (point) (quote face)))))
		(terpri))'
	assert_output '(secondment-mode #  font-lock-type-face font-lock-variable-name-face)'
	cp "$SEC_TOP/examples/editors/emacs/secondment-mode.el" "$HOME"
	run -0 emacs -Q --batch --eval '(setq byte-compile-error-on-warn t)' -f batch-byte-compile "$HOME/secondment-mode.el"
	assert_output ''
}
