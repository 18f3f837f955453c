/* SPDX-License-Identifier: ISC */
#include "register/register.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/escape.h"
#include "base/file.h"
#include "base/mem.h"
#include "rules/due.h"
#include "rules/check.h"

enum { SMALL_FILE = 1024 * 1024, PEOPLE_FILE = 64 * 1024 * 1024 };

static bool has_file(const char *dir, const char *name)
{
	char *path = xasprintf("%s/%s", dir, name);
	bool yes = access(path, R_OK) == 0;

	free(path);
	return yes;
}

char *sec_register_schema_dir(struct sec_err *err)
{
	static const char *const beside[] = { "../../schema", "../share/sec" };
	const char *set = getenv("SEC_SCHEMA");
	char *here, *dir;
	size_t i;

	if (set && *set)
		return xstrdup(set);
	here = sec_file_here();
	for (i = 0; here && i < 2; i++) {
		dir = xasprintf("%s/%s", here, beside[i]);
		if (has_file(dir, "fields.ini")) {
			free(here);
			return dir;
		}
		free(dir);
	}
	free(here);
	if (has_file(SEC_DATADIR, "fields.ini"))
		return xstrdup(SEC_DATADIR);
	sec_err_set(err, SEC_FAIL, "cannot find the schema; set SEC_SCHEMA to the folder with fields.ini");
	return NULL;
}

/* The nearest folder from `from` upwards that has that file; NULL: none. */
static char *find_up(const char *from, const char *name)
{
	char *dir = realpath(from, NULL);

	while (dir) {
		char *slash;

		if (has_file(dir, name))
			return dir;
		slash = strrchr(dir, '/');
		if (!slash || !dir[1])
			break;
		slash[slash == dir] = '\0';
	}
	free(dir);
	return NULL;
}

char *sec_register_place(const struct sec_register *r)
{
	char *top, *place;
	size_t n;

	if (r->bare)
		return *r->bare ? xasprintf("%s/", r->bare) : xstrdup("");
	top = r->root ? find_up(r->root, ".git") : NULL;
	n = top ? strlen(top) : 0;
	place = n && r->root[n] == '/' ? xasprintf("%s/", r->root + n + 1) : xstrdup("");
	free(top);
	return place;
}

/* Absolute, links followed, whether or not the file is there; NULL: its folder is not. */
static char *real_path(const char *path)
{
	const char *slash = strrchr(path, '/');
	char *real = realpath(path, NULL), *folder;

	if (real)
		return real;
	folder = slash ? xstrndup(path, (size_t)(slash - path) + 1) : xstrdup(".");
	real = realpath(folder, NULL);
	free(folder);
	if (real)
		folder = xasprintf("%s%s%s", real, real[1] ? "/" : "", slash ? slash + 1 : path);
	else
		folder = NULL;
	free(real);
	return folder;
}

/* `real` from the top of the repository around it; NULL: there is none. */
static char *from_top(const char *real)
{
	char *folder = xstrndup(real, (size_t)(strrchr(real, '/') - real) + 1);
	char *top = find_up(folder, ".git"), *path = NULL;

	if (top)
		path = xstrdup(real + strlen(top) + (top[1] != '\0'));
	free(folder);
	free(top);
	return path;
}

char *sec_path_own(const char *path)
{
	char *real = real_path(path), *own = real ? from_top(real) : NULL;

	if (own)
		free(real);
	return own ? own : real ? real : xstrdup(path);
}

char *sec_path_from_top(const char *path)
{
	char *real = real_path(path), *own = real ? from_top(real) : NULL;

	free(real);
	return own ? own : xstrdup(path);
}

static int find_root(struct sec_register *r, const struct sec_register_options *o,
	struct sec_err *err)
{
	const char *named = o->dir ? o->dir : getenv("SEC_REGISTER");
	struct stat st;
	char *around;

