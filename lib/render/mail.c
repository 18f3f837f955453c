/* SPDX-License-Identifier: ISC */
#include "render/mail.h"

#include <stdio.h>
#include <time.h>

#include "base/date.h"

enum { HEADER_WIDTH = 76, LOCAL_MAX = 64, DOMAIN_LABEL_MAX = 63, ADDRESS_MAX = 254 };

static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

/* Dot-separated parts of these characters, none of them empty or too long. */
static bool is_dotted(struct sec_str s, const char *more, size_t longest)
{
	size_t i, part = 0;

	for (i = 0; i < s.len; i++) {
		if (s.s[i] == '.' ? part == 0 : !s.s[i] || (!strchr(letters, s.s[i]) && !strchr(more, s.s[i])))
			return false;
		part = s.s[i] == '.' ? 0 : part + 1;
		if (part > longest)
			return false;
	}
	return part > 0;
}

bool sec_mail_address_is_legal(struct sec_str a)
{
	const char *at = a.len ? memrchr(a.s, '@', a.len) : NULL;
	struct sec_str local = { a.s, at ? (size_t)(at - a.s) : 0 };
	struct sec_str domain = { at ? at + 1 : NULL, at ? a.len - local.len - 1 : 0 };

	/* one that begins with `-` could be taken for an option by what sends it */
	return at && a.len <= ADDRESS_MAX && local.len <= LOCAL_MAX && a.s[0] != '-'
		&& is_dotted(local, "!#$%&'*+-/=?^_`{|}~", LOCAL_MAX)
		&& domain.len && is_dotted(domain, "-", DOMAIN_LABEL_MAX)
		&& domain.s[0] != '-' && domain.s[domain.len - 1] != '-';
}

bool sec_mailbox_parse(struct sec_mailbox *out, struct sec_str text)
{
	const char *open;

	*out = (struct sec_mailbox){ { NULL, 0 }, sec_str_trim(text) };
	text = out->address;
	if (text.len && text.s[text.len - 1] == '>') {
		open = memrchr(text.s, '<', text.len);
		if (!open)
			return false;
		out->name = sec_str_trim((struct sec_str){ text.s, (size_t)(open - text.s) });
		out->address = (struct sec_str){ open + 1, text.len - (size_t)(open + 1 - text.s) - 1 };
		if (out->name.len > 1 && out->name.s[0] == '"' && out->name.s[out->name.len - 1] == '"')
			out->name = (struct sec_str){ out->name.s + 1, out->name.len - 2 };
	}
	return sec_mail_address_is_legal(out->address);
}

/* The only function that writes a header. Words stand between blanks; a line ends
 * before one that would make it too long. */
static void put_header(struct sec_buf *out, const char *name, struct sec_str value)
{
	size_t used = strlen(name) + 1, i, k, end;

	sec_buf_addf(out, "%s:", name);
	for (i = 0; i < value.len; i = end + 1) {
		for (end = i; end < value.len && value.s[end] != ' ';)
			end++;
		if (used + 1 + (end - i) > HEADER_WIDTH && i) {
			sec_buf_addch(out, '\n');
			used = 0;
		}
		sec_buf_addch(out, ' ');
		for (k = i; k < end; k++)
			sec_buf_addch(out, value.s[k] > 0x20 && value.s[k] < 0x7f ? value.s[k] : '?');
		used += 1 + (end - i);
	}
	sec_buf_addch(out, '\n');
}

static void put_mailboxes(struct sec_buf *out, const char *name, const struct sec_mailbox *box,
	size_t n)
{
	struct sec_buf value = SEC_BUF_INIT;
	size_t i, before;

	for (i = 0; i < n; i++) {
		if (i)
			sec_buf_addstr(&value, ", ");
		before = value.len;
		sec_mail_phrase(&value, box[i].name);
		sec_buf_addf(&value, value.len > before ? " <%.*s>" : "%.*s", SEC_ARG(box[i].address));
	}
	put_header(out, name, sec_buf_str(&value));
	sec_buf_release(&value);
}

static void put_subject(struct sec_buf *out, struct sec_str subject)
{
	struct sec_buf value = SEC_BUF_INIT;

	sec_mail_text(&value, subject);
	put_header(out, "Subject", sec_buf_str(&value));
	sec_buf_release(&value);
}

