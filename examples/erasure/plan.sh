# SPDX-License-Identifier: ISC
# shellcheck shell=sh disable=SC2154,SC2094
#
# The first half of redact: what has to go, and the new commits as a stream that is
# written nowhere yet. Files of $tmp:
#
#   wanted    ids and paths as they were named        texts     what -x lists
#   tips      all that refers to commits              commits   parents first
#   gone      paths that go from every commit         lost      their blobs
#   holding   blobs that stay, without the texts      swapped   where these stand
#   first     commits that change for their own sake  touched, mixed: see rewrite.awk

can_it_be_done() {
	[ -f policy.ini ] || die "run this in the register's own folder, where policy.ini is"
	git_dir=$(git rev-parse --absolute-git-dir 2>/dev/null) || die "there is no git repository here"
	prefix=$(git rev-parse --show-prefix)
	git symbolic-ref -q HEAD >/dev/null || die "no branch is checked out"
	git rev-parse -q --verify HEAD >/dev/null || die "there is no commit yet"
	[ "$(git rev-parse --is-shallow-repository)" = false ] ||
		die "this clone does not have the whole history: git fetch --unshallow"
	[ "$(git worktree list | wc -l)" -eq 1 ] ||
		die "other work trees hang on this clone; remove them first (git worktree list)"
	[ ! -s "$git_dir/objects/info/alternates" ] ||
		die "this clone borrows objects from another one; make a whole one: git clone --no-local"
	[ -z "$(git config --get-regexp 'remote\..*\.promisor' || :)" ] ||
		die "this clone fetches files when it needs them; make a whole one: git clone"
	[ -z "$(find "$git_dir/objects/pack" -name '*.keep')" ] ||
		die "a pack is marked to be kept: remove the .keep files in $git_dir/objects/pack"
	[ -z "$(git for-each-ref refs/replace)" ] || die "there are replaced commits; delete them first (git replace -l)"
	for state in MERGE_HEAD CHERRY_PICK_HEAD REVERT_HEAD rebase-merge rebase-apply BISECT_LOG sec-journal; do
		[ ! -e "$git_dir/$state" ] || die "a merge, rebase or write is under way; end it first (git status)"
	done
	[ -z "$(git status --porcelain --untracked-files=no)" ] ||
		die "there is uncommitted work; commit or drop it first (git status)"
	[ -z "$(find "$git_dir/sec-edit" -type f 2>/dev/null)" ] ||
		die "what somebody typed in sec-set --edit waits in $git_dir/sec-edit; go on with it, or delete that folder"
	git var GIT_COMMITTER_IDENT >"$tmp/me" 2>/dev/null ||
		die "git does not know who you are: git config user.name, git config user.email"
	if [ -s "$tmp/texts" ] && grep -qiF -f "$tmp/texts" "$tmp/me"; then
		die "your own name or address holds a text that is to go; somebody else has to do this"
	fi
	if [ -s "$tmp/texts" ] && printf '%s\n' "$why" | grep -qiF -f "$tmp/texts"; then
		die "the reason holds a text that is to go; it stays for good, so say it without"
	fi
}

# history OPTION...: what every commit changed against each of its parents.
history() {
	git -c core.quotePath=false log -m --root --no-renames --stdin "$@" <"$tmp/tips"
}

