# SPDX-License-Identifier: ISC
#
# The second half of the generator: puts the plan of a record on paper, section by
# section in the order of the schema, and writes the files. What lies after today
# is not written; H is the last day on which anything can have happened while away.

# --- a record is built up in `out`
function section(name) { out = out (out == "" ? "" : "\n") "[" name "]\n" }
function put(name, value) { if (value != "") out = out name " = " value "\n" }
function put_day(name, z) { if (z != "") put(name, iso(z)) }
function put_past(name, z) { if (past(z)) put(name, iso(z)) }
# A section for a day that has not one of that kind yet.
function event(kind, z) {
	while ((record, kind, z) in has_event) z++
	has_event[record, kind, z] = 1
	section(kind " " iso(z))
	return z
}
# A slug once a record.
function thing(kind, id) {
	if ((record, kind, id) in has_thing) id = id "-" (++has_thing[record, kind, id])
	else has_thing[record, kind, id] = 1
	section(kind " " id)
}
function document(what) { return "https://records.harrowmere.example/" id "-" what ".pdf" }
function reached(s) { return rank[st] >= rank[s] }

# --- who and where
function write_parties() {
	section("secondment")
	put("id", id)
	put("type", type)
	if (incoming) put("direction", "in")
	put("title", title)
	if (adopted) put_day("adopted", T - 9)
	if (chance(20)) put("tags", either("winter|joint working, north|leadership programme|digital plan|shared services|growth"))
	section("person")
	if (incoming) put("name", person_name)
	else put("ref", ref)
	put("post", post)
	if (chance(60)) put("grade", incoming ? either("Band 7|Band 8a|Grade 8") : "HG" between(7, 12))
	if (!incoming) {
		put("department", home_dept)
		if (!again) since = work(DISCUSSED - (chance(8) ? between(200, 500) : between(760, 3400)))
		put_day("in-post-since", since)
	}
	if (!again) fixed_term = !incoming && chance(8)
	put("contract", fixed_term ? "fixed-term" : "permanent")
	if (fixed_term) put_day("contract-end", friday(EE + between(120, 500)))
	section("home")
	put("organisation", home_org)
	put("manager", home_manager)
	put("lead", home_lead)
	put("department", home_dept)
	if (!incoming) put("hr", hr)
	if (type == "external" && chance(30)) put("employer", home_org)
	if (reached("selected") || st == "declined" || st == "withdrawn" || chance(70)) {
		section("host")
		put("organisation", host_org)
		put("department", host_dept)
		put("manager", host_manager)
		if (reached("selected")) put("lead", host_lead)
		if (chance(60)) put("post", substr(title, 1, index(title ", ", ", ") - 1))
		if (chance(60)) put("location", place)
	}
}

function write_dates() {
	if (st == "considered" && chance(50)) return
	section("dates")
	put_day("start", S)
	if (st != "considered") put_day("end", E)
}

function write_work() {
	section("work")
	put("task", part(role, 6))
	if (!reached("applied")) return
	fte = type == "voluntary" ? either("0.2|0.4|0.4|0.6") : either("1.0|1.0|1.0|0.8|0.8|0.6|0.5")
	put("fte", fte)
	if (fte < 1) put("pattern", part(pattern[fte], 1 + rnd(3)))
	if (chance(60)) put("hours", fte * 37)
	if (chance(35)) put("place", place)
	if (chance(30)) put("remote", either("one day a week|two days a week|by arrangement|none"))
	if (chance(25)) put("duties", lines(word("prose", "duty")))
}
# "a, b" on lines of their own
function lines(text) {
	gsub(/, /, "\n  ", text)
	return text
}

