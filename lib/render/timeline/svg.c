/* SPDX-License-Identifier: ISC */
#include <stdio.h>
#include <stdlib.h>

#include "base/mem.h"
#include "render/timeline/shapes.h"

enum {
	EDGE = 20 * PX,        /* free round the picture */
	LABEL_MIN = 150 * PX, LABEL_MAX = 320 * PX,
	PLOT = 740 * PX,
	GUTTER = 16 * PX,      /* between labels and plot */
	TITLE = 36 * PX,       /* the title's line */
	HEAD = 68 * PX,        /* today's label, axis */
	ROW = 44 * PX,
	FOOT_ROWS = 15,        /* from so many rows on the axis stands below too */
	LETTER = 7 * PX, GAP = 10 * PX,
};

struct pic {
	const struct sec_timeline *t;
	struct sec_buf *out;
	struct sec_axis axis;
	int label;         /* width of the label column */
	int left, right;   /* of the plot */
	int top, bottom;   /* of the rows */
	int width, height;
};

static int by_day(const void *a, const void *b)
{
	const struct sec_tick *x = a, *y = b;

	if (x->day != y->day)
		return (x->day > y->day) - (x->day < y->day);
	return (int)x->kind - (int)y->kind;
}

/* The worst of several: what was missed, then what is to come. */
static enum sec_tick_kind worse(enum sec_tick_kind a, enum sec_tick_kind b)
{
	if (a == SEC_TICK_MISSED || b == SEC_TICK_MISSED)
		return SEC_TICK_MISSED;
	return a == SEC_TICK_AHEAD || b == SEC_TICK_AHEAD ? SEC_TICK_AHEAD : SEC_TICK_DONE;
}

static void tick_title(struct sec_buf *out, const struct sec_tick *t)
{
	char day[11];

	sec_day_format(t->day, day);
	sec_buf_addf(out, "%s ", day);
	sec_shape_words(out, t->label);
	sec_buf_addf(out, " (%s)", sec_tick_word(t->kind));
}

/* Ticks nearer to one another than a mark is wide become one mark with their
 * number; its title lists them all. */
static void ticks(struct pic *p, const struct sec_bar *b, int y)
{
	struct sec_tick *sorted = xreallocarray(NULL, b->ticks, sizeof(*sorted));
	char number[24];
	size_t i, k;

	if (b->ticks)
		memcpy(sorted, b->tick, b->ticks * sizeof(*sorted));
	qsort(sorted, b->ticks, sizeof(*sorted), by_day);
	for (i = 0; i < b->ticks; i = k) {
		int x = sec_axis_at(&p->axis, sorted[i].day);
		enum sec_tick_kind kind = sorted[i].kind;

		sec_buf_addstr(p->out, "<g><title>");
		tick_title(p->out, &sorted[i]);
		for (k = i + 1; k < b->ticks
				&& sec_axis_at(&p->axis, sorted[k].day) - x < 2 * DISK + 15; k++) {
			kind = worse(kind, sorted[k].kind);
			sec_buf_addstr(p->out, "; ");
			tick_title(p->out, &sorted[k]);
		}
		sec_buf_addstr(p->out, "</title>");
		sec_shape_mark(p->out, kind, p->left + x, y);
		if (k - i > 1) {
			snprintf(number, sizeof(number), "%zu", k - i);
			sec_shape_text(p->out, "c", "middle", p->left + x, y - BAR / 2 - 3 * PX, number);
		}
		sec_buf_addstr(p->out, "</g>\n");
	}
	free(sorted);
}

static bool has_agreed_mark(const struct sec_bar *b)
{
	return b->start != SEC_DAY_NONE && b->agreed != SEC_DAY_NONE && b->agreed != b->end;
}