# Every path at which one of the records ever stood, and the paths named.
what_goes() {
	git rev-list -g refs/stash >"$tmp/stashes" 2>/dev/null || :
	{
		git for-each-ref --format='%(objectname)'
		git rev-parse HEAD
		cat "$tmp/stashes"
	} >"$tmp/tips"
	git rev-list --topo-order --reverse --stdin <"$tmp/tips" >"$tmp/commits"
	history --format= --name-only | sed '/^$/d' | sort -u >"$tmp/ever"
	while read -r wanted; do
		case $wanted in
		*/* | *.*) printf '%s\n' "$prefix$wanted" | grep -xF -f - "$tmp/ever" ;;
		*[!a-z0-9-]*) die "'$wanted' is neither the id of a record nor a path" ;;
		*) grep "\(^\|/\)$wanted\.ini\$" "$tmp/ever" ;;
		esac || die "no commit ever had '$wanted'"
	done <"$tmp/wanted" >"$tmp/going"
	sort -u "$tmp/going" >"$tmp/gone"
	while read -r path; do
		case $path in *[\"\\]*) die "a file name with quotes or control characters cannot be taken out: $path" ;; esac
		[ -z "$(git ls-files -- ":(top,literal)$path")" ] ||
			die "$path still stands here: delete it first, and say why (sec-set --delete ID -m REASON)"
	done <"$tmp/gone"
	git -c core.quotePath=false log -M --diff-filter=R --name-status --format= --stdin <"$tmp/tips" |
		awk -F '\t' -v gone="$tmp/gone" '
			BEGIN { while ((getline line <gone) > 0) goes[line] }
			($2 in goes) != ($3 in goes) { print ($2 in goes ? $3 : $2) }' | sort -u >"$tmp/namesakes"
	if [ -s "$tmp/namesakes" ]; then
		cat "$tmp/namesakes" >&2
		die "it had another name before or afterwards, which has to be named too"
	fi
	versions "$tmp/gone" >"$tmp/gone.at"
	cut -f 3 "$tmp/gone.at" | sort -u >"$tmp/lost"
	cut -f 1 "$tmp/gone.at" | sort -u >"$tmp/first"
}

# versions PATHS: "COMMIT tab PATH tab BLOB" of every commit that has one of them.
versions() {
	while read -r path; do
		sed "s|\$|:$path|" "$tmp/commits"
	done <"$1" >"$tmp/asked"
	git cat-file --batch-check='%(objectname)' <"$tmp/asked" | paste "$tmp/asked" - |
		awk -F '\t' '$2 ~ /^[0-9a-f]+$/ {
			at = index($1, ":")
			print substr($1, 1, at - 1) "\t" substr($1, at + 1) "\t" $2
		}'
}

# Texts: which files that stay have them, which commits say them.
where_texts_are() {
	: >"$tmp/holding"
	: >"$tmp/speaking"
	: >"$tmp/swapped"
	[ -s "$tmp/texts" ] || return 0
	if comm -23 "$tmp/ever" "$tmp/gone" | grep -iF -f "$tmp/texts" >&2; then
		die "these files have such a text in their name: delete them, and name them too"
	fi
	reachable | holding "$tmp/texts" >"$tmp/found"
	awk '$2 == "commit" { print $1 }' "$tmp/found" | sort -u >"$tmp/speaking"
	awk '$2 == "blob" { print $1 }' "$tmp/found" | sort -u | comm -23 - "$tmp/lost" >"$tmp/holding"
	cat "$tmp/speaking" >>"$tmp/first"
	history --format= --raw --no-abbrev |
		awk -F '\t' -v holding="$tmp/holding" '
			BEGIN { while ((getline line <holding) > 0) held[line] }
			{ split($1, f, " ") }
			f[4] in held { print $2 "\t" f[2] "\t" f[4] }' | sort -u >"$tmp/standing"
	while read -r blob; do
		[ "$(git cat-file blob "$blob" | tr -dc '\0' | wc -c)" -eq 0 ] ||
			die "$(grep "$blob\$" "$tmp/standing" | cut -f 1 | head -n 1) is no text, so it can only go whole: delete it, and name it too"
	done <"$tmp/holding"
	cut -f 1 "$tmp/standing" | sort -u >"$tmp/standing.paths"
	versions "$tmp/standing.paths" | awk -F '\t' -v standing="$tmp/standing" '
		BEGIN {
			while ((getline line <standing) > 0) {
				split(line, f, "\t")
				mode[f[1], f[3]] = f[2]
			}
		}
		($2, $3) in mode { print $1, mode[$2, $3], $3, $2 }' >"$tmp/swapped"
	cut -d ' ' -f 1 "$tmp/swapped" >>"$tmp/first"
}

# Commits that changed what goes; of these, those that changed something else too.
what_is_touched() {
	history --format='commit %H' --name-only |
		awk -v gone="$tmp/gone" '
			BEGIN { while ((getline line <gone) > 0) goes[line] }
			/^commit [0-9a-f]+$/ { name = $2; next }
			$0 in goes { hit[name] }
			NF && !($0 in goes) { other[name] }
			END { for (n in hit) print n, n in other }' | sort >"$tmp/changes"
	cut -d ' ' -f 1 "$tmp/changes" >"$tmp/touched"
	sed -n 's/ 1$//p' "$tmp/changes" >"$tmp/mixed"
	cat "$tmp/touched" >>"$tmp/first"
	[ -s "$tmp/first" ] || die "the history has nothing of it, so there is nothing to do"
}

# Names of branches and tags, and git's own files beside its objects, which nobody
# writes anew: by the texts, and by the ids of what goes.
what_else_holds_it() {
	sed 's|.*/||; s/\.ini$//; /^.\{1,2\}$/d' "$tmp/gone" | sort -u - "$tmp/texts" >"$tmp/needles"
	if [ -s "$tmp/texts" ] && git for-each-ref --format='%(refname)' | grep -iF -f "$tmp/texts" >&2; then
		die "these branches or tags are called so: rename or delete them, here and where you push to"
	fi
	if beside_objects "$tmp/needles" | unswept >&2; then
		die "these files of git's own in $git_dir hold it: mend or delete them"
	fi
	find "$git_dir" -path "$git_dir/objects" -prune -o -type f \
		-exec grep -la -e '^# v[23] git bundle$' {} + >"$tmp/bundles" || :
	[ ! -s "$tmp/bundles" ] || die "this is a copy of the repository; delete it: $(head -n 1 "$tmp/bundles")"
}

