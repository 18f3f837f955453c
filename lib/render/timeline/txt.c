/* SPDX-License-Identifier: ISC
 *
 * The timeline for a terminal: two lines a bar, the bar beside its title, and
 * what it says in words below.
 */
#include <stdlib.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "render/timeline/axis.h"

enum { WIDTH_MIN = 40, PLOT_MIN = 20, LABEL_MIN = 12 };

/* Signs by stretch and by tick, each one column wide. */
static const char *const stretch_sign[] = {
	[SEC_STRETCH_PAST] = "\xe2\x96\x88",   /* full block */
	[SEC_STRETCH_AHEAD] = "\xe2\x96\x91",  /* light shade */
	[SEC_STRETCH_EXTRA] = "\xe2\x96\x93",  /* dark shade */
	[SEC_STRETCH_UNUSED] = "\xc2\xb7",     /* middle dot */
	[SEC_STRETCH_OPEN] = "\xe2\x86\x92",   /* arrow */
	[SEC_STRETCH_OVERRUN] = "!",
};
static const char *const stretch_word[] = {
	[SEC_STRETCH_PAST] = "passed",
	[SEC_STRETCH_AHEAD] = "to come",
	[SEC_STRETCH_EXTRA] = "extension",
	[SEC_STRETCH_UNUSED] = "not used",
	[SEC_STRETCH_OPEN] = "no end known",
	[SEC_STRETCH_OVERRUN] = "over, not returned",
};
static const char *const tick_sign[] = {
	[SEC_TICK_DONE] = "\xe2\x97\x8f",  /* black circle */
	[SEC_TICK_MISSED] = "x",
	[SEC_TICK_AHEAD] = "\xe2\x97\x8b", /* white circle */
};
static const char today_sign[] = "\xe2\x94\x82";  /* line */
static const char returned_sign[] = "\xe2\x97\x84"; /* arrow head to the left */

struct page {
	const struct sec_timeline *t;
	struct sec_buf *out;
	struct sec_axis axis;
	const char **cell; /* one a column of the plot; NULL is blank */
	int label, width;
	bool seen[6], tick_seen[3], returned_seen;
};

static int columns(const char *s, size_t len)
{
	return (int)sec_utf8_width(s, len);
}

static void pad(struct sec_buf *out, int n)
{
	while (n-- > 0)
		sec_buf_addch(out, ' ');
}

static void end_line(struct sec_buf *out)
{
	while (out->len && out->s[out->len - 1] == ' ')
		sec_buf_remove(out, out->len - 1, 1);
	sec_buf_addch(out, '\n');
}

static void clear(struct page *p)
{
	int i;

	for (i = 0; i < p->axis.length; i++)
		p->cell[i] = NULL;
}

static void set(struct page *p, sec_day day, const char *sign)
{
	int at = sec_axis_at(&p->axis, day);

	p->cell[at < p->axis.length ? at : p->axis.length - 1] = sign;
}

static void print_cells(struct page *p)
{
	int i;

	for (i = 0; i < p->axis.length; i++)
		sec_buf_addstr(p->out, p->cell[i] ? p->cell[i] : " ");
	end_line(p->out);
}

/* A row of axis labels; today's line runs through where no label stands. */
static void axis(struct page *p, bool majors)
{
	struct sec_buf text = SEC_BUF_INIT;
	int today = p->axis.has_today ? sec_axis_at(&p->axis, p->t->today) : -1;
	size_t i;

	pad(p->out, p->label + 2);
	for (i = 0; i < p->axis.marks; i++) {
		const struct sec_axis_mark *m = &p->axis.mark[i];
		int at = sec_axis_at(&p->axis, m->day);

		if (m->major != majors || !m->label[0])
			continue;
		if (today >= (int)text.len && today < at) {
			pad(&text, today - (int)text.len);
			sec_buf_addch(&text, '|');
		}
		pad(&text, at - (int)text.len);
		sec_buf_addstr(&text, m->label);
	}
	if (today >= (int)text.len) {
		pad(&text, today - (int)text.len);
		sec_buf_addch(&text, '|');
	}
	for (i = 0; i < text.len; i++)
		sec_buf_add(p->out, text.s[i] == '|' ? today_sign : &text.s[i],
			text.s[i] == '|' ? sizeof(today_sign) - 1 : 1);
	end_line(p->out);
	sec_buf_release(&text);
}

static void today_row(struct page *p)
{
	struct sec_buf text = SEC_BUF_INIT;
	char day[11];
	int at = sec_axis_at(&p->axis, p->t->today), w;

	sec_day_format(p->t->today, day);
	if (p->axis.has_today)
		sec_buf_addf(&text, "today %s", day);
	else
		sec_buf_addf(&text, p->t->today < p->axis.from ? "<- today %s" : "today %s ->", day);
	w = columns(text.s, text.len);
	at = at + w > p->axis.length ? p->axis.length - w : at;
	pad(p->out, p->label + 2 + (at > 0 ? at : 0));
	sec_buf_addslice(p->out, sec_buf_str(&text));
	sec_buf_addch(p->out, '\n');
	sec_buf_release(&text);
}

