" SPDX-License-Identifier: ISC
" Records are known by where they stand; `:setfiletype secondment` for any other.
autocmd BufRead,BufNewFile */secondments/[0-9][0-9][0-9][0-9]/[0-9][0-9]/*.ini set filetype=secondment
