# SPDX-License-Identifier: ISC
#
# What plain git and sec-merge made of pairs of edits, against what is right:
#
#     awk -f judge.awk -v dir=DIR -v n=COUNT
#
# DIR/N holds base, ours, theirs, what, and git, git.status, sec, sec.status.
# Reads the files by itself, with nothing of what the merge is made of.

function key_of(line) {
	sub(/[ \t]*=.*/, "", line)
	return line
}

# The values of a file into v[f, ADDRESS], every address into at[], comments into
# said[f, LINE].
function load(path, f, line, section, key, text) {
	section = key = ""
	while ((getline line <path) > 0) {
		if (line ~ /^[#;]/) {
			said[f, line] = 1
			lines[line] = 1
			key = ""
		} else if (line ~ /^\[/) {
			section = line
			if ((f, section) in v)
				twice[f] = 1
			v[f, section] = "section"
			at[section] = 1
			key = ""
		} else if (line ~ /^[a-z]/) {
			key = section key_of(line)
			if ((f, key) in v)
				twice[f] = 1
			text = line
			sub(/^[^=]*=[ \t]*/, "", text)
			v[f, key] = "=" text
			at[key] = 1
		} else if (line ~ /^[ \t]+[^ \t]/ && key != "") {
			sub(/^[ \t]+/, "", line)
			v[f, key] = v[f, key] "\n" line
		} else if (line !~ /^[ \t]*$/) {
			twice[f] = 1
		}
	}
	close(path)
}

function first_line(path, line) {
	line = ""
	getline line <path
	close(path)
	return line
}

# v["right", …], and how many addresses only a person can decide.
function truth(a, open) {
	open = 0
	for (a in at) {
		if (v["ours", a] == v["theirs", a] || v["theirs", a] == v["base", a])
			v["right", a] = v["ours", a]
		else if (v["ours", a] == v["base", a])
			v["right", a] = v["theirs", a]
		else
			open++
	}
	return open
}

function is_right(f, a, line) {
	if (f in twice)
		return 0
	for (a in at)
		if (v[f, a] != v["right", a])
			return 0
	for (line in lines)
		if ((("ours", line) in said || ("theirs", line) in said) && !(("base", line) in said) \
			&& !((f, line) in said))
			return 0
	return 1
}

# clean, wrong (clean, and not what is right), conflict, needless
function verdict(f, status, open) {
	if (status == 0)
		return !open && is_right(f) ? "clean" : "wrong"
	return open ? "conflict" : "needless"
}

BEGIN {
	for (i = 0; i < n; i++) {
		split("", v); split("", at); split("", twice); split("", said); split("", lines)
		load(dir "/" i "/base", "base")
		load(dir "/" i "/ours", "ours")
		load(dir "/" i "/theirs", "theirs")
		open = truth()
		what = first_line(dir "/" i "/what")
		if (!(what in pairs))
			order[++kinds] = what
		pairs[what]++
		person[what] += open > 0
		for (k = split("git sec", tool, " "); k > 0; k--) {
			status = first_line(dir "/" i "/" tool[k] ".status")
			if (status == 0)
				load(dir "/" i "/" tool[k], tool[k])
			found = verdict(tool[k], status, open)
			count[tool[k], found, what]++
			total[tool[k], found]++
			if (tool[k] == "sec" && (found == "wrong" || found == "needless"))
				print "pair " i ": " found >"/dev/stderr"
		}
	}
	printf "%-34s %5s  %9s  %9s  %s\n", "pairs of edits", "pairs", "git", "sec-merge", "for a person"
	for (k = 1; k <= kinds; k++) {
		what = order[k]
		printf "%-34s %5d  %9d  %9d  %d\n", what, pairs[what], count["git", "clean", what],
			count["sec", "clean", what], person[what]
		all += pairs[what]
		decide += person[what]
	}
	printf "%-34s %5d  %9d  %9d  %d\n", "merged cleanly and rightly", all, total["git", "clean"],
		total["sec", "clean"], decide
	printf "%-34s %5s  %9d  %9d\n", "merged cleanly and wrongly", "", total["git", "wrong"],
		total["sec", "wrong"]
	printf "%-34s %5s  %9d  %9d\n", "conflicts that need nobody", "", total["git", "needless"],
		total["sec", "needless"]
}