# --- why, and how it came about
function write_case(    text) {
	section("case")
	put("gain", word(theme, "gain"))
	put("reasons", either("career|career, skills|partnership, skills|project|project, career|motivation|cover, skills|community" (type == "voluntary" ? "|community, skills" : "")))
	if (chance(90)) put("develop", word(theme, "develop"))
	if (chance(70)) put("offer", word(theme, "offer"))
	if (chance(85)) put("downsides", chance(60) ? word(theme, "downside") : prose("downside"))
	if (chance(60)) {
		text = prose("objection")
		put("objections", part(text, 1))
		if (chance(85)) put("mitigation", part(text, 2))
	}
	if (chance(20)) put("circumstances", prose("circumstance"))
	if (reached("applied") && (right == "none" || chance(90))) put("prospects", word(theme, "prospects"))
	if (chance(35)) put("hopes", prose("hopes"))
	if (EE > years_after(S, 1)) put("long-reason", X == "" ? prose("long-reason") : "Extended once, end fixed now")
	if (chance(70)) put_day("policy-checked", DISCUSSED)
	put_day("discussed", DISCUSSED)
}
function write_benefits() {
	if (type == "internal" && chance(60)) return
	section("benefit employee")
	put("text", part(role, 7))
	section("benefit home")
	put("text", part(role, 8))
	section("benefit host")
	put("text", part(role, 9))
}
function write_steps() {
	if (st == "considered") return
	section("permission")
	put("decision", refused ? "no" : "yes")
	put("by", home_manager)
	put_day("date", PERMITTED)
	if (refused) {
		put("reason", prose("refusal"))
		put_past("hr-informed", HR)
		return
	}
	put_past("hr-informed", HR)
	if (chance(20)) put_day("release-from", S)
	if (st == "permitted") return
	route = type == "internal" ? either("advert-internal|advert-internal|offer") : type == "voluntary" ? either("arranged|arranged|offer") : either("advert-external|advert-external|offer")
	if (adopted) return
	section("application")
	put_day("date", APPLIED)
	put("route", route)
	if (chance(40)) put("initiated-by", either("secondee|host|home manager"))
	if (route ~ /advert/) put("source", route ~ /internal/ ? "Staff intranet" : chance(40) ? prose("source") : vacancies[class])
	if (st == "applied") return
	section("selection")
	put_day("date", SELECTED)
	put("process", word("prose", "process"))
	put("by", host_manager)
	if (st == "declined") put("outcome", "unsuccessful")
	else if (chance(40)) put("outcome", "successful")
	if (st == "declined") {
		event("note", work(SELECTED + 5))
		put("text", prose("unsuccessful"))
		put("by", hr)
	}
}

