/* SPDX-License-Identifier: ISC */
#include "register/select.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/mem.h"
#include "register/find.h"

enum { NAMES_MAX = 64 * 1024 * 1024 };

struct select {
	struct sec_register *reg;
	const struct sec_select_options *options;
	struct sec_selection *out;
	struct sec_paths all; /* every record of the register, listed when first needed */
	bool listed;
	bool any_input; /* `-` gave a name */
	char **seen; /* open-addressing set of the paths picked so far */
	size_t slots;
};

static size_t hash(const char *s)
{
	size_t h = 14695981039346656037u;

	for (; *s; s++)
		h = (h ^ (unsigned char)*s) * 1099511628211u;
	return h;
}

static char **slot_of(const struct select *s, const char *path)
{
	size_t i = hash(path) & (s->slots - 1);

	while (s->seen[i] && strcmp(s->seen[i], path) != 0)
		i = (i + 1) & (s->slots - 1);
	return &s->seen[i];
}

static void grow_seen(struct select *s)
{
	size_t i;

	free(s->seen);
	do
		s->slots = s->slots ? s->slots * 2 : 64;
	while (s->out->n * 2 >= s->slots);
	s->seen = xcalloc(s->slots, sizeof(*s->seen));
	for (i = 0; i < s->out->n; i++)
		*slot_of(s, s->out->item[i].path) = s->out->item[i].path;
}

/* `typed`: the path as it was named; NULL where it was named otherwise. */
static void pick(struct select *s, const char *path, const char *typed, bool inside)
{
	struct sec_str stem = sec_register_stem(path);
	struct sec_pick *p;
	char **slot;

	if (s->out->n * 2 >= s->slots)
		grow_seen(s);
	slot = slot_of(s, path);
	if (*slot)
		return;
	SEC_GROW(s->out->item, s->out->n, s->out->alloc);
	p = &s->out->item[s->out->n++];
	p->path = xstrdup(path);
	p->typed = typed ? xstrdup(typed) : NULL;
	p->stem = xstrndup(stem.s, stem.len);
	p->inside = inside;
	*slot = p->path;
}

static int list_all(struct select *s, struct sec_err *err)
{
	if (s->listed || !s->reg->source)
		return 0;
	s->listed = true;
	return sec_source_list(s->reg->source, "secondments", &s->all, &s->out->debris, err);
}

/* A path below the register's root, made relative to it; NULL when it is not. */
static char *inside_register(const struct sec_register *r, const char *path)
{
	char *real = r->root ? realpath(path, NULL) : NULL;
	size_t n = r->root ? strlen(r->root) : 0;
	char *in = NULL;

	if (real && strncmp(real, r->root, n) == 0 && (real[n] == '/' || !real[n]))
		in = xstrdup(real[n] ? real + n + 1 : "");
	free(real);
	return in;
}

static char *join(const char *folder, const char *rest)
{
	size_t n = strlen(folder);

	while (n > 1 && folder[n - 1] == '/')
		n--;
	if (strcmp(folder, ".") == 0 || strcmp(folder, "./") == 0)
		return xstrdup(rest);
	return xasprintf("%.*s%s%s", (int)n, folder, n == 1 && *folder == '/' ? "" : "/", rest);
}

/* Every record of the register below a folder of it ("" for the root). */
static int pick_folder_inside(struct select *s, const char *folder, const char *typed,
	struct sec_err *err)
{
	size_t n = strlen(folder), i;
	int rc = list_all(s, err);

	for (i = 0; rc == 0 && i < s->all.n; i++) {
		const char *path = s->all.item[i];
		char *full = NULL;

		if (n && (strncmp(path, folder, n) != 0 || path[n] != '/'))
			continue;
		if (typed)
			full = join(typed, path + n + (n > 0));
		pick(s, path, full, true);
		free(full);
	}
	return rc;
}

/* Every record file below a folder; of another register only what it calls so. */
static int pick_folder_outside(struct select *s, const char *folder, struct sec_err *err)
{
	struct sec_source *tree;
	struct sec_paths paths = { 0 };
	size_t i;
	int rc = sec_source_open_tree(&tree, folder, err);

	if (rc)
		return rc;
	rc = sec_source_list(tree, sec_source_exists(tree, "policy.ini") ? "secondments" : "", &paths,
		NULL, err);
	for (i = 0; rc == 0 && i < paths.n; i++) {
		char *full = join(folder, paths.item[i]);

		pick(s, full, full, false);
		free(full);
	}
	sec_source_close(tree);
	sec_paths_release(&paths);
	return rc;
}