# Branches that others pushed are written anew where the shared repository is, or it
# keeps what goes: each must be a branch here too, with all that the others did.
others_are_here() {
	cut -d ' ' -f 2 "$tmp/marks.old" | sort >"$tmp/anew"
	git for-each-ref --format='%(refname) %(symref)' refs/remotes | sed '/ ./d; s/ $//' >"$tmp/remotes"
	: >"$tmp/pushes"
	: >"$tmp/behind"
	while read -r ref; do
		remote=${ref#refs/remotes/}
		branch=${remote#*/}
		git rev-list "$ref" | sort | comm -12 - "$tmp/anew" | grep -q . || continue
		if ! git rev-parse -q --verify "refs/heads/$branch" >/dev/null; then
			echo "  git branch $branch $remote" >>"$tmp/behind"
		elif ! git merge-base --is-ancestor "$ref" "refs/heads/$branch"; then
			echo "  git checkout $branch && git pull" >>"$tmp/behind"
		fi
		printf '%s %s\n' "${remote%%/*}" "$branch" >>"$tmp/pushes"
	done <"$tmp/remotes"
	[ ! -s "$tmp/behind" ] || {
		cat "$tmp/behind" >&2
		die "the shared repository has branches that would stay as they are; type this first"
	}
}

write_stream() {
	mkdir "$tmp/tags"
	: >"$tmp/marks.old"
	git for-each-ref --format='%(objecttype) %(objectname)' | sed -n 's/^tag //p' | sort -u >"$tmp/tags.list"
	cat "$tmp/holding" "$tmp/commits" "$tmp/tags.list" | git cat-file --batch --buffer |
		awk -v touched="$tmp/touched" -v mixed="$tmp/mixed" -v gone="$tmp/gone" \
			-v swapped="$tmp/swapped" -v texts="$tmp/texts" -v first="$tmp/first" \
			-v marks="$tmp/marks.old" -v tags="$tmp/tags" \
			-f "$here/cleaned.awk" -f "$here/rewrite.awk" >"$tmp/stream"
}