	if (o->bare) {
		r->bare = o->bare;
		r->root = realpath(".", NULL);
		return r->root ? 0 : sec_err_errno(err, "cannot open", ".");
	}
	around = find_up(".", "policy.ini");
	if (!named || !*named) {
		r->root = around;
		if (!around && o->required)
			return sec_err_set(err, SEC_FAIL, "no register here: no folder from this one upwards "
				"has a policy.ini; name one with -C DIR, or make one with: sec-init DIR");
		return 0;
	}
	if (access(named, F_OK) < 0) {
		free(around);
		return sec_err_errno(err, "cannot open register", named);
	}
	if (stat(named, &st) == 0 && !S_ISDIR(st.st_mode)) {
		free(around);
		return sec_err_set(err, SEC_FAIL, "%s is a file, and a register is a folder", named);
	}
	/* A commit can be read where the work tree's policy.ini is gone. */
	if (!has_file(named, "policy.ini") && !o->at) {
		struct sec_buf word = SEC_BUF_INIT;

		free(around);
		sec_escape_shell(&word, sec_str(named));
		sec_err_set(err, SEC_FAIL, "%s is no register: it has no policy.ini; "
			"make one with: sec-init %s", named, word.s);
		sec_buf_release(&word);
		return SEC_FAIL;
	}
	r->root = realpath(named, NULL);
	r->elsewhere = !around || !r->root || strcmp(around, r->root) != 0;
	free(around);
	return r->root ? 0 : sec_err_errno(err, "cannot open register", named);
}

int sec_register_find(char **root, const struct sec_register_options *o, struct sec_err *err)
{
	struct sec_register r = { 0 };
	int rc = find_root(&r, o, err);

	*root = r.root;
	return rc;
}

static struct sec_str person_name(void *ctx, struct sec_str ref)
{
	const struct sec_register *r = ctx;
	const struct sec_person *p = sec_people_find(&r->people, ref);

	return p && p->name ? sec_str(p->name) : (struct sec_str){ NULL, 0 };
}

static bool is_holiday(void *ctx, sec_day day)
{
	const struct sec_register *r = ctx;

	return sec_holidays_have(&r->holidays, day);
}

static bool file_exists(void *ctx, struct sec_str path)
{
	const struct sec_register *r = ctx;
	char *copy = xstrndup(path.s, path.len);
	bool yes = r->source && sec_source_exists(r->source, copy);

	free(copy);
	return yes;
}

/* `next-due` and `findings` are names of -q and -o; what they cost is paid only
 * by those who ask. */
static bool pseudo(void *ctx, struct sec_facts *facts, const char *name, struct sec_val *out)
{
	struct sec_faults faults = { 0 };
	struct sec_check check = { .facts = facts, .out = &faults };

	(void)ctx;
	memset(out, 0, sizeof(*out));
	if (strcmp(name, "next-due") == 0) {
		out->type = SEC_TYPE_DATE;
		out->day = sec_due_next(facts);
		out->known = out->day != SEC_DAY_NONE;
		return true;
	}
	if (strcmp(name, "findings") == 0) {
		sec_check_record(&check);
		out->type = SEC_TYPE_NUMBER;
		out->number = (int64_t)faults.n * SEC_NUMBER_ONE;
		out->known = true;
		sec_faults_release(&faults);
		return true;
	}
	return false;
}

/* The register's schema/ folder, through its source. */
static int each_local(void *ctx, int (*add)(void *arg, const char *name, struct sec_str text),
	void *arg, struct sec_err *err)
{
	struct sec_register *r = ctx;
	struct sec_paths paths = { 0 };
	struct sec_buf text = SEC_BUF_INIT;
	size_t i;
	int rc = sec_source_list(r->rules, "schema", &paths, NULL, err);

	for (i = 0; rc == 0 && i < paths.n; i++) {
		sec_buf_clear(&text);
		rc = sec_source_read(r->rules, paths.item[i], SMALL_FILE, &text, err);
		if (rc == 0)
			rc = add(arg, paths.item[i], sec_buf_str(&text));
	}
	sec_buf_release(&text);
	sec_paths_release(&paths);
	return rc;
}

