/* SPDX-License-Identifier: ISC */
#include "parts/cli.h"

#include <errno.h>
#include <getopt.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "base/file.h"
#include "base/mem.h"
#include "base/utf8.h"

enum { OPTIONS_MAX = 40 };

struct common {
	const char *today, *color;
	bool help, version;
};

static const char readers_help[] =
	"  -q, --query EXPR       only records for which EXPR is true\n"
	"      --at REV|DATE      the register as committed then; today is that day\n";
static const char changers_help[] =
	"  -q, --query EXPR       of the records named, those for which EXPR is true\n";
static const char writers_help[] =
	"  -m, --message REASON   why; it goes into the commit\n"
	"  -n, --dry-run          print what would change, write nothing\n"
	"      --force            write although it adds an error; the commit says so\n";
static const char register_help[] =
	"  -C DIR                 the register (else SEC_REGISTER, else the one around\n"
	"                         this folder)\n"
	"      --people FILE      names for refs (else SEC_PEOPLE, else people.ini)\n"
	"      --today DATE       judge as of that day (else SEC_TODAY, else today)\n";
static const char every_help[] =
	"      --color WHEN       auto, always or never\n"
	"  -h, --help             this text\n"
	"      --version          name and version\n";
static const char records_help[] =
	"\nA RECORD is an id, the beginning of an id or of its part after the month (7k3),\n"
	"a path, a folder, @TEXT (part of a name, ref or title), or - for names on\n"
	"standard input.\n";
static const char exits_help[] =
	"\nexit: 0 done, nothing wrong; 1 the answer is no; 2 could not do it\n";

static size_t common_options(struct cli *c, struct common *common, struct cli_option *o)
{
	size_t n = 0;

	o[n++] = (struct cli_option){ "help", 'h', CLI_FLAG, &common->help };
	o[n++] = (struct cli_option){ "version", 0, CLI_FLAG, &common->version };
	o[n++] = (struct cli_option){ "color", 0, CLI_TEXT, &common->color };
	if (!(c->groups & CLI_BARE)) {
		o[n++] = (struct cli_option){ "directory", 'C', CLI_TEXT, &c->dir };
		o[n++] = (struct cli_option){ "today", 0, CLI_TEXT, &common->today };
		o[n++] = (struct cli_option){ "query", 'q', CLI_TEXT, &c->query };
		o[n++] = (struct cli_option){ "people", 0, CLI_TEXT, &c->people };
	}
	if (c->groups & CLI_READS) {
		o[n++] = (struct cli_option){ "at", 0, CLI_TEXT, &c->at };
	}
	if (c->groups & CLI_FORMATS)
		o[n++] = (struct cli_option){ "format", 'f', CLI_TEXT, &c->format };
	if (c->groups & CLI_WRITES) {
		o[n++] = (struct cli_option){ "message", 'm', CLI_TEXT, &c->reason };
		o[n++] = (struct cli_option){ "dry-run", 'n', CLI_FLAG, &c->dry_run };
		o[n++] = (struct cli_option){ "force", 0, CLI_FLAG, &c->force };
	}
	return n;
}

static void store(const struct cli_option *o, const char *value)
{
	if (o->type == CLI_FLAG)
		*(bool *)o->to = true;
	else
		*(const char **)o->to = value;
}

static int bad_option(struct cli *c, int got, char **argv, const struct cli_option *o)
{
	if (got == ':')
		return cli_usage(c, "option '%s' needs a value", argv[optind - 1]);
	if (optopt >= 256)
		return cli_usage(c, "option --%s takes no value", o[optopt - 256].name);
	if (optopt)
		return cli_usage(c, "unknown option -%c", optopt);
	return cli_usage(c, "unknown or ambiguous option '%s'", argv[optind - 1]);
}

/* getopt_long()'s two tables from ours; a long option returns its index + 256. */
static int parse_options(struct cli *c, int argc, char **argv, const struct cli_option *o, size_t n)
{
	struct option longs[OPTIONS_MAX + 1] = { 0 };
	char shorts[2 * OPTIONS_MAX + 2] = ":";
	size_t i, k = 1;
	int got;

	for (i = 0; i < n; i++) {
		longs[i] = (struct option){ o[i].name,
			o[i].type == CLI_FLAG ? no_argument : required_argument, NULL, (int)i + 256 };
		if (!o[i].letter)
			continue;
		shorts[k++] = o[i].letter;
		if (o[i].type == CLI_TEXT)
			shorts[k++] = ':';
	}
	opterr = 0;
	while ((got = getopt_long(argc, argv, shorts, longs, NULL)) != -1) {
		if (got == '?' || got == ':')
			return bad_option(c, got, argv, o);
		for (i = 0; i < n; i++)
			if (got == (int)i + 256 || (got < 256 && got == o[i].letter))
				store(&o[i], optarg);
	}
	c->operand = argv + optind;
	c->operands = (size_t)(argc - optind);
	return -1;
}

static int print_text(struct cli *c, struct sec_buf *out)
{
	cli_put(c, out);
	sec_buf_release(out);
	return cli_finish(c, 0);
}