/* Is it a path from the register, a file or a folder? 1: it was, and is picked. */
static int pick_path_inside(struct select *s, const char *name, struct sec_err *err)
{
	size_t before = s->out->n;
	int rc;

	if (!s->reg->source || !sec_path_is_safe(name))
		return 0;
	if (sec_source_exists(s->reg->source, name)) {
		pick(s, name, name, true);
		return 1;
	}
	if (!strchr(name, '/'))
		return 0;
	rc = pick_folder_inside(s, name, NULL, err);
	return rc < 0 ? rc : s->out->n > before;
}

/* Is it a path, from the current folder or from the register? 1: it was, and is
 * picked; 0: it is none. */
static int pick_path(struct select *s, const char *name, struct sec_err *err)
{
	struct stat st;
	char *in, *plain;
	size_t n = strlen(name);
	int rc = 0;

	if (stat(name, &st) == 0) {
		if (S_ISDIR(st.st_mode) && n > 4 && sec_str_ends(sec_str(name), ".ini"))
			return sec_err_set(err, SEC_FAIL, "%s is a folder, not a plain file", name);
		in = inside_register(s->reg, name);
		if (S_ISDIR(st.st_mode))
			rc = in ? pick_folder_inside(s, in, name, err) : pick_folder_outside(s, name, err);
		else
			pick(s, in ? in : name, name, in != NULL);
		free(in);
		return rc < 0 ? rc : 1;
	}
	while (n > 1 && name[n - 1] == '/')
		n--;
	plain = xstrndup(name, n);
	rc = pick_path_inside(s, plain, err);
	free(plain);
	return rc;
}

static int pick_hits(struct select *s, const char *name, const struct sec_paths *hits,
	struct sec_err *err)
{
	size_t i;

	if (hits->n == 0)
		return sec_find_nothing(s->reg, &s->all, name, err);
	if (hits->n > 1 && (s->options->one || name[0] != '@'))
		return sec_find_ambiguous(s->reg, name, hits, err);
	for (i = 0; i < hits->n; i++)
		pick(s, hits->item[i], NULL, true);
	return 0;
}

static int pick_name(struct select *s, const char *name, struct sec_err *err)
{
	struct sec_paths hits = { 0 };
	int rc;

	if (!*name)
		return sec_err_set(err, SEC_USAGE, "an empty name names no record");
	if (name[0] != '@' && sec_record_id_is_legal(sec_str(name)) && s->reg->source) {
		char *path = sec_register_path(sec_str(name));
		bool there = sec_source_exists(s->reg->source, path);

		if (there)
			pick(s, path, NULL, true);
		free(path);
		if (there)
			return 0;
	}
	rc = name[0] == '@' ? 0 : pick_path(s, name, err);
	if (rc)
		return rc < 0 ? rc : 0;
	rc = list_all(s, err);
	if (rc == 0)
		rc = name[0] == '@' ? sec_find_text(s->reg, &s->all, name + 1, &hits, err)
			: sec_find_prefix(&s->all, name, &hits);
	if (rc == 0 && !hits.n && s->options->gone && sec_record_id_is_legal(sec_str(name)))
		sec_paths_add(s->options->gone, name);
	else if (rc == 0)
		rc = pick_hits(s, name, &hits, err);
	sec_paths_release(&hits);
	return rc;
}

