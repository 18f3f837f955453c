# SPDX-License-Identifier: ISC
#
# Prints the string literals of C files, one a line: PATH:LINE<TAB>TEXT, escapes as
# written. Comments, character constants and #include lines are passed over, and so
# are the names of long options (lines with no_argument and the like): those are
# ours to choose.
FNR == 1 { comment = 0 }
/^[ \t]*#[ \t]*include/ { next }
/(no|required|optional)_argument/ { next }
{
	n = length($0)
	for (i = 1; i <= n; i++) {
		c = substr($0, i, 1)
		if (comment) {
			if (substr($0, i, 2) == "*/") {
				comment = 0
				i++
			}
		} else if (substr($0, i, 2) == "/*") {
			comment = 1
			i++
		} else if (substr($0, i, 2) == "//") {
			break
		} else if (c == "\"" || c == "'") {
			start = i + 1
			for (i++; i <= n && substr($0, i, 1) != c; i++)
				if (substr($0, i, 1) == "\\")
					i++
			if (c == "\"")
				printf "%s:%d\t%s\n", FILENAME, FNR, substr($0, start, i - start)
		}
	}
}
