/* SPDX-License-Identifier: ISC */
#include "render/timeline/shapes.h"

#include <stdlib.h>

#include "base/escape.h"
#include "base/utf8.h"

static const char style[] =
	"text{font-family:'Segoe UI','Helvetica Neue',Arial,'Liberation Sans',sans-serif;fill:#1b1f24}"
	".h{font-size:18px;font-weight:600}.n{font-size:13px}.s{font-size:11px;fill:#57606a}"
	".y{font-size:12px;font-weight:600}.t{font-size:11px;font-weight:600}"
	".o{font-size:11px;font-weight:600;fill:#a3261d}"
	".bg{fill:#fff}.row{fill:#f5f7f9}.g{stroke:#dfe4ea}.gy{stroke:#b3bdc8}.today{stroke:#1b1f24;"
	"stroke-width:1.5}.past{fill:#2c67a8;stroke:#2c67a8}.ahead{fill:#dbe8f5;stroke:#2c67a8}"
	".extra{stroke:#2c67a8}.ex0{fill:#eef4fa}.ex1{stroke:#2c67a8;stroke-width:2}"
	".unused{fill:none;stroke:#57606a;stroke-dasharray:3 3}.over{stroke:#a3261d}.ov0{fill:#fdeceb}"
	".ov1{stroke:#a3261d;stroke-width:1.6}.f0{stop-color:#dbe8f5}.f1{stop-color:#fff}"
	".arrow{fill:none;stroke:#2c67a8;stroke-width:1.5}.agreed{stroke:#1b1f24;stroke-width:2}"
	".disk{fill:#fff;stroke:#1b1f24;stroke-width:1.5}.glyph{fill:none;stroke:#1b1f24;stroke-width:1.8}"
	".miss{stroke:#a3261d}.home{fill:#1b1f24}.c{font-size:9px;font-weight:600}"
	"@media screen and (prefers-color-scheme:dark){text{fill:#e8ecf1}.s{fill:#a9b4c0}.bg{fill:#14181d}"
	".row{fill:#1b2128}.g{stroke:#2c343d}.gy{stroke:#56626f}.today,.agreed{stroke:#fff}"
	".past{fill:#79b0ea;stroke:#79b0ea}.ahead{fill:#1d3146;stroke:#79b0ea}.extra{stroke:#79b0ea}"
	".ex0{fill:#1a2836}.ex1{stroke:#79b0ea}.unused{stroke:#a9b4c0}.over{stroke:#ff9c92}"
	".ov0{fill:#3b1d1b}.ov1{stroke:#ff9c92}.o{fill:#ff9c92}.f0{stop-color:#1d3146}"
	".f1{stop-color:#14181d}.arrow{stroke:#79b0ea}.disk{fill:#14181d;stroke:#e8ecf1}"
	".glyph{stroke:#e8ecf1}.miss{stroke:#ff9c92}.home{fill:#e8ecf1}}";

static const char defs[] =
	"<defs>"
	"<pattern id=\"extra\" width=\"7\" height=\"7\" patternUnits=\"userSpaceOnUse\">"
	"<rect class=\"ex0\" width=\"7\" height=\"7\"/>"
	"<path class=\"ex1\" d=\"M-1,1 L1,-1 M0,7 L7,0 M6,8 L8,6\"/></pattern>"
	"<pattern id=\"over\" width=\"8\" height=\"8\" patternUnits=\"userSpaceOnUse\">"
	"<rect class=\"ov0\" width=\"8\" height=\"8\"/>"
	"<path class=\"ov1\" d=\"M0,0 L8,8 M0,8 L8,0\"/></pattern>"
	"<linearGradient id=\"open\"><stop class=\"f0\" offset=\"0.3\"/><stop class=\"f1\" offset=\"1\"/>"
	"</linearGradient></defs>\n";

void sec_shape_styles(struct sec_buf *out)
{
	sec_buf_addf(out, "<style>%s</style>\n%s", style, defs);
}

/* Width of a text at 13 px in tenths of a pixel, on the wide side: what a sans
 * serif font gives letters, roughly, since no font can be asked. */
int sec_shape_width(const char *s, size_t len)
{
	size_t i = 0;
	int width = 0;

	while (i < len) {
		size_t from = i, columns;
		uint32_t cp;
		enum sec_char kind;

		i += sec_utf8_next(s + i, len - i, &cp, &kind);
		columns = sec_utf8_width(s + from, i - from);
		if (cp >= 0x80)
			width += columns > 1 ? 132 : columns ? 82 : 0;
		else if (strchr("ijl.,:;'|!()[]{}/ ", (int)cp))
			width += 44;
		else if (strchr("ftrI-\"", (int)cp))
			width += 52;
		else
			width += strchr("mwMW@%", (int)cp) ? 122 : cp >= 'A' && cp <= 'Z' ? 96 : 80;
	}
	return width;
}