/* The first field of each line. */
static int pick_lines(struct select *s, struct sec_err *err)
{
	struct sec_buf text = SEC_BUF_INIT;
	int rc = sec_file_read_all(&text, s->options->input, "standard input", NAMES_MAX, err);
	unsigned line = 0;
	char *p = text.s, *end;

	if (rc == 0 && text.len && memchr(text.s, '\0', text.len))
		rc = sec_err_set(err, SEC_FAIL, "standard input holds a NUL byte: names are lines of text");
	for (; rc == 0 && *p; p = end) {
		size_t n = strcspn(p, "\n");

		end = p + n + (p[n] == '\n');
		line++;
		p[n] = '\0';
		p[strcspn(p, "\r")] = '\0';
		if (!*p)
			continue;
		s->any_input = true;
		p[strcspn(p, "\t")] = '\0';
		rc = *p ? pick_name(s, p, err)
			: sec_err_set(err, SEC_FAIL, "a row whose first field is empty names no record");
		if (rc && strpbrk(p, " ,{"))
			rc = sec_err_set(err, SEC_FAIL, "standard input, line %u: '%s' names no record; "
				"it looks like a table: add --format ids to the program before the pipe", line, p);
		else if (rc)
			sec_err_prefix(err, "standard input, line %u: ", line);
	}
	s->out->empty_input = !s->any_input;
	sec_buf_release(&text);
	return rc;
}

static int pick_all(struct select *s, struct sec_err *err)
{
	if (s->options->one)
		return sec_err_set(err, SEC_USAGE, "name at least one record");
	if (!s->reg->source)
		return sec_err_set(err, SEC_FAIL, "no register here: no folder from this one upwards "
			"has a policy.ini; name one with -C DIR, or name record files");
	return pick_folder_inside(s, "", NULL, err);
}

int sec_select(struct sec_selection *out, struct sec_register *r, char *const *name, size_t names,
	const struct sec_select_options *o, struct sec_err *err)
{
	struct select s = { .reg = r, .options = o, .out = out };
	size_t i;
	int rc = names ? 0 : pick_all(&s, err);

	for (i = 0; rc == 0 && i < names; i++)
		rc = strcmp(name[i], "-") == 0 ? pick_lines(&s, err) : pick_name(&s, name[i], err);
	sec_paths_release(&s.all);
	free(s.seen);
	return rc;
}

/* `path` from the register's root, whether or not the file exists or the last folders
 * that it lies in; NULL where it is not below it. */
static char *unsaved_inside(const struct sec_register *r, const char *path)
{
	char *all = *path == '/' ? xstrdup(path) : xasprintf("./%s", path), *in, *full = NULL;
	size_t n = strlen(all);
	bool there;

	do {
		char *folder;

		while (all[--n] != '/')
			;
		folder = xstrndup(all, n ? n : 1);
		in = inside_register(r, folder);
		there = access(folder, F_OK) == 0;
		free(folder);
	} while (!there);
	if (in && (!strchr(all + n + 1, '/') || sec_path_is_safe(all + n + 1)))
		full = xasprintf("%s%s%s", in, *in ? "/" : "", all + n + 1);
	free(all);
	free(in);
	return full;
}

int sec_select_unsaved(struct sec_selection *out, struct sec_register *r, const char *path,
	struct sec_str text, struct sec_err *err)
{
	struct sec_select_options o = { 0 };
	struct select s = { .reg = r, .options = &o, .out = out };
	char *in = unsaved_inside(r, path);

	if (!*path || path[strlen(path) - 1] == '/') {
		free(in);
		return sec_err_set(err, SEC_USAGE, "'%s' names no file", path);
	}
	pick(&s, in ? in : path, path, in != NULL);
	r->unsaved = (struct sec_unsaved){ in ? in : xstrdup(path), in != NULL, text };
	free(s.seen);
	return 0;
}

void sec_selection_release(struct sec_selection *s)
{
	size_t i;

	for (i = 0; i < s->n; i++) {
		free(s->item[i].path);
		free(s->item[i].typed);
		free(s->item[i].stem);
	}
	free(s->item);
	sec_paths_release(&s->debris);
	memset(s, 0, sizeof(*s));
}

int sec_pick_read(struct sec_register *r, const struct sec_pick *p, struct sec_buf *out,
	struct sec_err *err)
{
	const struct sec_unsaved *u = &r->unsaved;

	if (u->path && u->inside == p->inside && strcmp(u->path, p->path) == 0) {
		if (u->text.len > SEC_RECORD_MAX)
			return sec_err_set(err, SEC_FAIL, "it is larger than %d bytes", SEC_RECORD_MAX);
		sec_buf_addslice(out, u->text);
		return 0;
	}
	if (p->inside)
		return sec_source_read(r->source, p->path, SEC_RECORD_MAX, out, err);
	return sec_file_read(out, AT_FDCWD, p->path, SEC_RECORD_MAX, err);
}
