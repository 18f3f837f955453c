" SPDX-License-Identifier: ISC
if exists('b:current_syntax')
	finish
endif
syntax match secComment /^[#;].*/
syntax match secSection /^\[[^]]*\]/ contains=secDate
syntax match secKey /^[A-Za-z][A-Za-z0-9-]*\ze\s*=/ nextgroup=secEquals skipwhite
syntax match secEquals /=/ contained nextgroup=secWord skipwhite
syntax match secWord /\<\(yes\|no\|pending\|n\/a\)\>\ze\(\s*$\|:\)/ contained
syntax match secDate /\<\d\{4}-\d\d-\d\d\>/
syntax match secDuration /=\s*\zs\d\+[dwmy]\ze\s*$/
syntax match secProse /^\s\+\zs\./
syntax match secMarker /^\(<<<<<<<\||||||||\|=======\|>>>>>>>\).*/
highlight default link secComment Comment
highlight default link secSection Statement
highlight default link secKey Identifier
highlight default link secEquals Operator
highlight default link secWord Constant
highlight default link secDate Number
highlight default link secDuration Number
highlight default link secProse Special
highlight default link secMarker Error
let b:current_syntax = 'secondment'