# --- what was agreed
function write_agreement() {
	section("agreement")
	put("document", document(letter_only ? "letter" : "agreement"))
	if (!letter_only) put_past("signed-secondee", SIGNED)
	put_past("signed-home", SIGNED_HOME)
	if (!letter_only && !adopted && (type != "internal" || chance(50))) put_past("signed-host", SIGNED_HOST)
	if (letter_only) put("letter-only", "yes")
	if (type == "external" || type == "voluntary" && chance(40))
		put("covers", "pay, leave, sickness, conduct, confidentiality, ip, data-protection, liability, notice, extension" (chance(93) ? ", return" : "") (chance(40) ? ", expenses" : ""))
	section("pay")
	recharged = type == "external" && !incoming && chance(75)
	put("borne-by", type == "voluntary" ? "home" : recharged ? "host" : either("home|host|shared"))
	put("paid-by", "home")
	if (recharged) {
		put("recharge", either("salary and on-costs|salary, on-costs and travel|four fifths of salary"))
		every = chance(15) ? "month" : "quarter"
		put("recharge-every", every)
		if (chance(94)) put("vat", either("outside|exempt|outside"))
		if (chance(50)) put("purchase-order", "PO-" between(30000, 89999))
	}
	if (!incoming && chance(60)) put("cost-centre", cost_centre)
	if (type != "internal" && chance(70)) put("expenses", prose("expenses"))
	section("notice")
	put("weeks", type == "voluntary" ? either("1|2") : "4")
	if (chance(10)) put("immediate-if", "Either organisation must by law")
}
function write_accountabilities() {
	if (type == "internal") return
	section("leave")
	put("approves", either("host|host|home|both"))
	put("reports-sickness-to", prose("sickness"))
	if (chance(40)) put("balance-split", either("by months served|taken before the start|five days carried along"))
	section("conduct")
	put("discipline", "home")
	put("grievance", either("home|both"))
	put("appraisal", prose("discipline-appraisal"))
	if (chance(40)) put("conflict-of-interest", "Declared none " iso(SIGNED))
	if (chance(40)) put("confidentiality", prose("confidentiality"))
	if (chance(30)) put("ip", prose("ip"))
	if (chance(30)) put("data-protection", prose("data-protection"))
	if (chance(50)) put("insurance", prose("insurance"))
	if (chance(40)) put("equipment", prose("equipment"))
}
function write_clearance(    from) {
	if (class == "health" || theme == "schools" && class != "internal") {
		from = work(SIGNED - between(2, 30))
		section("clearance dbs")
		put("kind", "dbs")
	} else if (class == "government") {
		from = work(SIGNED - between(2, 30))
		section("clearance baseline")
		put("kind", "security")
	} else {
		return
	}
	put_past("checked", from)
	put_day("expires", st == "active" && chance(20) ? EE + between(20, 50) : most(years_after(from, 3), EE + 200))
	put("by", either("Host HR|Host security office|County HR"))
}
function write_cover() {
	method = incoming ? either("redistribute|none") : either("acting-up|fixed-term|redistribute|redistribute|agency|none")
	if (type == "voluntary") method = either("redistribute|none")
	if (reached("active") || chance(60)) {
		section("cover")
		put("method", method)
		if (method ~ /acting-up|fixed-term|agency/) {
			if (chance(60)) put("name", method == "agency" ? "through the framework" : "p" (9000 + record % 1000))
			put_day("start", S)
			put_day("end", friday(EE + 7 * between(0, 3)))
		}
		put_past("team-briefed", work(S - between(6, 13)))
	}
	if (reached("active") && chance(92) || past(S - 12) && chance(50)) {
		section("handover")
		put_past("done", work(S - between(3, 9)))
		if (method ~ /acting-up|fixed-term/ && chance(60)) put("to", "p" (9000 + record % 1000))
		if (chance(60)) put("document", document("handover"))
	}
	section("keep-in-touch")
	put("every", every_days == 14 ? "2w" : every_days == 42 ? "6w" : "4w")
	put("with", chance(50) ? "home, host" : "home")
	put("mailing", prose("mailing"))
	if (chance(50)) put("training", prose("training"))
	if (EE - S > 200) put_past("appraisal", most(S + 60, day(2026, 5, 12)))
}

# --- the first weeks
function write_induction(    items, i, k, z, late) {
	section("induction")
	k = split("colleagues workplace role expectations support policies understanding tips", items, " ")
	late = chance(12)
	for (i = 1; i <= k; i++) {
		z = work(S + int((i - 1) * between(1, 4)))
		if (items[i] == "tips" && chance(25)) put("tips", "n/a: " either("knows the office|senior post|came as a returner"))
		else if (items[i] == "workplace" && class == "internal" && chance(30)) put("workplace", "n/a: same building")
		else put(items[i], past(z) && !(late && i == 7) ? iso(z) : "pending")
	}
	if (chance(50)) put(either("it-account|badge|fire-drill|lone-working|site-tour"), past(S + 3) ? iso(work(S + 3)) : "pending")
}
function write_mentor(    z) {
	mentor = ""
	z = work(S + between(4, 16))
	if (past(z) && chance(88)) {
		mentor = new_name()
		section("mentor")
		put("name", mentor)
		put_day("since", z)
		if (type != "internal" || chance(40)) put("organisation", host_org)
	}
	z = work(S + between(9, 24))
	if (past(z) && chance(92)) {
		section("pdp")
		put_day("created", z)
		z = work(least(H, T - between(5, chance(85) ? 80 : 140)))
		if (z > S + 60) put_day("reviewed", z)
		if (chance(30)) put("contributors", mentor == "" ? "secondee, host" : "secondee, host, mentor")
		if (chance(25)) put("document", document("pdp"))
		if (reached("returned") || st == "ended" && chance(50)) put("handed-to", home_manager)
	}
}

