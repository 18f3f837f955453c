# SPDX-License-Identifier: ISC
#
# The first half of the generator: chance, days, words, and the plan of a record
# (who, where, when). generate-write.awk puts the plan on paper.
#
# Only what POSIX promises, and no rand(): a Lehmer generator (modulus 2^31 - 1,
# multiplier 16807: Park and Miller, "Random number generators: good ones are
# hard to find") stays exact in a double.

# --- words: `@block`, then `key text`; fields of a text part at " | "
/^#/ || /^$/ { next }
/^@/ { block = substr($0, 2); next }
{
	at = index($0, " ")
	key = substr($0, 1, at - 1)
	if (key == "role" && !((block, key) in size)) themes[++theme_count] = block
	pool[block, key, ++size[block, key]] = substr($0, at + 1)
}

# --- chance
function seed_with(k,    i) {
	state_of_chance = (seed * 48271 + k * 69621 + 1) % 2147483647
	for (i = 0; i < 5; i++)
		rnd(2)
}
# 0 … k-1
function rnd(k) {
	state_of_chance = (state_of_chance * 16807) % 2147483647
	return int(state_of_chance / 2147483647 * k)
}
function between(a, b) { return a + rnd(b - a + 1) }
function chance(percent) { return rnd(100) < percent }
function either(list,    parts) { return parts[1 + rnd(split(list, parts, "|"))] }

# The next text of a pool; none comes again before all have come.
function word(block, key,    k, c) {
	k = size[block, key]
	if (k == 0) {
		print "generate: no words for " block " " key > "/dev/stderr"
		exit 2
	}
	if (!((block, key) in turn))
		turn[block, key] = (seed * 7 + length(block key) * 13) % k
	c = turn[block, key]++
	return pool[block, key, 1 + (c * coprime(k)) % k]
}
function coprime(k) { return k % 7 ? 7 : k % 5 ? 5 : k % 11 ? 11 : 1 }
function part(text, i,    parts) { split(text, parts, / \| /); return parts[i] }
# In a sentence: {host} and {dept}; never a name, which a ref keeps out of the history.
function prose(key,    text) {
	text = word("prose", key)
	gsub(/[{]host[}]/, host_short, text)
	gsub(/[{]dept[}]/, home_dept, text)
	return toupper(substr(text, 1, 1)) substr(text, 2)
}

# --- days: counted from 1970-01-01 (Howard Hinnant's days_from_civil)
function day(y, m, d,    era, yoe, doy) {
	if (m <= 2) y--
	era = int(y / 400)
	yoe = y - era * 400
	doy = int((153 * (m + (m > 2 ? -3 : 9)) + 2) / 5) + d - 1
	return era * 146097 + yoe * 365 + int(yoe / 4) - int(yoe / 100) + doy - 719468
}
function parse(iso) { return day(substr(iso, 1, 4) + 0, substr(iso, 6, 2) + 0, substr(iso, 9, 2) + 0) }
function iso(z,    era, doe, yoe, doy, mp, m) {
	if (z in iso_of) return iso_of[z]
	z += 719468
	era = int(z / 146097)
	doe = z - era * 146097
	yoe = int((doe - int(doe / 1460) + int(doe / 36524) - int(doe / 146096)) / 365)
	doy = doe - (365 * yoe + int(yoe / 4) - int(yoe / 100))
	mp = int((5 * doy + 2) / 153)
	m = mp < 10 ? mp + 3 : mp - 9
	z -= 719468
	return iso_of[z] = sprintf("%04d-%02d-%02d", yoe + era * 400 + (m <= 2), m, doy - int((153 * mp + 2) / 5) + 1)
}
function weekday(z) { return (z + 3) % 7 } # 0 is Monday
function monday(z) { return z - weekday(z) }
function friday(z) { return monday(z) + 4 }
# Back to a working day, past weekends and the days round Christmas.
function work(z,    md) {
	md = substr(iso(z), 6)
	if (md == "01-01") z -= 9
	else if (md >= "12-24") z -= substr(md, 4) - 23
	return weekday(z) > 4 ? friday(z) : z
}
function years_after(z, k,    d) {
	d = iso(z)
	return day(substr(d, 1, 4) + k, substr(d, 6, 2) + 0, least(substr(d, 9, 2) + 0, 28))
}
function past(z) { return z != "" && z <= T }
function least(a, b) { return a < b ? a : b }
function most(a, b) { return a > b ? a : b }