static void bar(struct pic *p, const struct sec_bar *b, int top)
{
	struct sec_stretches parts;
	int y = top + (ROW - BAR) / 2, over = sec_bar_overrun(b, p->t->today), x;
	char text[32];
	size_t i;

	sec_bar_stretches(b, &p->axis, p->t->today, &parts);
	for (i = 0; i < parts.n; i++) {
		x = sec_axis_at(&p->axis, parts.item[i].from);
		sec_shape_stretch(p->out, parts.item[i].kind, p->left + x, y,
			sec_axis_at(&p->axis, parts.item[i].to) - x);
	}
	if (b->start == SEC_DAY_NONE)
		sec_shape_text(p->out, "s", NULL, p->left + 6 * PX, y + BAR / 2 + 4 * PX, "no term");
	if (has_agreed_mark(b)) {
		x = p->left + sec_axis_at(&p->axis, b->agreed + 1);
		sec_shape_line(p->out, "agreed", x, y - 4 * PX, x, y + BAR + 4 * PX);
	}
	if (b->returned != SEC_DAY_NONE)
		sec_shape_home(p->out, p->left + sec_axis_at(&p->axis, b->returned) + 5 * PX, y + BAR / 2);
	if (over) {
		snprintf(text, sizeof(text), "%d day%s over", over, over == 1 ? "" : "s");
		x = p->left + sec_axis_at(&p->axis, p->t->today + 1);
		if (x + 75 * PX < p->right)
			sec_shape_text(p->out, "o", NULL, x + 7 * PX, y + BAR / 2 + 4 * PX, text);
		else
			sec_shape_text(p->out, "o", "end", x, y - 3 * PX, text);
	}
	ticks(p, b, y + BAR / 2);
}

static void row(struct pic *p, size_t i)
{
	const struct sec_bar *b = &p->t->bar[i];
	int top = p->top + (int)i * ROW;
	struct sec_buf text = SEC_BUF_INIT, detail = SEC_BUF_INIT;

	sec_buf_addf(p->out, "<g id=\"bar-%zu\"><title>", i + 1);
	sec_shape_words(p->out, b->title);
	sec_buf_addstr(p->out, " (");
	sec_shape_words(p->out, b->id);
	sec_buf_addstr(p->out, "): ");
	sec_shape_words(p->out, b->state);
	sec_bar_dates(b, p->t->today, &detail);
	sec_buf_addf(p->out, ", %s</title>\n", detail.s);
	if (i % 2 == 0)
		sec_shape_rect(p->out, "class=\"row\"", 0, top, p->width, ROW);
	sec_cut(&text, b->title, p->label, sec_shape_width);
	sec_shape_text(p->out, "n", NULL, EDGE, top + 19 * PX, text.s);
	sec_buf_clear(&text);
	sec_buf_clear(&detail);
	sec_buf_addf(&detail, "%s%s", b->state ? b->state : "", b->state ? ", " : "");
	sec_bar_term(b, &detail);
	sec_cut(&text, detail.s, p->label, sec_shape_width_small);
	sec_shape_text(p->out, "s", NULL, EDGE, top + 34 * PX, text.s);
	sec_buf_addstr(p->out, "</g>\n");
	sec_buf_release(&text);
	sec_buf_release(&detail);
}

static void axis_labels(struct pic *p, int above, int below)
{
	size_t i;

	for (i = 0; i < p->axis.marks; i++) {
		const struct sec_axis_mark *m = &p->axis.mark[i];

		if (m->label[0])
			sec_shape_text(p->out, m->major ? "y" : "s", NULL,
				p->left + sec_axis_at(&p->axis, m->day) + 3 * PX, m->major ? above : below,
				m->label);
	}
}

static void grid(struct pic *p)
{
	size_t i;

	for (i = 0; i < p->axis.marks; i++) {
		const struct sec_axis_mark *m = &p->axis.mark[i];
		int x = p->left + sec_axis_at(&p->axis, m->day);

		sec_shape_line(p->out, m->major ? "gy" : "g", x, p->top - (m->major ? 34 : 17) * PX, x, p->bottom);
	}
	axis_labels(p, p->top - 22 * PX, p->top - 6 * PX);
	if (p->t->bars >= FOOT_ROWS)
		axis_labels(p, p->bottom + 30 * PX, p->bottom + 15 * PX);
}