# What becomes of a piece of work due on z.
function put_status(z) {
	if (reached("ended")) put("status", z <= EE ? either("met|met|met|met|part-met|missed") : "dropped")
	else if (past(z)) put("status", chance(80) ? "met" : "part-met")
	else put("status", chance(15) ? "part-met" : "open")
}
function write_goals(    i, k, text, z) {
	if (!past(S + 24) || chance(6)) return
	k = 1 + chance(55)
	for (i = 0; i < k; i++) {
		text = word(theme, "goal")
		thing("goal", part(text, 1))
		put("text", part(text, 2))
		if (chance(70)) put("need", part(text, 3))
		put("support", part(text, 4))
		if (chance(70)) put("benefit", part(text, 5))
		put("measure", part(text, 6))
		z = work(S + int((AE - S) * between(50, 95) / 100))
		put_day("due", z)
		put_status(z)
	}
}
function write_objectives(    i, k, text, z, first) {
	if (!past(S + 8) && !(st == "agreed" && chance(40))) return
	k = type == "voluntary" || letter_only ? 1 : 2
	for (i = 0; i <= k; i++) {
		text = word(theme, i < k ? "business" : "personal")
		thing("objective", part(text, 1))
		put("text", part(text, 2))
		put("kind", i < k ? "business" : "personal")
		if (i < k) put("deliverable", part(text, 3))
		put("measure", part(text, i < k ? 4 : 3))
		if (i == 0) put("milestone", iso(work(S + between(14, 28))) " " part(text, 5))
		first = S + int((E - S) * between(45, 92) / 100)
		z = work(X != "" && i == 0 ? first + (X - E) : first)
		put_day("due", z)
		put_status(z)
		put("agreed-by", chance(70) ? "secondee, host, home" : "secondee, host")
		if (X != "" && i == 0) put("revised", iso(ASK) " moved from " iso(work(first)) " with the extension")
	}
}

