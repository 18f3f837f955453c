/* SPDX-License-Identifier: ISC */
#include "parts/set/editor.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/spawn.h"

static const char *setting(const char *name)
{
	const char *value = getenv(name);

	return value && *value ? value : NULL;
}

static bool is_installed(const char *program)
{
	const char *path = setting("PATH"), *end;
	bool found = false;

	for (; path && !found; path = *end ? end + 1 : NULL) {
		char *file;

		end = path + strcspn(path, ":");
		file = xasprintf("%.*s/%s", (int)(end - path), path, program);
		found = end > path && access(file, X_OK) == 0;
		free(file);
	}
	return found;
}

static const char *choose(void)
{
	const char *named = setting("VISUAL");

	named = named ? named : setting("EDITOR");
	return named ? named : is_installed("vi") ? "vi" : is_installed("editor") ? "editor" : NULL;
}

/* The terminal, where standard input has been read for names of records. */
static int open_terminal(void)
{
	if (isatty(STDIN_FILENO))
		return dup(STDIN_FILENO);
	return isatty(STDERR_FILENO) ? open("/dev/tty", O_RDWR | O_CLOEXEC) : -1;
}

bool editor_may_ask(void)
{
	int fd = isatty(STDERR_FILENO) ? open_terminal() : -1;

	if (fd >= 0)
		close(fd);
	return fd >= 0;
}

int editor_run(const char *file, struct sec_err *err)
{
	const char *editor = choose();
	bool elsewhere = !isatty(STDIN_FILENO) && editor_may_ask();
	char *script = xasprintf("%s \"$@\"%s", editor ? editor : "", elsewhere ? " </dev/tty" : "");
	const char *argv[] = { "sh", "-c", script, editor, file, NULL };
	struct sec_spawn s = { .argv = argv };
	mode_t mask;
	int rc;

	if (!editor) {
		free(script);
		return sec_err_set(err, SEC_FAIL, "there is no editor; name one, as in: "
			"EDITOR=nano sec-set --edit");
	}
	mask = umask(077);
	rc = sec_spawn(&s, err);
	umask(mask);
	free(script);
	if (rc)
		return SEC_FAIL;
	if (s.status == 126 || s.status == 127)
		return sec_err_set(err, SEC_FAIL, "the editor '%s' cannot be run; name another in VISUAL or "
			"EDITOR, as in: EDITOR=nano sec-set --edit", editor);
	if (s.status)
		return sec_err_set(err, SEC_FAIL, "the editor ended with %d, so nothing was saved", s.status);
	return 0;
}

char editor_ask(const char *program, const char *question, const char *letters)
{
	int fd = open_terminal();
	FILE *in = fd < 0 ? NULL : fdopen(fd, "r");
	char *line = NULL, answer = '\0', none = letters[strlen(letters) - 1];
	size_t alloc = 0;

	while (!answer) {
		fprintf(stderr, "%s: %s ", program, question);
		if (!in || getline(&line, &alloc, in) <= 0) {
			fputc('\n', stderr);
			answer = none;
		} else if (*line && strchr(letters, *line)) {
			answer = *line;
		}
	}
	free(line);
	if (in)
		fclose(in);
	return answer;
}