static void cells(struct page *p, const struct sec_bar *b)
{
	struct sec_stretches parts;
	size_t i;
	int k;

	clear(p);
	if (p->axis.has_today)
		set(p, p->t->today, today_sign);
	sec_bar_stretches(b, &p->axis, p->t->today, &parts);
	for (i = 0; i < parts.n; i++) {
		int from = sec_axis_at(&p->axis, parts.item[i].from);
		int to = sec_axis_at(&p->axis, parts.item[i].to);

		from = from < p->axis.length ? from : p->axis.length - 1;
		for (k = from; k < to || k == from; k++)
			p->cell[k] = stretch_sign[parts.item[i].kind];
		p->seen[parts.item[i].kind] = true;
	}
	if (b->returned != SEC_DAY_NONE) {
		set(p, b->returned, returned_sign);
		p->returned_seen = true;
	}
	for (k = SEC_TICK_DONE; k <= SEC_TICK_AHEAD; k++) {
		/* what was missed is set last and so shows */
		enum sec_tick_kind kind = k == 0 ? SEC_TICK_DONE : k == 1 ? SEC_TICK_AHEAD : SEC_TICK_MISSED;

		for (i = 0; i < b->ticks; i++)
			if (b->tick[i].kind == kind) {
				set(p, b->tick[i].day, tick_sign[kind]);
				p->tick_seen[kind] = true;
			}
	}
}

/* Prints the text after `indent` blanks, broken at blanks. */
static void wrap(struct page *p, const char *text, int indent)
{
	int at = 0;

	while (*text) {
		size_t word = strcspn(text, " ");
		int w = columns(text, word);

		if (at && at + 1 + w > p->width) {
			sec_buf_addch(p->out, '\n');
			at = 0;
		}
		pad(p->out, at ? 1 : indent);
		at += (at ? 1 : indent) + w;
		sec_visible(p->out, text, word);
		text += word + strspn(text + word, " ");
	}
	sec_buf_addch(p->out, '\n');
}

static void words(struct page *p, const struct sec_bar *b)
{
	const char *ticks = p->t->ticks ? p->t->ticks : "marks", *before = "; ";
	struct sec_buf text = SEC_BUF_INIT;
	int k;

	sec_buf_addf(&text, "%s%s", b->state ? b->state : "", b->state ? ", " : "");
	sec_bar_dates(b, p->t->today, &text);
	for (k = SEC_TICK_DONE; k <= SEC_TICK_AHEAD; k++) {
		size_t n = sec_bar_ticks(b, (enum sec_tick_kind)k);

		if (!n)
			continue;
		sec_buf_addf(&text, "%s%s%s%zu %s", before, ticks, *ticks ? " " : "", n,
			sec_tick_word((enum sec_tick_kind)k));
		before = ", ";
		ticks = "";
	}
	wrap(p, text.s, 2);
	sec_buf_release(&text);
}

static void bar(struct page *p, const struct sec_bar *b)
{
	struct sec_buf text = SEC_BUF_INIT;

	sec_cut(&text, b->title, p->label, columns);
	sec_buf_addslice(p->out, sec_buf_str(&text));
	pad(p->out, p->label + 2 - columns(text.s, text.len));
	cells(p, b);
	print_cells(p);
	words(p, b);
	sec_buf_release(&text);
}

/* One entry of the legend, on a new line where it does not fit. */
static void entry(struct page *p, size_t *start, const char *sign, const char *before, const char *word)
{
	struct sec_buf text = SEC_BUF_INIT;

	sec_buf_addf(&text, "%s %s%s", sign, before, word);
	if (p->out->len > *start) {
		if (columns(p->out->s + *start, p->out->len - *start) + 3 + columns(text.s, text.len) > p->width) {
			sec_buf_addch(p->out, '\n');
			*start = p->out->len;
		} else {
			pad(p->out, 3);
		}
	}
	sec_buf_addslice(p->out, sec_buf_str(&text));
	sec_buf_release(&text);
}

static void legend(struct page *p)
{
	struct sec_buf before = SEC_BUF_INIT;
	size_t start;
	int k;

	sec_buf_addch(p->out, '\n');
	start = p->out->len;
	sec_cut(&before, p->t->ticks ? p->t->ticks : "marks", 20, columns);
	sec_buf_addch(&before, ' ');
	for (k = 0; k < 6; k++)
		if (p->seen[k])
			entry(p, &start, stretch_sign[k], "", stretch_word[k]);
	for (k = 0; k < 3; k++)
		if (p->tick_seen[k])
			entry(p, &start, tick_sign[k], before.s, sec_tick_word((enum sec_tick_kind)k));
	if (p->returned_seen)
		entry(p, &start, returned_sign, "", "returned");
	if (p->out->len > start)
		sec_buf_addch(p->out, '\n');
	else
		sec_buf_remove(p->out, start - 1, 1);
	sec_buf_release(&before);
}

static void measure(struct page *p)
{
	size_t i;
	int most;

	most = (p->width - 2) * 2 / 5;
	p->label = LABEL_MIN;
	for (i = 0; i < p->t->bars; i++) {
		const char *title = p->t->bar[i].title;
		int w = title ? columns(title, strlen(title)) : 0;

		p->label = w > p->label ? w : p->label;
	}
	p->label = p->label > most ? most : p->label;
	if (p->width - p->label - 2 < PLOT_MIN)
		p->label = p->width - 2 - PLOT_MIN;
}

void sec_timeline_txt(const struct sec_timeline *t, size_t width, struct sec_buf *out)
{
	struct page p = { .t = t, .out = out, .width = width < WIDTH_MIN ? WIDTH_MIN : (int)width };
	size_t i;

	measure(&p);
	sec_axis_init(&p.axis, t, p.width - p.label - 2, 1, 2);
	p.cell = xcalloc((size_t)p.axis.length, sizeof(*p.cell));
	sec_cut(out, t->title, p.width, columns);
	sec_buf_addstr(out, "\n\n");
	today_row(&p);
	if (p.axis.majors)
		axis(&p, true);
	axis(&p, false);
	for (i = 0; i < t->bars; i++)
		bar(&p, &t->bar[i]);
	if (!t->bars)
		sec_buf_addstr(out, "nothing to show\n");
	legend(&p);
	free(p.cell);
	sec_axis_release(&p.axis);
}