# --- while away
function write_reviews(    z, kind, m, lapse, held) {
	m = (X != "" && ASK <= (S + E) / 2) ? int((S + AE) / 2) : int((S + E) / 2)
	m = work(m + between(-4, 6))
	if (m < S) m = S
	lapse = st == "active" && chance(12)
	actions = 0
	for (z = S + between(30, 80); z < EE - 20; z += between(62, 86)) {
		if (!held && z > m - 25) {
			# the minimum: never left out once its day has passed
			z = m
			kind = "midpoint"
			held = 1
			if (!past(z) || st == "active" && m > T - 11 && chance(60)) return
		} else {
			if (!past(work(z)) || lapse && z > T - 95) continue
			kind = "interim"
		}
		write_review(work(z), kind)
	}
	if (!held && m < EE - 4 && past(m)) write_review(m, "midpoint")
	z = work(EE - between(2, 8))
	if (past(z) && st != "active" && st != "overrun") write_review(z, "end")
}
function write_review(z, kind) {
	z = event("review", z)
	put("kind", kind)
	put("by", host_manager)
	put("held", "yes")
	put("present", kind == "end" ? "secondee, host, home" : chance(25) ? "secondee, host, home" : "secondee, host")
	if (kind != "interim" || chance(40)) {
		put("manager-view", prose("manager-view"))
		put("secondee-view", prose("secondee-view"))
	}
	if (chance(50)) put("objectives", kind == "end" ? "All closed or handed on, see there" : prose("objectives"))
	put("goals", kind == "end" ? either("Met|Met, written up|One met, one goes home as a plan") : prose("goals"))
	if (kind == "end") put("obstacles", "none left")
	else if (chance(70)) put("obstacles", prose("obstacles"))
	if (chance(40)) put("balance", prose("balance"))
	if (chance(25)) put("recorded-in", either("host appraisal system|staff file|team folder"))
	if (kind != "end") review_day[++actions] = z
}
function write_actions(    i, text, due, done) {
	for (i = 1; i <= actions; i++) {
		if (!chance(75)) continue
		text = word("prose", "action")
		thing("action", part(text, 1))
		put("text", part(text, 2))
		put("owner", part(text, 3) == "host" ? host_manager : part(text, 3) == "home" ? home_manager : "secondee")
		due = work(review_day[i] + between(14, 45))
		put_day("due", due)
		done = work(due - between(-6, 12))
		if (past(done) && (reached("ended") || chance(80))) put_day("done", done)
		put_day("from-review", review_day[i])
	}
}
function write_feedback(    z) {
	for (z = S + between(50, 95); z <= H; z += between(80, 110)) {
		if (chance(15)) continue
		event("feedback", work(z))
		put("from", either("colleague|stakeholder|colleague|manager|customer"))
		put("text", prose("feedback"))
	}
}
function write_contacts(    z, last, to) {
	to = st == "active" && chance(14) ? H - between(50, 75) : H
	for (z = S + between(9, 24); z <= to; z += every_days + between(-3, 5)) {
		event("contact", work(z))
		put("by", home_lead)
		put("with", chance(55) ? "secondee, host" : "secondee")
		if (chance(40)) put("summary", prose("contact"))
	}
}
function write_debriefs(    z, to) {
	short = EE - S <= 180
	to = st == "active" && chance(12) ? H - between(30, 45) : H
	if (short && !adopted)
		for (z = S + between(10, 16); z <= to; z += between(14, 25)) {
			event("debrief", work(z))
			put("by", home_lead)
			put("with", "secondee")
			put("summary", prose("debrief"))
		}
	if (R != "" && past(R + 20) && (st == "closed" || chance(70))) {
		event("debrief", work(R + between(10, 20)))
		put("by", home_manager)
		put("with", "secondee")
		put("shared-with", either("team meeting|department briefing|lunchtime talk, 14 came|managers' forum|both teams together"))
		put("ideas", word(theme, "idea"))
	}
}
function write_gains(    i, k, z, text) {
	k = EE - S > 200 ? 2 : 1
	for (i = 1; i <= k; i++) {
		z = work(S + int((EE - S) * (i == 1 ? between(45, 70) : between(75, 95)) / 100))
		if (!past(z)) break
		event("achievement", z)
		put("text", word(theme, "done"))
		put("kind", either("achievement|achievement|progress|development"))
		if (chance(30)) put("evidence", document("report"))
	}
	if (!past(S + (EE - S) / 2)) return
	for (i = 0; i < 1 + chance(60); i++) {
		text = word(theme, "skill")
		thing("skill", part(text, 1))
		put("text", part(text, 3))
		put("kind", part(text, 2))
		put("direction", chance(82) ? "to-home" : "to-host")
		if (out ~ /to-home\n$/ && (st == "closed" || st == "returned" && chance(70) || chance(30))) {
			put("use", part(text, 4))
			if (st == "closed" && chance(70)) put_day("used-on", work(R + between(20, 120)))
		}
	}
}
function write_turns(    z) {
	if (X != "") {
		event("extension", ASK)
		put_day("to", X)
		put("agreed-by", "secondee, home, host")
		put("decision", "yes")
		put("reason", prose("extension"))
		put("document", document("extension"))
	} else if (st == "active" && type == "external" && EE - T > 60 && EE - T < 130 && !asked++) {
		event("extension", work(T - 8))
		put_day("to", friday(EE + 90))
		put("reason", prose("extension"))
	}
	if (type != "voluntary" && EE - S > 150 && chance(15) && past(S + 100)) {
		z = work(least(H - 20, S + between(60, 140)))
		text = prose("post-change")
		event("post-change", z)
		put("what", part(text, 1) "\n  " part(text, 2))
		put_day("told", work(z + between(1, 6)))
		if (chance(60)) put_day("consulted", work(z + between(8, 18)))
	}
	if (past(S + 20) && chance(30)) {
		event("note", work(least(H, S + between(3, 60))))
		put("text", prose("note"))
		if (chance(50)) put("by", hr)
	}
	if (past(S + 90) && EE - S > 120 && chance(10)) {
		z = event("break", monday(S + between(40, 60)))
		put_day("until", friday(z + 7 * between(1, 2)))
		put("kind", either("leave|sickness|other"))
	}
}