# --- who
# Nobody has a name that somebody else has: later ones get a letter in the middle.
function new_name(    first, last, k) {
	first = word("names", "first")
	last = word("names", "last")
	k = bearers[first, last]++
	return first (k ? " " substr("ABCDEFGHJKLMNOPRSTVWZ", k, 1) "." : "") " " last
}
function department(name,    i) {
	for (i = 1; i <= size["council", "department"]; i++)
		if (part(pool["council", "department", i], 1) == name)
			return pool["council", "department", i]
	print "generate: no department " name > "/dev/stderr"
	exit 2
}
# The next partner of a class in turn, or the one of that short name.
function choose_partner(class, named,    k, p) {
	for (;;) {
		k = 1 + partner_turn[class]++ % size["partners", "partner"]
		p = pool["partners", "partner", k]
		if (part(p, 1) == class && (named == "" || part(p, 3) == named)) return p
	}
}

# Fills role, class, type, home and host, person.
function plan_parties(i,    p, d, seat, named) {
	theme = again ? theme_of[again] : themes[1 + (i + seed) % theme_count]
	for (;;) {
		role = word(theme, "role")
		class = part(role, 1)
		named = class ~ /: / ? substr(class, index(class, ": ") + 2) : ""
		sub(/: .*/, "", class)
		if (!again || class !~ /^in-/ && part(role, 5) == dept_of[again] && part(role, 3) != role_of[again]) break
		if (++stuck % 20 == 0) { again = 0; stuck = 0 }
	}
	incoming = class ~ /^in-/
	sub(/^in-/, "", class)
	type = class == "internal" ? "internal" : class == "charity" ? "voluntary" : "external"
	title = part(role, 3)
	post = part(role, 4)
	seat = rnd(3)
	p = class == "internal" ? "" : choose_partner(class, named)
	home_org = host_org = council
	if (incoming) {
		home_org = part(p, 2)
		home_dept = part(role, 2)
		home_manager = part(p, 5 + seat)
		home_lead = part(p, 5 + (seat + 1) % 3)
		host_dept = part(role, 5)
		d = department(host_dept)
		host_manager = part(d, 2)
		host_lead = part(d, 3)
		host_short = host_dept
		place = "Harrowmere"
	} else {
		home_dept = part(role, 5)
		d = department(home_dept)
		home_manager = part(d, 2)
		home_lead = chance(60) ? part(d, 2) : part(d, 3)
		host_dept = part(role, 2)
		if (p == "") {
			d = department(host_dept)
			host_manager = part(d, 2)
			host_lead = part(d, 3)
			host_short = host_dept
			place = "Harrowmere"
		} else {
			host_org = part(p, 2)
			host_short = part(p, 3)
			place = part(p, 4)
			host_manager = part(p, 5 + seat)
			host_lead = chance(50) ? host_manager : part(p, 5 + (seat + 1) % 3)
		}
	}
	if (!incoming || title !~ /, [A-Z]/)
		title = title ", " host_short
	cost_centre = part(department(incoming ? host_dept : home_dept), 4)
}

function plan_person(i) {
	if (again) {
		person_name = name_of[again]
		ref = ref_of[again]
		post = post_of[again]
	} else {
		person_name = new_name()
		ref = incoming ? "" : "p" (2104 + i * 7 + rnd(7))
	}
}

# --- when
# S first day, E last day as first agreed, X last day after an extension asked on
# ASK (empty: none), AE the agreed end, EE the effective end, R return, C closed.
function term_length() {
	if (letter_only) return between(40, 56)
	if (type == "voluntary") return between(56, 130)
	if (type == "internal") return between(120, 300)
	return between(180, 390)
}

function plan_term(    len, spec, x, left) {
	X = ASK = early = refused = SELECTED = APPLIED = PERMITTED = HR = DISCUSSED = SIGNED = SIGNED_HOME = SIGNED_HOST = ""
	letter_only = type == "internal" && st == "active" && !letters++
	len = term_length()
	x = 0
	if (st == "active") {
		spec = ++actives <= size["ages", "age"] ? pool["ages", "age", actives] : (chance(50) ? "left " : "gone ") between(8, len - 20)
		left = spec ~ /^left/ ? substr(spec, 6) + 0 : len - substr(spec, 6)
		left = most(least(left, len - 12), 2)
		EE = friday(T + left)
		# somebody new cannot have been extended yet
		if (spec ~ /^left/ && type != "voluntary" && !letter_only && left < 200 && chance(40)) x = between(60, 150)
	} else if (st == "ended") {
		EE = friday(T - between(3, 9))
	} else if (st == "overrun") {
		EE = friday(T - between(20, 30))
	} else if (st == "returned") {
		EE = friday(T - between(14, 160))
	} else if (st == "closed") {
		EE = friday(T - (++closeds == 1 ? 2250 : between(250, n > 200 ? 2600 : 900)))
	} else {
		plan_ahead(len)
		return
	}
	if ((st == "closed" || st == "returned") && type == "external" && chance(25)) x = between(60, 120)
	S = monday(EE - x - len)
	E = x ? friday(EE - x) : EE
	if (x) {
		X = EE
		ASK = work(E - (chance(80) ? between(91, 120) : between(40, 70)))
		ASK = least(ASK, work(T - 3))
		ASK = most(ASK, work(S + 30))
	}
	AE = EE
	if ((st == "closed" || st == "returned") && !x && len > 100 && chance(20)) {
		early = 1
		AE = E = friday(EE + between(28, 56))
	}
	selected_on(work(S - between(38, 58)))
	R = ""
	if (st == "returned" || st == "closed") R = monday(EE + 3)
	C = st == "closed" ? work(R + between(186, 215)) : ""
}