int sec_shape_width_small(const char *s, size_t len)
{
	return sec_shape_width(s, len) * 11 / 13;
}

void sec_shape_words(struct sec_buf *out, const char *text)
{
	struct sec_buf seen = SEC_BUF_INIT;

	if (text)
		sec_visible(&seen, text, strlen(text));
	sec_escape_xml(out, sec_buf_str(&seen));
	sec_buf_release(&seen);
}

static void num(struct sec_buf *out, const char *name, int v)
{
	sec_buf_addf(out, " %s=\"%s%d.%d\"", name, v < 0 ? "-" : "", abs(v) / PX, abs(v) % PX);
}

void sec_shape_text(struct sec_buf *out, const char *class, const char *anchor, int x, int y,
	const char *text)
{
	sec_buf_addf(out, "<text class=\"%s\"", class);
	if (anchor)
		sec_buf_addf(out, " text-anchor=\"%s\"", anchor);
	num(out, "x", x);
	num(out, "y", y);
	sec_buf_addch(out, '>');
	sec_shape_words(out, text);
	sec_buf_addstr(out, "</text>\n");
}

void sec_shape_line(struct sec_buf *out, const char *class, int x1, int y1, int x2, int y2)
{
	sec_buf_addf(out, "<line class=\"%s\"", class);
	num(out, "x1", x1);
	num(out, "y1", y1);
	num(out, "x2", x2);
	num(out, "y2", y2);
	sec_buf_addstr(out, "/>\n");
}

void sec_shape_rect(struct sec_buf *out, const char *attributes, int x, int y, int w, int h)
{
	sec_buf_addf(out, "<rect %s", attributes);
	num(out, "x", x);
	num(out, "y", y);
	num(out, "width", w);
	num(out, "height", h);
	sec_buf_addstr(out, "/>\n");
}

void sec_shape_stretch(struct sec_buf *out, enum sec_stretch kind, int x, int y, int w)
{
	static const char *const how[] = {
		[SEC_STRETCH_PAST] = "class=\"past\"",
		[SEC_STRETCH_AHEAD] = "class=\"ahead\"",
		[SEC_STRETCH_EXTRA] = "class=\"extra\" fill=\"url(#extra)\"",
		[SEC_STRETCH_UNUSED] = "class=\"unused\"",
		[SEC_STRETCH_OPEN] = "fill=\"url(#open)\"",
		[SEC_STRETCH_OVERRUN] = "class=\"over\" fill=\"url(#over)\"",
	};

	sec_shape_rect(out, how[kind], x, y, w > 2 * PX ? w : 2 * PX, BAR);
	if (kind != SEC_STRETCH_OPEN)
		return;
	sec_buf_addf(out, "<path class=\"arrow\" d=\"M%d,%d L%d,%d M%d,%d l-6,-5 m6,5 l-6,5\"/>\n",
		x / PX, (y + BAR / 2) / PX, (x + w) / PX, (y + BAR / 2) / PX, (x + w) / PX,
		(y + BAR / 2) / PX);
}

/* Marks are a disk with a sign in it: a tick, a cross, or nothing yet. */
void sec_shape_mark(struct sec_buf *out, enum sec_tick_kind kind, int x, int y)
{
	static const char *const glyph[] = {
		[SEC_TICK_DONE] = "<path class=\"glyph\" d=\"M-2.8,0.2 L-0.8,2.4 L2.8,-2.2\"",
		[SEC_TICK_MISSED] = "<path class=\"glyph miss\" d=\"M-2.4,-2.4 L2.4,2.4 M-2.4,2.4 L2.4,-2.4\"",
	};

	sec_buf_addf(out, "<circle class=\"disk%s\" r=\"5.5\"", kind == SEC_TICK_MISSED ? " miss" : "");
	num(out, "cx", x);
	num(out, "cy", y);
	sec_buf_addstr(out, "/>");
	if (kind != SEC_TICK_AHEAD)
		sec_buf_addf(out, "%s transform=\"translate(%d.%d %d.%d)\"/>", glyph[kind], x / PX,
			x % PX, y / PX, y % PX);
	sec_buf_addch(out, '\n');
}

void sec_shape_home(struct sec_buf *out, int x, int y)
{
	sec_buf_addf(out, "<path class=\"home\" d=\"M-5,0 L5,-6 L5,6 Z\" transform=\"translate(%d.%d %d.%d)\"/>",
		x / PX, x % PX, y / PX, y % PX);
}
