# SPDX-License-Identifier: ISC
#
# Reads objects as `git cat-file --batch` prints them (files, then commits, parents
# before children, then tags) and writes a stream for `git fast-import`: files with
# the texts taken out, and every commit that has to change, with all that follow it.
# Tags go to files of the folder `tags`, one each, for their target is not known yet.
#
#   touched   commits that changed what goes; of these
#   mixed     those that changed something else too
#   gone      paths that go from every commit
#   swapped   "COMMIT MODE BLOB PATH": files that stand there without the texts
#   first     commits that change for their own sake
#   marks     written: "MARK OLD" for each commit
#
# Together with cleaned.awk. Bytes, not characters: run it with LC_ALL=C.
BEGIN {
	while ((getline line <touched) > 0) is_touched[line]
	while ((getline line <mixed) > 0) is_mixed[line]
	while ((getline line <first) > 0) is_first[line]
	while ((getline line <gone) > 0) path[++paths] = line
	while ((getline line <swapped) > 0) {
		commit = substr(line, 1, index(line, " ") - 1)
		swap[commit, ++swaps[commit]] = substr(line, index(line, " ") + 1)
	}
}

# "NAME TYPE SIZE", then SIZE bytes and a line end.
{
	name = $1
	type = $2
	body = ""
	for (left = $3 + 1; left > 0 && (getline line) > 0; left -= length(line) + 1)
		body = body line "\n"
	body = substr(body, 1, length(body) - 1)
	if (type == "blob")
		file(name, cleaned(body))
	else if (type == "commit")
		commit_of(name, body)
	else
		printf "%s", cleaned(body) >(tags "/" name)
}

function file(name, body) {
	mark[name] = ++last_mark
	printf "blob\nmark :%d\ndata %d\n%s\n", last_mark, length(body), body
}

function commit_of(name, body,    end, message, lines, n, i, key, parents, parent, changed, tree) {
	end = index(body, "\n\n")
	message = end ? substr(body, end + 2) : ""
	n = split(end ? substr(body, 1, end - 1) : body, lines, "\n")
	changed = name in is_first
	for (i = 1; i <= n; i++) {
		key = substr(lines[i], 1, index(lines[i], " ") - 1)
		if (key == "tree") {
			tree = substr(lines[i], 6)
		} else if (key == "parent") {
			parent[++parents] = substr(lines[i], 8)
			changed = changed || parent[parents] in mark
		}
	}
	if (!changed)
		return
	mark[name] = ++last_mark
	print last_mark, name >marks
	if (!parents)
		print "reset refs/redact/all\n"
	print "commit refs/redact/all\nmark :" last_mark
	for (i = 1; i <= n; i++)
		if (lines[i] ~ /^(author|committer|encoding) /)
			print cleaned(lines[i])
	message = cleaned(words_of(name, message))
	printf "data %d\n%s\n", length(message), message
	for (i = 1; i <= parents; i++)
		print (i == 1 ? "from " : "merge ") reference(parent[i])
	print "M 040000 " tree " "
	for (i = 1; i <= paths; i++)
		print "D " path[i]
	for (i = 1; i <= swaps[name]; i++)
		put(swap[name, i])
	print ""
}

function reference(name) {
	return name in mark ? ":" mark[name] : name
}

# "MODE BLOB PATH"
function put(s,    f) {
	split(s, f, " ")
	print "M " f[1] " " reference(f[2]) " " substr(s, length(f[1] f[2]) + 3)
}

# What a commit that changed a removed record may still say: nothing; or, where it
# changed another one too, what somebody wrote, without the lines of our programs,
# which name what is gone.
function words_of(name, message,    n, i, lines, out) {
	if (!(name in is_touched))
		return message
	if (!(name in is_mixed))
		return "redacted\n"
	n = split(message, lines, "\n")
	for (i = 1; i <= n; i++)
		if (lines[i] !~ /^Sec-[A-Z][a-z]*: /)
			out = out lines[i] (i < n ? "\n" : "")
	return out
}