# Not begun: the last step was taken a little while ago, the rest lies ahead.
function plan_ahead(len,    k) {
	k = ++ahead[st]
	R = C = ""
	if (st == "agreed") {
		S = monday(T + (k == 1 ? 9 : between(16, 75)))
		selected_on(work(T - between(26, 34)))
	} else if (st == "selected") {
		S = monday(T + (k == 1 ? 16 : between(30, 60)))
		selected_on(work(T - between(5, 12)))
		SIGNED_HOME = SIGNED_HOST = ""
	} else if (st == "applied") {
		S = monday(T + between(60, 100))
		applied_on(work(T - between(2, 9)))
	} else if (st == "permitted") {
		S = monday(T + between(80, 130))
		permitted_on(work(T - (k == 1 ? 19 : between(2, 8))))
		HR = k == 1 ? "" : PERMITTED
	} else if (st == "considered") {
		S = monday(T + between(70, 160))
		DISCUSSED = work(T - between(3, 24))
	} else {
		# declined and withdrawn at any time in the last year
		S = monday(T - between(0, 240))
		selected_on(work(S - between(40, 60)))
		refused = st == "declined" && k % 2 == 1
	}
	E = AE = EE = friday(S + len)
}

function selected_on(z) {
	SELECTED = z
	SIGNED = work(z + between(8, 14))
	SIGNED_HOME = work(SIGNED + between(0, 3))
	SIGNED_HOST = work(most(SIGNED_HOME, SIGNED + between(2, 6)))
	applied_on(work(z - between(14, 27)))
}
function applied_on(z) {
	APPLIED = z
	permitted_on(work(z - between(4, 15)))
}
function permitted_on(z) {
	PERMITTED = z
	HR = work(z + between(1, 9))
	DISCUSSED = work(z - between(9, 30))
}

# --- which states: the first block shows all of them, later ones are an archive
function plan_states(    i, k, list, counts, pair, j, filled) {
	list = "closed:9 returned:6 overrun:1 ended:2 active:17 agreed:4 selected:3 applied:2 permitted:2 considered:2 declined:2 withdrawn:2"
	k = split(list, counts, " ")
	for (i = 1; i <= k; i++) {
		split(counts[i], pair, ":")
		for (j = 0; j < pair[2]; j++)
			state_of[++filled] = pair[1]
	}
	for (i = filled + 1; i <= n; i++) {
		seed_with(1000003 + i)
		k = rnd(100)
		state_of[i] = k < 66 ? "closed" : k < 74 ? "returned" : k < 86 ? "active" : k < 90 ? "agreed" : \
			k < 91 ? "selected" : k < 92 ? "applied" : k < 93 ? "permitted" : k < 95 ? "considered" : k < 98 ? "declined" : "withdrawn"
	}
	# days gone or left of the first running ones, so that every list has something in it
	k = split("left 6,gone 5,left 13,left 27,gone 12,left 41,left 55,left 68,gone 26,left 83,left 97,left 120,gone 45,left 150,left 180,gone 60", counts, ",")
	for (i = 1; i <= k; i++)
		pool["ages", "age", ++size["ages", "age"]] = counts[i]
}

# Somebody who came back long enough ago may go again.
function find_again(    j) {
	again = 0
	if (st != "active" && st != "agreed" || !chance(12)) return
	for (j = 1; j < record; j++)
		if (state_of[j] == "closed" && ref_of[j] != "" && !(j in gone_again) && return_of[j] < T - 500) {
			gone_again[j] = 1
			again = j
			return
		}
}

function remember() {
	theme_of[record] = theme
	dept_of[record] = home_dept
	name_of[record] = person_name
	ref_of[record] = ref
	post_of[record] = post
	role_of[record] = part(role, 3)
	return_of[record] = R
}
