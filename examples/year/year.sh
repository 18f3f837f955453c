# SPDX-License-Identifier: ISC
# shellcheck shell=sh
#
# The year 2026 at Harrowmere County Council: read by `build`, which says who
# works where.

ana=2026-04-k7m2d    # to the hospitals: extended, still there at the end of the year
tomas=2026-03-b4x9t  # inside the council: ended early
ruth=2026-06-v2q8n   # to a food bank for eight weeks: back, and closed
dev=2026-05-d3f6h    # refused
lena=2026-09-w5r1c   # given up
iris=2027-01-h8j4p   # begins next year

people() {
	cat >people.ini <<'PEOPLE'
[person p2210]
name = Ana Ferreira
[person p1048]
name = Tomas Reyes
[person p3307]
name = Ruth Adeyemi
[person p1877]
name = Dev Sandhu
[person p2901]
name = Lena Novak
[person p2455]
name = Iris Calloway
PEOPLE
}

# --- January: a register, shared between two clones

on 2026-01-05 09:00 maya
sec-init --name 'Harrowmere County Council' .
git init -q --bare ../shared.git
git remote add origin ../shared.git
git push -q -u origin main
people

on 2026-01-06 10:00 helen
git init -q .
git remote add origin ../shared.git
git fetch -q
git checkout -q main
sec-init .
people

on 2026-01-12 09:10 maya
sec-new --id $ana type=external title='Energy analyst, Northgate Hospitals' \
	person: ref=p2210 post='Finance officer' department=Finance in-post-since=2021-03-01 \
	contract=permanent \
	home: organisation='Harrowmere County Council' department=Finance manager='Rufus Osei' \
	lead='Rufus Osei' hr='Maya Lindqvist' \
	case: gain='Sees how a hospital buys and saves energy' develop='Towards head of energy' \
	discussed=2026-01-08 policy-checked=2026-01-08 \
	-m 'asked for in the January talk'

on 2026-01-14 16:40 rufus
sec-set $ana permission: decision=yes by='Rufus Osei' date=today hr-informed=today \
	-m 'the budget round is over by then'

on 2026-01-15 11:05 maya
sec-new --id $tomas type=internal title='Case system lead, Adult Social Care' \
	person: ref=p1048 post='Systems analyst' department=IT in-post-since=2019-09-02 \
	contract=permanent \
	home: organisation='Harrowmere County Council' department=IT manager='Rufus Osei' \
	lead='Rufus Osei' hr='Maya Lindqvist' \
	host: organisation='Harrowmere County Council' department='Adult Social Care' \
	manager='Ngozi Adebayo' lead='Ngozi Adebayo' \
	case: gain='Carries a system from choice to use' discussed=2026-01-13 \
	dates: start=2026-03-02 end=2026-08-28

on 2026-01-19 09:30 maya
sec-set $ana application: date=today route=advert-external source='vacancy page of the hospitals' \
	host: organisation='Northgate Hospitals' department=Estates manager='Joan Brandt' \
	lead='Helen Marsh'

on 2026-01-21 15:00 rufus
sec-set $tomas permission: decision=yes by='Rufus Osei' date=today hr-informed=today
sec-set $tomas application: date=today route=arranged

on 2026-01-29 14:20 maya
sec-set $tomas selection: date=2026-01-28 process='talk with the team' by='Ngozi Adebayo'
share

# --- February: papers

on 2026-02-02 17:30 helen
git pull -q
sec-set $ana selection: date=today process='panel interview' by='Joan Brandt' \
	dates: start=2026-04-01 end=2026-10-30 \
	work: task='Find where the hospitals lose heat and money' fte=1 \
	-m 'the panel chose her of five'
share

on 2026-02-05 10:15 maya
git pull -q
sec-set $tomas pay: borne-by=home paid-by=home return: right=post notice: weeks=4 \
	work: task='Choose the new case system and bring it in' fte=1 cover: method=redistribute
sec-set $tomas agreement: document=agreements/2026-p1048.pdf signed-secondee=2026-02-04 \
	signed-home=2026-02-05 signed-host=2026-02-05

on 2026-02-09 09:00 maya
sec-new --id $dev type=external title='Grants adviser, Rivers Trust' \
	person: ref=p1877 post='Grants officer' department=Finance in-post-since=2023-05-08 \
	contract=permanent \
	home: organisation='Harrowmere County Council' department=Finance manager='Rufus Osei' \
	lead='Rufus Osei' hr='Maya Lindqvist' \
	case: gain='Sees grants from the side of those who ask' discussed=2026-02-05
