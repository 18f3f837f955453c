/* SPDX-License-Identifier: ISC
 *
 * sec-render: documents and pictures. Reads the records named, or all; prints
 * one document with a page for each, or one picture of them all.
 */
#include "parts/cli.h"
#include "parts/render/rendering.h"

static const char help[] =
	"sec-render: letters, forms, summaries and pictures of secondments\n"
	"\n"
	"  sec-render 7k3                               where it stands, on a page\n"
	"  sec-render -t agreement 7k3 -f html -o agreement.html\n"
	"  sec-render -t review-form @ferreira -f txt | less\n"
	"  sec-list -q 'state = active' -f ids | sec-render -t timeline - > active.svg\n"
	"  sec-render -t case-summary -q 'ending-soon' -o summaries/\n"
	"  sec-render -t agreement 7k3 | pandoc -o agreement.docx\n"
	"  sec-render -t digest -f mail -o ../outbox/   what is due, a message for each\n"
	"\n"
	"usage: sec-render [OPTION]... [RECORD]...\n"
	"\n"
	"  -t, --template NAME    the document or picture; else case-summary\n"
	"      --list-templates   every one with a line about it\n"
	"  -f, --format F         md, html, txt, mail or mbox; of pictures svg, html\n"
	"                         or txt\n"
	"  -o, --output FILE      write there; DIR/ makes a file for each record and\n"
	"                         prints its path\n";

int main(int argc, char **argv)
{
	struct rendering w = { .template_name = "case-summary" };
	bool list = false;
	const struct cli_option own[] = {
		{ "template", 't', CLI_TEXT, &w.template_name },
		{ "output", 'o', CLI_TEXT, &w.output },
		{ "list-templates", 0, CLI_FLAG, &list },
	};
	struct cli c = { .program = "sec-render", .help = help, .groups = CLI_READS | CLI_FORMATS,
		.own = own, .owns = sizeof(own) / sizeof(*own) };
	struct sec_register r = { 0 };
	int code = cli_parse(&c, argc, argv);

	if (code >= 0)
		return code;
	if (list && (c.operands || w.output))
		return cli_usage(&c, "--list-templates goes alone");
	w.cli = &c;
	w.reg = &r;
	if (cli_open(&c, &r, false) < 0)
		code = cli_fail(&c);
	else
		code = list ? rendering_list(&w) : rendering_run(&w);
	sec_register_close(&r);
	return cli_finish(&c, code);
}