static void today(struct pic *p)
{
	int at = sec_axis_at(&p->axis, p->t->today), x = p->left + at;
	struct sec_buf text = SEC_BUF_INIT;
	char day[32];
	bool right = at > p->axis.length / 2;

	sec_day_words(p->t->today, day);
	if (!p->axis.has_today && p->t->today < p->axis.from)
		sec_buf_addf(&text, "\xe2\x86\x90 today, %s", day);
	else if (!p->axis.has_today)
		sec_buf_addf(&text, "today, %s \xe2\x86\x92", day);
	else
		sec_buf_addf(&text, "today, %s", day);
	sec_shape_text(p->out, "t", right ? "end" : "start", x + (p->axis.has_today ? (right ? -5 : 5) * PX : 0),
		p->top - 42 * PX, text.s);
	if (p->axis.has_today)
		sec_shape_line(p->out, "today", x, p->top - 52 * PX, x, p->bottom);
	sec_buf_release(&text);
}

/* The legend: only what occurs in the picture. It is drawn before the rest, into
 * a buffer of its own, because the picture's height depends on its lines. */
struct legend {
	struct pic *p;
	struct sec_buf *out;
	int x, y;    /* where the next entry goes */
	int sign;    /* left edge of the sign of the entry just made */
};

static void entry(struct legend *l, const char *before, const char *word)
{
	int room = 26 * PX;
	char text[64];

	snprintf(text, sizeof(text), "%.40s%s%s", before, *before ? " " : "", word);
	if (l->x + room + sec_shape_width_small(text, strlen(text)) > l->p->width - EDGE) {
		l->x = EDGE;
		l->y += 20 * PX;
	}
	l->sign = l->x;
	sec_shape_text(l->out, "s", NULL, l->x + room, l->y, text);
	l->x += room + sec_shape_width_small(text, strlen(text)) + 14 * PX;
}

/* What occurs: stretches, ticks, an agreed end beside the end, a return. */
struct seen {
	bool stretch[6], tick[3], agreed, returned;
};

static void look(const struct pic *p, struct seen *seen)
{
	struct sec_stretches parts;
	size_t i, k;

	for (i = 0; i < p->t->bars; i++) {
		const struct sec_bar *b = &p->t->bar[i];

		sec_bar_stretches(b, &p->axis, p->t->today, &parts);
		for (k = 0; k < parts.n; k++)
			seen->stretch[parts.item[k].kind] = true;
		for (k = 0; k < 3; k++)
			seen->tick[k] |= sec_bar_ticks(b, (enum sec_tick_kind)k) > 0;
		seen->returned |= b->returned != SEC_DAY_NONE;
		seen->agreed |= has_agreed_mark(b);
	}
}

static void legend(struct pic *p, struct sec_buf *out)
{
	static const char *const words[] = { "agreed term, passed", "agreed term, to come", "extension",
		"agreed, not used", "no end known", "past its end, not returned" };
	struct legend l = { p, out, EDGE, p->bottom + (p->t->bars >= FOOT_ROWS ? 66 : 40) * PX, 0 };
	struct seen seen = { 0 };
	int k;

	look(p, &seen);
	for (k = 0; k < 6; k++)
		if (seen.stretch[k]) {
			entry(&l, "", words[k]);
			sec_shape_stretch(out, (enum sec_stretch)k, l.sign, l.y - 12 * PX, 20 * PX);
		}
	if (seen.agreed) {
		entry(&l, "", "agreed end");
		sec_shape_line(out, "agreed", l.sign + 14 * PX, l.y - 14 * PX, l.sign + 14 * PX, l.y + 4 * PX);
	}
	for (k = 0; k < 3; k++)
		if (seen.tick[k]) {
			entry(&l, p->t->ticks ? p->t->ticks : "marks", sec_tick_word((enum sec_tick_kind)k));
			sec_shape_mark(out, (enum sec_tick_kind)k, l.sign + 14 * PX, l.y - 4 * PX);
		}
	if (seen.returned) {
		entry(&l, "", "returned");
		sec_shape_home(out, l.sign + 14 * PX, l.y - 4 * PX);
	}
	p->height = l.y + 24 * PX;
}