share

on 2026-02-16 11:45 maya
sec-set $ana pay: borne-by=host paid-by=home recharge='salary and on-costs' recharge-every=quarter \
	notice: weeks=4 return: right=post cover: method=acting-up name=p1877 \
	-m 'terms as agreed with the hospitals on the telephone'
sec-set $ana agreement: document=agreements/2026-p2210.pdf signed-secondee=2026-02-16 \
	signed-home=2026-02-16

on 2026-02-17 08:50 helen
git pull -q
sec-set $ana agreement.signed-host=2026-02-17
sec-set $ana mentor: name='Piotr Zielinski' organisation='Northgate Hospitals' since=2026-02-17

# Rufus works in the other clone on the same day, on the same record.
on 2026-02-17 10:10 rufus
sec-set $ana cover.team-briefed=today handover.to=p1877
sec-set $dev permission: decision=no by='Rufus Osei' date=today \
	reason='Two of the team are away already; ask again in the autumn' hr-informed=today

on 2026-02-17 12:00 helen
share
on 2026-02-17 17:00 rufus
share

# --- March: Tomas begins, Ana prepares

on 2026-03-02 09:20 maya
sec-set $tomas induction: colleagues=today workplace=today role=today

on 2026-03-10 13:30 helen
git pull -q
sec-set $ana objective:heat-map text='A map of where the heat goes' kind=business \
	deliverable='Map of all nine sites' measure='All nine sites mapped' due=2026-09-30 \
	agreed-by='secondee, host, home' \
	objective:board-paper text='Present to the board without support' kind=personal \
	measure='Two papers presented' due=2026-10-16 agreed-by='secondee, host'
share

on 2026-03-25 16:00 rufus
git pull -q
sec-set $ana handover.done=today handover.document=handover/2026-p2210.md
sec-set $tomas contact:today by='Rufus Osei' with=secondee summary='Settled in well'
share

# --- April: first weeks

on 2026-04-01 09:05 helen
git pull -q
sec-set $ana induction: colleagues=today workplace=today role=today -m 'first day'

on 2026-04-09 15:30 ana
sec-set $ana goal:metering text='Read and plan metering for a large site' \
	need='Course in metering' support='Hospitals pay the course in May' \
	measure='Plans one site alone' due=2026-09-18 benefit='The council has forty sites'
sec-set $ana pdp.created=today
share

on 2026-04-20 10:00 maya
git pull -q
sec-new --id $ruth type=voluntary title='Logistics adviser, Vale Food Bank' \
	person: ref=p3307 post='Depot supervisor' department=Highways in-post-since=2020-10-05 \
	contract=permanent \
	home: organisation='Harrowmere County Council' department=Highways manager='Rufus Osei' \
	lead='Rufus Osei' hr='Maya Lindqvist' \
	host: organisation='Vale Food Bank' department=Warehouse manager='Anton Petrov' \
	lead='Anton Petrov' \
	dates: start=2026-06-01 end=2026-07-24 work: task='Put the stock in order' fte=1 \
	case: gain='Another kind of work, and people in need' discussed=2026-04-16 \
	prospects='2026-04-16: eight weeks, no post to follow' \
	permission: decision=yes by='Rufus Osei' date=2026-04-17 hr-informed=2026-04-20 \
	application: date=2026-04-20 route=arranged

# An ordinary editor and an ordinary commit, as anybody may.
on 2026-04-22 18:15 rufus
printf '\n[contact 2026-04-22]\nby = Rufus Osei\nwith = secondee\nsummary = Lunch with her; misses the team, likes the work\n' \
	>>secondments/2026/04/$ana.ini
git commit -q -m 'noted on the way back' secondments/2026/04/$ana.ini
share

# --- May: one secondment ends early, another is agreed

on 2026-05-06 11:20 maya
sec-set $ruth selection: date=2026-05-05 process='meeting with the trustees' by='Anton Petrov' \
	pay: borne-by=home paid-by=home notice: weeks=1 return: right=post cover: method=none
sec-set $ruth agreement: document=agreements/2026-p3307.pdf signed-secondee=2026-05-06 \
	signed-home=2026-05-06 signed-host=2026-05-06

