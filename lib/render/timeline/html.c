/* SPDX-License-Identifier: ISC */
#include "base/escape.h"
#include "base/utf8.h"
#include "render/timeline/axis.h"

static const char head[] =
	"<meta charset=\"utf-8\">\n"
	"<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
	"<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
	"<meta name=\"color-scheme\" content=\"light dark\">\n";

static const char style[] =
	"<style>\n"
	"body{font:16px/1.5 'Segoe UI','Helvetica Neue',Arial,'Liberation Sans',sans-serif;color:#1b1f24;"
	"background:#fff;margin:0 auto;padding:1.5rem 1rem 3rem;max-width:76rem}\n"
	"h1{font-size:1.5rem;line-height:1.2;margin:0 0 .25rem}\np{margin:0 0 1rem}\n"
	"figure{margin:0 0 2rem;overflow-x:auto;border:1px solid #d0d7de;border-radius:6px}\n"
	"figure svg{display:block;min-width:48rem;max-width:100%;height:auto}\n"
	".table{overflow-x:auto}\n"
	"table{border-collapse:collapse;width:100%;font-size:.875rem;font-variant-numeric:tabular-nums}\n"
	"caption{text-align:left;font-weight:600;font-size:1rem;padding-bottom:.5rem}\n"
	"th,td{text-align:left;vertical-align:top;padding:.35rem .75rem .35rem 0;border-bottom:1px solid #d0d7de}\n"
	"thead th{border-bottom:2px solid #57606a;white-space:nowrap}thead th::first-letter{text-transform:uppercase}\n"
	"tbody th{font-weight:600}\n"
	"td.d{white-space:nowrap}\ntd ul{margin:0;padding:0;list-style:none}\n"
	"a.skip{position:absolute;left:-99rem}a.skip:focus{position:static}\n"
	":focus-visible{outline:3px solid #2c67a8;outline-offset:2px}\na{color:#2c67a8}\n"
	"@media screen and (prefers-color-scheme:dark){body{background:#14181d;color:#e8ecf1}"
	"figure,th,td{border-color:#3a444f}thead th{border-color:#a9b4c0}a{color:#79b0ea}}\n"
	"@page{size:A4 landscape;margin:15mm}\n"
	"@media print{body{padding:0;max-width:none;font-size:11pt}figure{border:0;overflow:visible}"
	"figure svg{min-width:0;width:100%;box-sizing:content-box;padding-top:4.5rem}"
	/* The heading lies over the picture, which would begin on the next page below it. */
	"main{position:relative}h1,h1+p{position:absolute;top:0}h1+p{top:2.25rem}"
	"table{font-size:8.5pt;line-height:1.35}thead{display:table-header-group}tr{break-inside:avoid}"
	"td li{white-space:nowrap}a.skip{display:none}}\n"
	"</style>\n";

static void add(struct sec_buf *out, const char *text)
{
	struct sec_buf seen = SEC_BUF_INIT;

	if (text)
		sec_visible(&seen, text, strlen(text));
	sec_escape_xml(out, sec_buf_str(&seen));
	sec_buf_release(&seen);
}

static void cell_day(struct sec_buf *out, sec_day day)
{
	char text[11];

	sec_buf_addstr(out, "<td class=\"d\">");
	if (day != SEC_DAY_NONE) {
		sec_day_format(day, text);
		sec_buf_addf(out, "<time datetime=\"%s\">%s</time>", text, text);
	}
	sec_buf_addstr(out, "</td>");
}

static void cell_ticks(struct sec_buf *out, const struct sec_bar *b)
{
	char day[11];
	size_t i;

	sec_buf_addstr(out, "<td>");
	if (b->ticks)
		sec_buf_addstr(out, "<ul>");
	for (i = 0; i < b->ticks; i++) {
		sec_day_format(b->tick[i].day, day);
		sec_buf_addf(out, "<li>%s ", day);
		add(out, b->tick[i].label);
		sec_buf_addf(out, ", %s</li>", sec_tick_word(b->tick[i].kind));
	}
	sec_buf_addstr(out, b->ticks ? "</ul></td>" : "</td>");
}

static void table(const struct sec_timeline *t, struct sec_buf *out)
{
	static const char *const heading[] = { "Secondment", "Id", "State", "Start", "Agreed end", "End",
		"Returned" };
	size_t i;

	sec_buf_addstr(out, "<section class=\"table\" id=\"table\" tabindex=\"0\""
		" aria-label=\"The same as a table\">\n<table>\n<caption>The same as a table</caption>\n<thead><tr>");
	for (i = 0; i < sizeof(heading) / sizeof(heading[0]); i++)
		sec_buf_addf(out, "<th scope=\"col\">%s</th>", heading[i]);
	sec_buf_addstr(out, "<th scope=\"col\">");
	add(out, t->ticks ? t->ticks : "marks");
	sec_buf_addstr(out, "</th></tr></thead>\n<tbody>\n");
	for (i = 0; i < t->bars; i++) {
		const struct sec_bar *b = &t->bar[i];
		int over = sec_bar_overrun(b, t->today);

		sec_buf_addstr(out, "<tr><th scope=\"row\" dir=\"auto\">");
		add(out, b->title);
		sec_buf_addstr(out, "</th><td class=\"d\">");
		add(out, b->id);
		sec_buf_addstr(out, "</td><td>");
		add(out, b->state);
		if (over)
			sec_buf_addf(out, ", %d day%s over", over, over == 1 ? "" : "s");
		sec_buf_addstr(out, "</td>");
		cell_day(out, b->start);
		cell_day(out, b->agreed);
		cell_day(out, b->end);
		cell_day(out, b->returned);
		cell_ticks(out, b);
		sec_buf_addstr(out, "</tr>\n");
	}
	sec_buf_addstr(out, "</tbody>\n</table>\n</section>\n");
}

void sec_timeline_html(const struct sec_timeline *t, struct sec_buf *out)
{
	char today[32];

	sec_day_words(t->today, today);
	sec_buf_addstr(out, "<!doctype html>\n<html lang=\"");
	add(out, t->lang ? t->lang : "en");
	sec_buf_addf(out, "\">\n<head>\n%s<title>", head);
	add(out, t->title);
	sec_buf_addf(out, "</title>\n%s</head>\n<body>\n<a class=\"skip\" href=\"#table\">Skip to the table</a>\n"
		"<main>\n<h1 dir=\"auto\">", style);
	add(out, t->title);
	sec_buf_addf(out, "</h1>\n<p>As at %s.</p>\n<figure tabindex=\"0\" role=\"group\" aria-label=\"Timeline\">\n",
		today);
	sec_timeline_picture(t, false, out);
	sec_buf_addstr(out, "</figure>\n");
	table(t, out);
	sec_buf_addstr(out, "</main>\n</body>\n</html>\n");
}
