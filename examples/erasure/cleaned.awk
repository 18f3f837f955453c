# SPDX-License-Identifier: ISC
#
# cleaned(S): S with every text of the file `texts` as "redacted", letters of any case.
BEGIN { while ((getline line <texts) > 0) text[++n_texts] = tolower(line) }

function cleaned(s,    i, at, low, out) {
	for (i = 1; i <= n_texts; i++) {
		low = tolower(s)
		out = ""
		while ((at = index(low, text[i])) > 0) {
			out = out substr(s, 1, at - 1) "redacted"
			s = substr(s, at + length(text[i]))
			low = substr(low, at + length(text[i]))
		}
		s = out s
	}
	return s
}