# --- coming home
function write_end() {
	if (st == "ended" && chance(50) || reached("returned")) {
		section("end")
		put_day("date", EE)
		put("kind", early ? "early" : "planned")
		if (early) {
			put("asked-by", either("host|secondee|home"))
			put("reason", prose("early"))
			put_day("notice-given", work(EE - between(29, 45)))
		}
	}
}
function write_return(    talk) {
	section("return")
	put("right", right)
	if (R != "") {
		put_day("date", R)
		outcome = right == "post" ? either("post|post|post|post|new-post") : right == "equivalent" ? "equivalent" : either("new-post|left")
		put("outcome", outcome)
	}
	talk = work(EE - between(22, 40))
	if (past(talk) && (reached("returned") || chance(70))) put_day("talk", talk)
	if (past(talk) && (reached("returned") || chance(60))) put("plan", prose("plan"))
	if (right == "none" || EE > years_after(S, 1) && past(EE - 170) || chance(12)) put("options", prose("options"))
	if (chance(30)) put("hopes", prose("hopes"))
	if (R == "") return
	if (chance(80)) put_day("welcome", R)
	if (past(R + 14) && (st == "closed" || chance(75))) put_day("objectives", work(R + between(7, 14)))
	if (outcome == "left") put("support", prose("return-support"))
	if (chance(35)) put("change", prose("change"))
	if (past(R + 25) && chance(60)) put("ideas", word(theme, "idea"))
	if (past(R + 95) && (st == "closed" || chance(60))) put_day("after-3m", work(R + between(88, 95)))
	if (st == "closed") put_day("after-6m", work(R + between(178, 185)))
}
function write_evaluations(    z) {
	if (R == "") return
	z = work(EE + between(2, 11))
	if (past(z) && (st == "closed" || chance(85))) {
		section("evaluation secondee")
		put_day("date", z)
		put("rating", either("3|4|4|5|5"))
		put("learnt", prose("learnt"))
		if (chance(80)) put("self", prose("self"))
		put("professional", prose("professional"))
		if (chance(80)) put("culture", prose("culture"))
		if (chance(60)) put("challenges", prose("challenges"))
		put("recommend", chance(85) ? "yes" : "no")
		if (chance(50)) put("repeat", chance(60) ? "yes" : "no")
	}
	if (past(z + 9) && (st == "closed" || chance(70))) {
		section("evaluation host")
		put_day("date", work(z + between(1, 9)))
		put("rating", either("3|4|4|5"))
		if (chance(50)) put("comment", prose("comment"))
	}
	z = work(R + between(80, 98))
	if (past(z) && (st == "closed" || chance(60))) {
		section("evaluation home")
		put_day("date", z)
		put("rating", either("2|3|4|4|5"))
		if (chance(60)) put("comment", prose("home-comment"))
	}
}
function write_recharges(    y, q, z, last, amount) {
	if (!recharged) return
	amount = between(104, 176) * 90
	for (y = substr(iso(S), 1, 4) + 0; y <= substr(iso(EE), 1, 4) + 1; y++)
		for (q = every == "month" ? 1 : 3; q <= 12; q += every == "month" ? 1 : 3) {
			last = day(q == 12 ? y + 1 : y, q == 12 ? 1 : q + 1, 1) - 1
			if (last < S || last > EE + (every == "month" ? 31 : 92)) continue
			z = work(last + between(2, 18))
			if (z > T - 2 || st == "active" && z > T - 60 && chance(30)) continue
			event("recharge", z)
			put("invoice", "SI" (70000 + int((z - 17000) * 7) + record % 7))
			put("amount", sprintf("%d.%02d", amount * (every == "month" ? 1 : 3) / 3, 5 * rnd(20)))
			if (past(z + 40) && chance(85)) put_day("paid", work(z + between(18, 40)))
		}
}
function write_last() {
	if (st == "overrun") {
		section("waive overrun")
		put("by", hr)
		put_day("until", T + 14)
		put("reason", prose("overrun"))
	}
	if (st == "closed") {
		section("retention")
		put_day("until", years_after(EE, 6))
		put("basis", "six years from the end")
		section("closed")
		put_day("date", C)
		put("by", hr)
	}
}
function write_withdrawn() {
	section("withdrawn")
	put_day("date", work(SELECTED + between(6, 20)))
	put("by", either("secondee|host|" home_manager))
	put("reason", prose("withdrawn"))
}

