" SPDX-License-Identifier: ISC
" What sec-check finds in a buffer, saved or not: signs beside the lines, the location
" list of its windows, the message of the line below when the cursor is there.
" For Vim 8.2 and later and Neovim; nothing else is needed.

let s:checks = {} " by buffer: the check under way
let s:said = ''

call sign_define('sec_error', {'text': 'E>', 'texthl': 'Error'})
call sign_define('sec_warning', {'text': 'W>', 'texthl': 'WarningMsg'})
call sign_define('sec_info', {'text': 'i>', 'texthl': 'Comment'})

" Once, not at every key.
function! s:say(text) abort
	if a:text !=# s:said
		echohl WarningMsg | echomsg a:text | echohl None
	endif
	let s:said = a:text
endfunction

" The bytes that saving would write.
function! s:text(buf) abort
	let l:end = {'dos': "\r\n", 'mac': "\r"}->get(getbufvar(a:buf, '&fileformat'), "\n")
	let l:lines = getbufline(a:buf, 1, '$')
	let l:text = join(l:lines, l:end)
	if l:lines !=# [''] && (getbufvar(a:buf, '&endofline') || getbufvar(a:buf, '&fixendofline'))
		let l:text .= l:end
	endif
	if getbufvar(a:buf, '&bomb')
		let l:text = "\ufeff" . l:text
	endif
	let l:coding = getbufvar(a:buf, '&fileencoding')
	return empty(l:coding) || l:coding ==# &encoding ? l:text : iconv(l:text, &encoding, l:coding)
endfunction

function! s:show(buf, found) abort
	call sign_unplace('sec', {'buffer': a:buf})
	for l:f in reverse(copy(a:found)) " the first of a line on top
		call sign_place(0, 'sec', 'sec_' . l:f.level, a:buf, {'lnum': l:f.lnum})
	endfor
	let l:items = map(copy(a:found), {_, f -> {'bufnr': a:buf, 'lnum': f.lnum, 'col': f.col,
		\ 'type': toupper(f.level[0]), 'text': f.text}})
	for l:win in win_findbuf(a:buf)
		call setloclist(l:win, [], 'r', {'items': l:items, 'title': 'sec-check'})
	endfor
	call setbufvar(a:buf, 'sec_found', a:found)
	call sec#tell()
endfunction

" `path line column level rule message`, tabs between; column may be empty.
function! s:read(buf, out) abort
	let l:last = len(getbufline(a:buf, 1, '$'))
	let l:found = []
	for l:line in split(a:out, "\n")
		let l:part = split(l:line, "\t", 1)
		if len(l:part) >= 6
			call add(l:found, {'lnum': max([1, min([str2nr(l:part[1]), l:last])]),
				\ 'col': str2nr(l:part[2]), 'level': l:part[3],
				\ 'text': join(l:part[5:], ' ') . ' [' . l:part[4] . ']'})
		endif
	endfor
	return l:found
endfunction

function! s:done(check, status) abort
	if get(s:checks, a:check.buf, {}) isnot a:check || !bufloaded(a:check.buf)
		return " a later one is under way
	endif
	call remove(s:checks, a:check.buf)
	if a:status == 0 || a:status == 1
		let s:said = ''
		call s:show(a:check.buf, s:read(a:check.buf, a:check.out))
	else
		call s:show(a:check.buf, [])
		call s:say(get(split(a:check.err, "\n"), 0, 'sec-check: exit status ' . a:status))
	endif
endfunction

function! s:start(check, command, text) abort
	if has('nvim')
		let l:on = {'stdout_buffered': 1, 'stderr_buffered': 1,
			\ 'on_stdout': {_, data, e -> extend(a:check, {'out': join(data, "\n")})},
			\ 'on_stderr': {_, data, e -> extend(a:check, {'err': join(data, "\n")})},
			\ 'on_exit': {_, status, e -> s:done(a:check, status)}}
		let a:check.job = jobstart(a:command, l:on)
		call chansend(a:check.job, a:text)
		call chanclose(a:check.job, 'stdin')
		return
	endif
	" both the exit and the end of the output must have come
	let l:End = {-> a:check.left ? 0 : s:done(a:check, a:check.status)}
	let a:check.left = 2
	let a:check.job = job_start(a:command, {'in_mode': 'raw', 'out_mode': 'raw', 'err_mode': 'raw',
		\ 'out_cb': {_, data -> extend(a:check, {'out': a:check.out . data})},
		\ 'err_cb': {_, data -> extend(a:check, {'err': a:check.err . data})},
		\ 'close_cb': {_ -> [extend(a:check, {'left': a:check.left - 1}), l:End()]},
		\ 'exit_cb': {_, status -> [extend(a:check, {'left': a:check.left - 1, 'status': status}), l:End()]}})
	try
		call ch_sendraw(a:check.job, a:text)
		call ch_close_in(a:check.job)
	catch /^Vim\%((\a\+)\)\=:E63/ " it has ended already; its exit status says why
	endtry
endfunction

function! sec#check(buf) abort
	let l:program = get(g:, 'sec_check', 'sec-check')
	if empty(bufname(a:buf))
		return
	elseif !executable(l:program)
		call s:show(a:buf, [])
		call s:say(l:program . ' is not in PATH, so nothing is checked: let g:sec_check = ''/…/sec-check''')
		return
	endif
	let l:path = fnamemodify(bufname(a:buf), ':p')
	let s:checks[a:buf] = {'buf': a:buf, 'out': '', 'err': ''}
	call s:start(s:checks[a:buf], [l:program, '-f', 'tsv', '--stdin-filename', l:path], s:text(a:buf))
endfunction

" True while one is under way.
function! sec#busy() abort
	return !empty(s:checks)
endfunction

" The message of the line where the cursor is.
function! sec#tell() abort
	let l:here = filter(copy(get(b:, 'sec_found', [])), {_, f -> f.lnum == line('.')})
	if !empty(l:here)
		echo strpart(l:here[0].text, 0, max([10, &columns - 12]))
	elseif get(b:, 'sec_told', 0)
		echo ''
	endif
	let b:sec_told = !empty(l:here)
endfunction

function! sec#forget(buf) abort
	call sign_unplace('sec', {'buffer': a:buf})
	unlet! b:sec_found b:sec_told
endfunction