static int load_schema(struct sec_register *r, struct sec_err *err)
{
	struct sec_schema_source local = { each_local, r };
	struct sec_schema_source built_in;
	struct sec_buf policy = SEC_BUF_INIT;
	char *dir = sec_register_schema_dir(err);
	int rc = 0;

	if (!dir)
		return SEC_FAIL;
	built_in = sec_schema_folder(dir);
	if (r->rules)
		rc = sec_source_read(r->rules, "policy.ini", SMALL_FILE, &policy, err);
	if (rc == SEC_ABSENT)
		rc = sec_err_set(err, SEC_FAIL, "the register has no policy.ini there and then");
	if (rc == 0)
		rc = sec_schema_load(&r->schema, &built_in, r->rules ? &local : NULL,
			r->rules ? "policy.ini" : NULL, sec_buf_str(&policy), err);
	if (rc == 0 && r->rules && r->schema.format != 1)
		rc = sec_err_set(err, SEC_FAIL, r->schema.format
			? "policy.ini asks for register format %d; these programs know format 1"
			: "policy.ini has no [register] format = 1", r->schema.format);
	sec_buf_release(&policy);
	free(dir);
	return rc;
}

static int load_people(struct sec_register *r, const char *named, struct sec_err *err)
{
	const char *set = named ? named : getenv("SEC_PEOPLE");
	struct sec_buf text = SEC_BUF_INIT;
	char *path = NULL;
	int rc = SEC_ABSENT;

	if (set && *set) {
		rc = sec_file_read(&text, AT_FDCWD, set, PEOPLE_FILE, err);
		if (rc == SEC_ABSENT)
			rc = SEC_FAIL; /* asked for by name: its absence is an error */
		if (rc && !named)
			sec_err_prefix(err, "SEC_PEOPLE: ");
	} else if (r->root) {
		path = xasprintf("%s/people.ini", r->root);
		rc = sec_file_read(&text, AT_FDCWD, path, PEOPLE_FILE, err);
	}
	if (rc == 0)
		rc = sec_people_parse(&r->people, set && *set ? set : path, sec_buf_str(&text), err);
	sec_buf_release(&text);
	free(path);
	return rc == SEC_ABSENT ? 0 : rc;
}

static int set_today(struct sec_register *r, const struct sec_register_options *o, sec_day at,
	struct sec_err *err)
{
	const char *set = getenv("SEC_TODAY");

	if (o->today != SEC_DAY_NONE)
		r->today = o->today;
	else if (o->at && !o->present)
		r->today = at;
	else if (set && *set && !sec_day_parse(set, strlen(set), &r->today))
		return sec_err_set(err, SEC_USAGE, "SEC_TODAY is '%s', expected YYYY-MM-DD", set);
	else if (!set || !*set)
		r->today = sec_day_today();
	return 0;
}

static int open_sources(struct sec_register *r, const struct sec_register_options *o,
	sec_day *at, struct sec_err *err)
{
	sec_day other;
	int rc = o->at ? sec_source_open_commit(&r->source, r->root, o->bare, o->at, at, err)
		: o->staged ? sec_source_open_index(&r->source, r->root, err)
		: sec_source_open_tree(&r->source, r->root, err);

	if (!o->rules)
		r->rules = r->source;
	else if (rc == 0 && *o->rules)
		rc = sec_source_open_commit(&r->rules, r->root, o->bare, o->rules, &other, err);
	return rc;
}

int sec_register_open(struct sec_register *r, const struct sec_register_options *o,
	struct sec_err *err)
{
	sec_day at = SEC_DAY_NONE;
	int rc;

	memset(r, 0, sizeof(*r));
	rc = find_root(r, o, err);
	if (rc == 0 && o->at && !r->root)
		rc = sec_err_set(err, SEC_USAGE, "--at needs a register; name one with -C DIR");
	if (rc == 0 && r->root)
		rc = open_sources(r, o, &at, err);
	if (rc == 0)
		rc = set_today(r, o, at, err);
	if (rc == 0)
		rc = load_schema(r, err);
	if (rc == 0 && !o->bare)
		rc = load_people(r, o->people, err);
	if (rc == 0)
		rc = sec_holidays_load(&r->holidays, &r->schema, r->rules, err);
	r->env = (struct sec_env){ .schema = &r->schema, .today = r->today,
		.person_name = person_name, .holiday = is_holiday,
		.file_exists = r->source ? file_exists : NULL, .pseudo = pseudo, .ctx = r };
	return rc;
}

void sec_register_close(struct sec_register *r)
{
	sec_schema_release(&r->schema);
	sec_people_release(&r->people);
	if (r->rules != r->source)
		sec_source_close(r->rules);
	sec_source_close(r->source);
	sec_holidays_release(&r->holidays);
	free(r->unsaved.path);
	free(r->root);
	memset(r, 0, sizeof(*r));
}