on 2026-05-08 12:40 rufus
sec-set $tomas end: date=2026-06-05 kind=early asked-by=host reason='The purchase was stopped' \
	notice-given=today -m 'Ngozi asked: there is no system to bring in any more'

# Both clones write to one section of one record before either has pulled.
on 2026-05-13 09:40 maya
sec-set $ana pay.cost-centre=40217

on 2026-05-13 10:30 helen
git pull -q
sec-set $ana pay.purchase-order=NH-55812 -m 'without it our accounts will not pay'
sec-set $ana review:today kind=interim by='Joan Brandt' held=yes present='secondee, host' \
	obstacles='No reading of the old meters' manager-view='Quick, and asks before she guesses' \
	secondee-view='More time on site, fewer meetings'
share

on 2026-05-13 16:30 maya
share

on 2026-05-20 17:10 ana
git pull -q
sec-set $ana achievement:today text='Metering course passed' kind=development

on 2026-05-27 09:00 ana
sec-set $ana action:meter-readings text='Readings of the old meters for a month' \
	owner='Helen Marsh' due=2026-06-26 from-review=2026-05-13
share

on 2026-05-29 14:00 maya
git pull -q
sec-set $tomas review:2026-05-28 kind=end by='Ngozi Adebayo' held=yes \
	present='secondee, host, home manager'

# --- June

on 2026-06-08 08:45 maya
sec-set $tomas return: date=today outcome=post talk=2026-06-03

# Into the wrong record, and back out of it.
on 2026-06-08 08:55 maya
sec-set $ana return.talk=2026-06-03
sec-set $ana --undo -m 'meant for another record'

on 2026-06-10 15:15 rufus
sec-set $ana contact:today by='Rufus Osei' with='secondee, host' \
	summary='Team meeting by video; cover goes well'
share

on 2026-06-11 09:00 maya
sec-set $ruth induction: colleagues=2026-06-01 workplace=2026-06-01 role=2026-06-02
share

on 2026-06-24 13:00 ana
git pull -q
sec-set $ana action:meter-readings done=2026-06-22
sec-set $ana contact:today by='Ana Ferreira' with='home manager' summary='Called; the autumn is planned'
share

# --- July: a review was forgotten, and sec-due says so; the extension

on 2026-07-13 09:30 maya
git pull -q
sec-due --overdue --kind review-midpoint -f ids | grep -qx $ruth
sec-set $ruth review:today kind=midpoint by='Anton Petrov' held=yes present='secondee, host' \
	-m 'two weeks late: nobody thought of it until sec-due listed it'

on 2026-07-14 11:00 helen
sec-set $ana review:today kind=midpoint by='Joan Brandt' held=yes present='secondee, host' \
	goals='Plans a site alone since June' balance='Tuesdays at home' \
	obstacles='The merger of the two sites is late'
share

on 2026-07-20 10:20 helen
sec-set $ana extension:today to=2027-01-29 agreed-by='secondee, home, host' decision=yes \
	document=agreements/2026-p2210-ext1.pdf -m 'merge slipped by a quarter'
share

on 2026-07-21 09:15 maya
git pull -q
sec-set $ana cover.end=2027-02-12 -m 'cover goes on as long as she is away'

on 2026-07-27 10:40 maya
sec-set $ruth review:2026-07-22 kind=end by='Anton Petrov' held=yes present='secondee, host, home manager'
sec-set $ruth return: date=today outcome=post talk=2026-07-20 welcome=today
share

# --- August, September

on 2026-08-12 16:20 ana
git pull -q
sec-set $ana achievement:today text='Heat map of the first four sites' kind=achievement \
	evidence=documents/heat-map-1.pdf
share

on 2026-08-17 09:00 maya
git pull -q
sec-new --id $lena type=internal title='Archive adviser, Museums' \
	person: ref=p2901 post='Records officer' department=Democratic \
	home: organisation='Harrowmere County Council' department=Democratic manager='Rufus Osei' \
	hr='Maya Lindqvist' \
	case: gain='Works with objects, not only papers' discussed=2026-08-13
sec-set $lena host: organisation='Harrowmere County Council' department=Museums
sec-set $tomas closed: date=today by='Maya Lindqvist' -m 'all talks held, nothing is owed'

