# SPDX-License-Identifier: ISC
# shellcheck shell=bats disable=SC2154,SC2030,SC2031
#
# Looking back through histories drawn at random, with merges, octopuses, clocks
# that go backwards, files that become folders, without a commit-graph and with
# every kind of one; git says what is right.

load helper

setup() {
	isolate
	RANDOM=1 # what is drawn is the same every time
}

past() {
	"$SEC_BUILD/tests/driver/past-driver" "$@"
}

# draw SEED COMMITS: a history for git fast-import. The last commit joins all ends.
draw() {
	awk -v seed="$1" -v n="$2" '
	function any(k) { return int(rand() * k) }
	function name() { return part[1 + any(parts)] }
	function path(    p, k) {
		p = name()
		for (k = any(4); k > 0; k--) p = p "/" name()
		return p
	}
	# a file at p leaves no file above or below it
	function make(i, p, what,    q) {
		for (q in tree)
			if (index(q, i SUBSEP) == 1) {
				sub(i SUBSEP, "", q)
				if (index(q, p "/") == 1 || index(p, q "/") == 1) delete tree[i, q]
			}
		tree[i, p] = what
	}
	function edit(i,    q, k, list) {
		k = 0
		for (q in tree)
			if (index(q, i SUBSEP) == 1) { sub(i SUBSEP, "", q); list[k++] = q }
		if (k && rand() < 0.5) tree[i, list[any(k)]] = "100644 " any(4)
		else if (k && rand() < 0.3) delete tree[i, list[any(k)]]
		else if (k && rand() < 0.1) tree[i, list[any(k)]] = "100755 " any(4)
		else make(i, path(), "100644 " any(4))
	}
	BEGIN {
		srand(seed)
		parts = split("a b.ini secondments 2026 x-y x.y é zz", part, " ")
		date[-1] = 1700000000
		for (i = 0; i < n; i++) {
			k = 0
			if (i == n - 1) { for (j = 0; j < i; j++) if (!(j in used)) parent[k++] = j }
			else if (i && rand() > 0.01)
				for (want = rand() < 0.75 ? 1 : 2 + any(3); want > 0; want--) {
					p = i - 1 - any(i < 12 ? i : 12)
					for (j = 0; j < k && parent[j] != p; j++);
					if (j == k) parent[k++] = p
				}
			for (j = 0; j < k; j++) {
				used[parent[j]]
				m = 0
				for (q in tree)
					if (index(q, parent[j] SUBSEP) == 1) { sub(parent[j] SUBSEP, "", q); from[m++] = q }
				while (m-- > 0)
					if (!j || !((i, from[m]) in tree) || rand() < 0.5)
						make(i, from[m], tree[parent[j], from[m]])
			}
			if (k < 2 || rand() < 0.2) for (j = any(4); j >= 0; j--) edit(i)
			date[i] = date[i - 1] + any(200)
			if (rand() < 0.2) date[i] = 1700000000 + any(n * 100)
			if (rand() < 0.02) date[i] = 1
			printf "commit refs/heads/c%d\nmark :%d\ncommitter C <c@x> %d +0130\ndata 1\nm\n", i, i + 1, date[i]
			for (j = 0; j < k; j++) printf "%s :%d\n", j ? "merge" : "from", parent[j] + 1
			print "deleteall"
			for (q in tree)
				if (index(q, i SUBSEP) == 1) {
					split(tree[q], what, " ")
					sub(i SUBSEP, "", q)
					printf "M %s inline %s\ndata %d\n%s\n", what[1], q, length(what[2]), what[2]
				}
			print ""
		}
		printf "reset refs/heads/main\nfrom :%d\n\n", n
	}'
}

# begin SEED COMMITS: the history, and in `truth` "FILE COMMIT" for every file that a
# commit has otherwise than a parent, in order; in `files` those that were
# never folders.
begin() {
	git init -q .
	commits=$2
	draw "$1" "$2" | git fast-import --quiet
	git -c core.quotePath=false log --date-order -m --root --no-renames --name-only --format=':%H' main |
		awk '/^:/ { c = substr($0, 2); next } NF && !seen[$0, c]++ { print $0 " " c }' >../truth
	cut -d' ' -f1 ../truth | sort -u |
		awk '{ file[NR] = $0 "/" }
		END { for (i = 1; i <= NR; i++) {
			for (j = 1; j <= NR && (j == i || index(file[j], file[i]) != 1); j++);
			if (j > NR) print substr(file[i], 1, length(file[i]) - 1) } }' >../files
	[ "$(wc -l <../files)" -gt 10 ]
}