# --- one record
function make_id(start,    alphabet, i, tail) {
	alphabet = "0123456789abcdefghjkmnpqrstvwxyz"
	do {
		tail = ""
		for (i = 0; i < 5; i++)
			tail = tail substr(alphabet, 1 + rnd(32), 1)
	} while (tail in id_taken)
	id_taken[tail] = 1
	return substr(iso(start), 1, 8) tail
}
function write_record() {
	H = least(T, EE)
	out = ""
	right = chance(76) ? "post" : chance(85) ? "equivalent" : "none"
	every_days = EE - S < 130 ? 14 : chance(80) ? 28 : 42
	write_parties()
	write_dates()
	write_work()
	write_case()
	write_benefits()
	write_steps()
	if (reached("selected") && (reached("agreed") || past(SIGNED))) write_agreement()
	if (reached("agreed")) {
		write_accountabilities()
		write_clearance()
		write_cover()
	}
	if (reached("active") || st == "agreed" && past(S - 10)) write_induction()
	if (reached("active")) {
		write_mentor()
		write_goals()
	}
	if (reached("agreed")) write_objectives()
	if (reached("active")) {
		write_reviews()
		write_actions()
		write_feedback()
		write_contacts()
		write_debriefs()
		write_gains()
		write_turns()
		write_end()
	}
	if (st == "withdrawn") write_withdrawn()
	if (reached("agreed")) write_return()
	write_evaluations()
	if (reached("active")) write_recharges()
	write_last()
}

function save(    folder, path) {
	folder = "secondments/" substr(id, 1, 4) "/" substr(id, 6, 2)
	if (!(folder in made)) {
		made[folder] = 1
		if (system("mkdir -p '" dir "/" folder "'") != 0) exit 2
	}
	path = dir "/" folder "/" id ".ini"
	if (chance(15)) out = "# " word("prose", "comment-line") "\n" out
	printf "%s", out > path
	close(path)
	if (ref != "" && !again)
		people = people "\n[person " ref "]\nname = " person_name "\nemail = " ref "@harrowmere.example\n"
}

function write_register(    path) {
	path = dir "/policy.ini"
	printf "%s", "# Harrowmere County Council, the invented register of the examples.\n" \
		"[register]\nformat = 1\nname = " council "\n\n" \
		"[people]\nprogramme-manager = " part(pool["council", "hr", 1], 1) "\n" > path
	close(path)
	path = dir "/.gitattributes"
	print "*.ini text eol=lf diff=sec merge=sec" > path
	close(path)
	path = dir "/people.ini"
	printf "%s", "# Names for the references in the records. A real register keeps this file out of git.\n" people > path
	close(path)
}

END {
	T = parse(today)
	council = pool["council", "name", 1]
	split("considered permitted applied declined withdrawn selected agreed active ended overrun returned closed", order, " ")
	for (i in order) rank[order[i]] = i + 0
	pattern["0.2"] = "Wednesdays | Tuesdays | every Friday"
	pattern["0.4"] = "Monday and Tuesday | Wednesday and Thursday | Tuesday and Friday"
	pattern["0.5"] = "Mon-Wed noon | alternate weeks | mornings"
	pattern["0.6"] = "Mon-Wed | Tue-Thu | Mon, Wed, Fri"
	pattern["0.8"] = "Mon-Thu, Fri at home | Tue-Fri, Mon at home | Mon-Wed and Fri"
	vacancies["health"] = "NHS vacancies page"
	vacancies["university"] = "University vacancies page"
	vacancies["government"] = "Civil service vacancies page"
	vacancies["council"] = "Regional councils' bulletin"
	plan_states()
	for (record = 1; record <= n; record++) {
		seed_with(record)
		st = state_of[record]
		adopted = 0
		find_again()
		plan_parties(record)
		plan_person(record)
		plan_term()
		hr = pool["council", "hr", 1 + record % 2]
		if (st == "active" && actives == 13) adopted = 1
		id = make_id(S)
		write_record()
		save()
		remember()
	}
	write_register()
}