static void measure(struct pic *p)
{
	struct sec_buf text = SEC_BUF_INIT;
	size_t i;

	p->label = LABEL_MIN;
	for (i = 0; i < p->t->bars; i++) {
		const struct sec_bar *b = &p->t->bar[i];
		int w;

		sec_buf_clear(&text);
		sec_buf_addf(&text, "%s, ", b->state ? b->state : "");
		sec_bar_term(b, &text);
		w = sec_shape_width_small(text.s, text.len);
		p->label = w > p->label ? w : p->label;
		w = b->title ? sec_shape_width(b->title, strlen(b->title)) : 0;
		p->label = w > p->label ? w : p->label;
	}
	if (p->label > LABEL_MAX)
		p->label = LABEL_MAX;
	p->left = EDGE + p->label + GUTTER;
	p->right = p->left + PLOT;
	p->width = p->right + EDGE;
	p->bottom = p->top + (p->t->bars ? (int)p->t->bars : 1) * ROW;
	sec_axis_init(&p->axis, p->t, PLOT, LETTER, GAP);
	sec_buf_release(&text);
}

static void open_picture(struct pic *p)
{
	char from[32], to[32], today_words[32];

	sec_day_words(p->axis.from, from);
	sec_day_words(p->axis.to - 1, to);
	sec_day_words(p->t->today, today_words);
	sec_buf_addf(p->out, "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\""
		" aria-labelledby=\"timeline-title timeline-desc\" width=\"%d\" height=\"%d\""
		" viewBox=\"0 0 %d %d\">\n<title id=\"timeline-title\">", p->width / PX, p->height / PX,
		p->width / PX, p->height / PX);
	sec_shape_words(p->out, p->t->title);
	sec_buf_addf(p->out, "</title>\n<desc id=\"timeline-desc\">%zu bar%s between %s and %s; today is %s."
		"</desc>\n", p->t->bars, p->t->bars == 1 ? "" : "s", from, to, today_words);
	sec_shape_styles(p->out);
	sec_shape_rect(p->out, "class=\"bg\"", 0, 0, p->width, p->height);
}

void sec_timeline_picture(const struct sec_timeline *t, bool titled, struct sec_buf *out)
{
	struct pic p = { .t = t, .out = out, .top = HEAD + (titled ? TITLE : 0) };
	struct sec_buf title = SEC_BUF_INIT, below = SEC_BUF_INIT;
	size_t i;

	measure(&p);
	legend(&p, &below);
	open_picture(&p);
	if (titled) {
		sec_cut(&title, t->title, (p.width - 2 * EDGE) * 13 / 19, sec_shape_width);
		sec_shape_text(out, "h", NULL, EDGE, 32 * PX, title.s);
	}
	for (i = 0; i < t->bars; i++)
		row(&p, i);
	grid(&p);
	if (!t->bars)
		sec_shape_text(out, "s", NULL, EDGE, p.top + 24 * PX, "nothing to show");
	for (i = 0; i < t->bars; i++)
		bar(&p, &t->bar[i], p.top + (int)i * ROW);
	today(&p);
	sec_buf_addslice(out, sec_buf_str(&below));
	sec_buf_addstr(out, "</svg>\n");
	sec_axis_release(&p.axis);
	sec_buf_release(&title);
	sec_buf_release(&below);
}

void sec_timeline_svg(const struct sec_timeline *t, struct sec_buf *out)
{
	sec_timeline_picture(t, true, out);
}