on 2026-08-19 11:30 rufus
sec-set $ana contact:today by='Rufus Osei' with='secondee, host' summary='Extension going well'
sec-set $lena permission: decision=yes by='Rufus Osei' date=today hr-informed=today
share

on 2026-09-02 14:30 helen
git pull -q
sec-set $ana objective:heat-map due=2026-12-18 revised=2026-09-02 -m 'the two new sites are in it now'

# The same section again, in the other clone, at the same time.
on 2026-09-02 15:10 rufus
sec-set $ana objective:heat-map measure='Every site but the two new ones by September' \
	feedback:today from=manager text='Her reports are read at home too'

on 2026-09-02 17:00 helen
share
on 2026-09-03 08:30 rufus
share

on 2026-09-14 10:00 maya
sec-set $lena withdrawn: date=today by=p2901 reason='Has taken a post elsewhere'
sec-set $ruth evaluation:home date=2026-09-11 rating=4 learnt='A depot can run on trust'
share

on 2026-09-16 16:45 ana
git pull -q
sec-set $ana goal:metering status=met
sec-set $ana skill:metering text='Plans metering for a large site' kind=technical direction=to-home
share

# --- October to December

on 2026-10-07 13:00 helen
git pull -q
sec-set $ana review:today kind=interim by='Joan Brandt' held=yes present='secondee, host' \
	objectives='Six of nine sites mapped' next=2027-01-13
share

on 2026-10-14 15:50 ana
sec-set $ana objective:board-paper status=met
sec-set $ana achievement:today text='Second paper to the board, alone' kind=achievement
share

on 2026-10-19 09:10 maya
git pull -q
sec-new --id $iris type=external title='Planner, Northgate Hospitals' \
	person: ref=p2455 post='Transport planner' department=Highways in-post-since=2022-02-14 \
	contract=permanent \
	home: organisation='Harrowmere County Council' department=Highways manager='Rufus Osei' \
	lead='Rufus Osei' hr='Maya Lindqvist' \
	host: organisation='Northgate Hospitals' department=Estates manager='Joan Brandt' \
	lead='Helen Marsh' dates: start=2027-01-11 end=2027-07-09 \
	work: task='Parking and buses for the merged site' fte=0.6 pattern='Mon-Wed' \
	case: gain='Plans for those who use it' discussed=2026-10-15 \
	prospects='2026-10-15: may be asked to stay'
share

on 2026-10-21 11:00 rufus
sec-set $iris permission: decision=yes by='Rufus Osei' date=today hr-informed=today
sec-set $iris application: date=today route=arranged
sec-set $ana contact:today by='Rufus Osei' with=secondee summary='Talked about January and her post'
share

on 2026-11-04 14:10 helen
git pull -q
sec-set $iris selection: date=2026-11-03 process='talk with Estates' by='Joan Brandt'
share

on 2026-11-09 09:45 maya
git pull -q
sec-set $iris pay: borne-by=shared paid-by=home recharge='half of the salary' recharge-every=quarter \
	notice: weeks=4 return: right=post cover: method=fixed-term

# One slip of a finger, seen at once.
on 2026-11-09 09:55 maya
sec-set $iris dates.end=2027-07-19
sec-set $iris dates.end=2027-07-09 -m 'mistyped'
sec-set $ruth closed: date=today by='Maya Lindqvist' -m 'evaluated, nothing is open'
share

on 2026-11-16 10:30 maya
sec-set $iris agreement: document=agreements/2027-p2455.pdf signed-secondee=2026-11-13 \
	signed-home=2026-11-16
share

on 2026-11-18 16:00 helen
git pull -q
sec-set $iris agreement.signed-host=2026-11-18
share

on 2026-11-25 15:20 ana
git pull -q
sec-set $ana feedback:today from=stakeholder text='The engineers use the map every week'
sec-set $ana contact:today by='Ana Ferreira' with='home manager' summary='Coming back on 1 February'
share

on 2026-12-09 13:40 rufus
git pull -q
sec-set $ana return: talk=today hopes='A post in energy' plan='First week with the property team' \
	-m 'two hours, and a good talk'

on 2026-12-14 11:10 helen
git pull -q
sec-set $ana objective:heat-map status=met
share

on 2026-12-18 12:00 maya
share
sec-set $ana $iris tags=estates -m 'for the report to the board'
share

on 2026-12-18 12:30 helen
git pull -q