static int print_help(struct cli *c)
{
	struct sec_buf out = SEC_BUF_INIT;

	sec_buf_addstr(&out, c->help);
	sec_buf_addstr(&out, "\n");
	if (c->groups & CLI_READS)
		sec_buf_addstr(&out, readers_help);
	if ((c->groups & (CLI_WRITES | CLI_NEW)) == CLI_WRITES)
		sec_buf_addstr(&out, changers_help);
	if (c->groups & CLI_WRITES)
		sec_buf_addstr(&out, writers_help);
	if (!(c->groups & CLI_BARE))
		sec_buf_addstr(&out, register_help);
	sec_buf_addstr(&out, every_help);
	if (!(c->groups & (CLI_BARE | CLI_NEW)))
		sec_buf_addstr(&out, records_help);
	sec_buf_addstr(&out, exits_help);
	return print_text(c, &out);
}

static int set_terminal(struct cli *c, const char *color)
{
	const char *no = getenv("NO_COLOR");
	struct winsize size;

	if (isatty(1)) {
		c->width = ioctl(1, TIOCGWINSZ, &size) == 0 && size.ws_col ? size.ws_col : 80;
		c->colour = !(no && *no);
	}
	if (!color || strcmp(color, "auto") == 0)
		return -1;
	if (strcmp(color, "always") != 0 && strcmp(color, "never") != 0)
		return cli_usage(c, "--color is auto, always or never, not '%s'", color);
	c->colour = color[0] == 'a';
	return -1;
}

int cli_parse(struct cli *c, int argc, char **argv)
{
	struct cli_option o[OPTIONS_MAX];
	struct common common = { 0 };
	struct sec_buf version = SEC_BUF_INIT;
	size_t n = common_options(c, &common, o), i;
	int code;

	signal(SIGPIPE, SIG_IGN); /* a lost reader is seen at the write, and is exit 2 */
	signal(SIGXFSZ, SIG_IGN); /* likewise a limit on the size of files */
	c->today = SEC_DAY_NONE;
	for (i = 0; i < c->owns; i++)
		o[n++] = c->own[i];
	code = parse_options(c, argc, argv, o, n);
	if (code >= 0)
		return code;
	if (common.help)
		return print_help(c);
	if (common.version) {
		sec_buf_addf(&version, "%s %s\n", c->program, SEC_VERSION);
		return print_text(c, &version);
	}
	if (common.today && !sec_day_parse_relative(common.today, strlen(common.today),
		sec_day_today(), &c->today))
		return cli_usage(c, "--today is '%s', expected YYYY-MM-DD", common.today);
	return set_terminal(c, common.color);
}

static void print_line(const char *program, const char *fmt, va_list ap)
{
	struct sec_buf raw = SEC_BUF_INIT, shown = SEC_BUF_INIT;

	sec_buf_addf(&raw, "%s: ", program);
	sec_buf_vaddf(&raw, fmt, ap);
	sec_visible(&shown, raw.s, raw.len);
	fprintf(stderr, "%s\n", shown.s);
	sec_buf_release(&raw);
	sec_buf_release(&shown);
}

int cli_usage(struct cli *c, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	print_line(c->program, fmt, ap);
	va_end(ap);
	fprintf(stderr, "Try '%s --help'.\n", c->program);
	return cli_finish(c, 2);
}

void cli_say(const struct cli *c, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	print_line(c->program, fmt, ap);
	va_end(ap);
}

int cli_fail(struct cli *c)
{
	int code = sec_err_print(c->program, &c->err);

	if (c->err.code == SEC_USAGE)
		fprintf(stderr, "Try '%s --help'.\n", c->program);
	return code;
}

static void lose_output(struct cli *c)
{
	c->lost = true;
	if (errno != EPIPE) /* whoever read us has gone and knows why */
		cli_say(c, "cannot write to standard output: %s", strerror(errno));
}

void cli_put(struct cli *c, struct sec_buf *out)
{
	if (out->len && !c->lost && sec_file_write_all(1, out->s, out->len) < 0)
		lose_output(c);
	sec_buf_clear(out);
}

int cli_finish(struct cli *c, int code)
{
	if (close(1) < 0 && !c->lost && errno != EBADF)
		lose_output(c);
	sec_err_clear(&c->err);
	return c->lost ? 2 : code;
}

int cli_open(struct cli *c, struct sec_register *r, bool required)
{
	struct sec_register_options o = { .dir = c->dir, .at = c->at, .people = c->people,
		.today = c->today, .required = required };

	return sec_register_open(r, &o, &c->err);
}

int cli_select(struct cli *c, struct sec_register *r, struct sec_selection *out)
{
	return cli_select_past(c, r, out, NULL);
}

int cli_select_past(struct cli *c, struct sec_register *r, struct sec_selection *out,
	struct sec_paths *gone)
{
	struct sec_select_options o = { .one = (c->groups & CLI_WRITES) != 0, .input = 0,
		.gone = gone };
	size_t i;
	int rc;

	for (i = 0; i < c->operands; i++)
		if (strcmp(c->operand[i], "-") == 0 && isatty(0))
			return sec_err_set(&c->err, SEC_USAGE, "'-' reads names from a pipe, "
				"and standard input is a terminal");
	rc = sec_select(out, r, c->operand, c->operands, &o, &c->err);
	if (rc == 0 && out->empty_input)
		cli_say(c, "standard input named no record, so '-' selected nothing");
	return rc;
}

void cli_say_undecided(const struct cli *c, size_t n)
{
	if (n)
		cli_say(c, "%zu record%s left out, because a value that -q asks for is missing", n,
			n == 1 ? " was" : "s were");
}

int cli_report(struct cli *c, const struct sec_scan_report *report, int code)
{
	size_t i;

	for (i = 0; i < report->errors; i++)
		sec_err_print(c->program, &report->error[i]);
	cli_say_undecided(c, report->undecided);
	return report->errors ? 2 : code;
}