# agrees: order, what is hidden, paths; of paths every Nth, so that they differ.
agrees() {
	local path hide tip k some=$RANDOM

	run -0 --separate-stderr past . commits main
	assert_output "$(git rev-list --date-order main)"
	for ((k = 3; k < commits; k += 17)); do
		tip=c$k hide=c$((k * 7 % commits))
		run -0 --separate-stderr past . commits -x "$hide" "$tip"
		assert_output "$(git rev-list --date-order "$tip" | grep -vxFf <(git rev-list "$hide"))"
		git merge-base --all "$tip" "$hide" >../bases || true
		if [ -s ../bases ]; then
			run -0 --separate-stderr past . base "$tip" "$hide"
			assert_equal "$(grep -cx "$output" ../bases)" 1
		else
			run -2 --separate-stderr past . base "$tip" "$hide"
		fi
	done
	while read -r path; do
		run -0 --separate-stderr past . commits main "$path"
		assert_output "$(awk -v path="$path" '$1 == path { print $2 }' ../truth)"
	done < <(awk -v n="$some" 'NR % 9 == n % 9' ../files; echo nowhere/a)
}

@test "git-past: random histories, without a commit-graph and with every kind of one" {
	for seed in 1 2 3; do
		mkdir "$seed"
		cd "$seed"
		begin "$seed" 60
		agrees
		git rev-parse c20 | git commit-graph write --stdin-commits --changed-paths --no-progress
		agrees
		git commit-graph write --reachable --changed-paths --no-progress
		agrees
		rm .git/objects/info/commit-graph
		for tip in c15 c35 main; do
			git rev-parse $tip |
				git commit-graph write --stdin-commits --split=no-merge --changed-paths --no-progress
		done
		assert_equal "$(wc -l <.git/objects/info/commit-graphs/commit-graph-chain)" 3
		agrees
		rm -r .git/objects/info/commit-graphs
		git commit-graph write --reachable --no-progress
		agrees
		cd ..
	done
}

@test "git-past: trees drawn at random differ as git says" {
	begin 4 40
	for k in 5 12 19 26 33; do
		a=c$k b=c$((k * 5 % 40))
		for folder in '' secondments a x-y/a; do
			run -0 --separate-stderr past . differ $a $b "$folder"
			assert_output "$(git -c core.quotePath=false diff-tree -r --no-abbrev --no-renames $a $b \
				-- ${folder:+"$folder"} | sed 's/ [A-Z]\t/ /')"
		done
	done
}

@test "git-past: filters of version 2, of one to come, and core.commitGraph" {
	begin 5 60
	git commit-graph write --reachable --changed-paths --no-progress
	graph=.git/objects/info/commit-graph
	touch .git/no-fsck
	chmod u+w $graph
	at=$(grep -obUaP 'BDAT' $graph | head -1 | cut -d: -f1)
	at=$((0x$(od -An -tx1 -j $((at + 4)) -N 8 $graph | tr -d ' \n')))
	for version in 2 3 0; do
		printf "\\x0$version" | dd of=$graph bs=1 seek=$((at + 3)) conv=notrunc status=none
		while read -r path; do
			run -0 --separate-stderr past . commits main "$path"
			assert_output "$(awk -v path="$path" '$1 == path { print $2 }' ../truth)"
		done < <(grep -v é ../files | head -5)
	done
	awk 'BEGIN { srand(1); for (i = 0; i < 4000; i++) printf "%c", int(rand() * 256) }' >$graph
	git config core.commitGraph false
	agrees
}

# A damaged file is not used, or what it says is found out, or it misleads; it never
# makes a program crash, and cut short it is never used.
@test "git-past: damaged commit-graphs" {
	begin 6 60
	git commit-graph write --reachable --changed-paths --no-progress
	graph=.git/objects/info/commit-graph
	touch .git/no-fsck
	cp $graph ../graph
	chmod u+w $graph ../graph
	size=$(stat -c %s $graph)
	file=$(sed -n 7p ../files)
	right=$(awk -v path="$file" '$1 == path { print $2 }' ../truth)
	for ((k = 0; k < size; k += size / 25)); do
		head -c $k ../graph >$graph
		run -0 --separate-stderr past . commits main "$file"
		assert_output "$right"
	done
	for ((k = 0; k < 100; k++)); do
		at=$((k < 60 ? k * 2 : k * 7919 % size))
		cp ../graph $graph
		printf -v byte '\\x%02x' $((RANDOM % 256))
		printf %b "$byte" | dd of=$graph bs=1 seek=$at conv=notrunc status=none
		run -0 --separate-stderr past . commits main "$file"
		run -0 --separate-stderr past . commits -x c20 main
	done
}
