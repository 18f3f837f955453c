" SPDX-License-Identifier: ISC
" :make checks the whole register as it is saved, :make % this record.
if exists('current_compiler')
	finish
endif
let current_compiler = 'sec'
CompilerSet makeprg=sec-check\ -f\ tsv
CompilerSet errorformat=%f\	%l\	%c\	%t%*[a-z]\	%*[^\	]\	%m,%f\	%l\	\	%t%*[a-z]\	%*[^\	]\	%m,%-G%.%#