/* The clock's parts; no function of the C library, which would ask the locale. */
struct clock {
	int year, month, mday;
	const char *weekday, *month_name;
	unsigned hour, minute, second;
};
static struct clock clock_of(int64_t time, int zone)
{
	static const char days[7][4] = { "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun" };
	static const char months[12][4] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug",
		"Sep", "Oct", "Nov", "Dec" };
	sec_day day = sec_day_of_clock(time, zone);
	int64_t rest = time + (int64_t)zone * 60 - (int64_t)day * 86400;
	struct clock c = { .hour = (unsigned)(rest / 3600), .minute = (unsigned)(rest / 60 % 60),
		.second = (unsigned)(rest % 60) };

	sec_day_split(day, &c.year, &c.month, &c.mday);
	c.weekday = days[sec_day_weekday(day)];
	c.month_name = months[c.month - 1];
	return c;
}

static void put_date(struct sec_buf *out, int64_t time, int zone)
{
	struct clock c = clock_of(time, zone);
	struct sec_buf value = SEC_BUF_INIT;
	int minutes = zone < 0 ? -zone : zone;

	sec_buf_addf(&value, "%s, %d %s %04d %02u:%02u:%02u %c%02d%02d", c.weekday, c.mday, c.month_name,
		c.year, c.hour, c.minute, c.second, zone < 0 ? '-' : '+', minutes / 60, minutes % 60);
	put_header(out, "Date", sec_buf_str(&value));
	sec_buf_release(&value);
}

static void put_part(struct sec_buf *out, const char *boundary, const char *type, struct sec_str text)
{
	sec_buf_addf(out, "--%s\n", boundary);
	put_header(out, "Content-Type", sec_str(type));
	put_header(out, "Content-Transfer-Encoding", SEC_STR("quoted-printable"));
	sec_buf_addch(out, '\n');
	sec_mail_quoted_printable(out, text);
}

static int check(const struct sec_mail *m, struct sec_err *err)
{
	size_t i;

	if (!sec_mail_address_is_legal(m->from.address))
		return sec_err_set(err, SEC_FAIL, "'%.*s' is no address to send from",
			SEC_ARG(m->from.address));
	if (m->reply_to.address.len && !sec_mail_address_is_legal(m->reply_to.address))
		return sec_err_set(err, SEC_FAIL, "'%.*s' is no address to answer to",
			SEC_ARG(m->reply_to.address));
	for (i = 0; i < m->tos; i++)
		if (!sec_mail_address_is_legal(m->to[i].address))
			return sec_err_set(err, SEC_FAIL, "'%.*s' is no address to send to",
				SEC_ARG(m->to[i].address));
	return 0;
}

int sec_mail_print(const struct sec_mail *m, struct sec_buf *out, struct sec_err *err)
{
	struct sec_buf value = SEC_BUF_INIT, boundary = SEC_BUF_INIT;
	const char *domain;

	if (check(m, err) < 0)
		return SEC_FAIL;
	domain = memrchr(m->from.address.s, '@', m->from.address.len);
	domain++;
	put_mailboxes(out, "From", &m->from, 1);
	if (m->reply_to.address.len)
		put_mailboxes(out, "Reply-To", &m->reply_to, 1);
	put_mailboxes(out, "To", m->to, m->tos);
	put_subject(out, m->subject);
	put_date(out, m->time, m->zone);
	sec_buf_addf(&value, "<%s@%.*s>", m->id,
		(int)(m->from.address.len - (size_t)(domain - m->from.address.s)), domain);
	put_header(out, "Message-ID", sec_buf_str(&value));
	put_header(out, "Auto-Submitted", SEC_STR("auto-generated"));
	put_header(out, "MIME-Version", SEC_STR("1.0"));
	/* no quoted-printable text has "=_" in it (RFC 2045, section 6.7) */
	sec_buf_addf(&boundary, "=_%s", m->id);
	sec_buf_clear(&value);
	sec_buf_addf(&value, "multipart/alternative; boundary=\"%s\"", boundary.s);
	put_header(out, "Content-Type", sec_buf_str(&value));
	sec_buf_addch(out, '\n');
	put_part(out, boundary.s, "text/plain; charset=utf-8", m->txt);
	put_part(out, boundary.s, "text/html; charset=utf-8", m->html);
	sec_buf_addf(out, "--%s--\n", boundary.s);
	sec_buf_release(&value);
	sec_buf_release(&boundary);
	return 0;
}

int sec_mail_print_mbox(const struct sec_mail *m, struct sec_buf *out, struct sec_err *err)
{
	struct clock c = clock_of(m->time, 0);
	struct sec_buf message = SEC_BUF_INIT;
	int rc = sec_mail_print(m, &message, err);

	if (rc == 0)
		sec_buf_addf(out, "From %.*s %s %s %2d %02u:%02u:%02u %04d\n%.*s\n",
			SEC_ARG(m->from.address), c.weekday, c.month_name, c.mday, c.hour, c.minute, c.second,
			c.year, SEC_ARG(sec_buf_str(&message)));
	sec_buf_release(&message);
	return rc;
}
