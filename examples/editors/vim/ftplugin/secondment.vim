" SPDX-License-Identifier: ISC
if exists('b:did_ftplugin')
	finish
endif
let b:did_ftplugin = 1

setlocal commentstring=#\ %s comments=:#
setlocal foldmethod=expr foldexpr=getline(v:lnum)=~'^\\['?'>1':'=' foldlevel=99
compiler sec

augroup secondment
	autocmd! * <buffer>
	autocmd BufWritePost,InsertLeave,TextChanged <buffer> call sec#check(str2nr(expand('<abuf>')))
	autocmd CursorMoved <buffer> call sec#tell()
augroup END
command! -buffer SecCheck call sec#check(bufnr('%'))
call sec#check(bufnr('%'))

let b:undo_ftplugin = 'setlocal commentstring< comments< foldmethod< foldexpr< foldlevel< makeprg< errorformat<'
	\ . ' | execute "autocmd! secondment * <buffer>" | delcommand -buffer SecCheck'
	\ . ' | call sec#forget(bufnr("%"))'
