/* SPDX-License-Identifier: ISC */
#include <stdlib.h>

#include "rules/schema/index.h"

static int read_all(struct sec_loader *l, const struct sec_schema_source *built_in,
	const struct sec_schema_source *local, const char *policy_name, struct sec_str policy)
{
	int rc = built_in->each(built_in->ctx, sec_load_file, l, l->err);

	l->local = true;
	if (!rc && local)
		rc = local->each(local->ctx, sec_load_file, l, l->err);
	if (!rc && policy_name)
		rc = sec_load_register(l, policy_name, policy);
	return rc;
}

/* A waiver names a rule or a due kind, a bare word a derived value or a state:
 * each pair shares one set of names. */
static int check_names(const struct sec_schema *s, struct sec_err *err)
{
	for (int i = 0; i < s->dues; i++)
		if (sec_schema_rule(s, sec_str(s->due[i].kind)) >= 0)
			return sec_err_at(err, SEC_FAIL, s->due[i].place.file, s->due[i].place.line, 1,
				"a rule is named '%s' already, and a waiver could mean either",
				s->due[i].kind);
	for (int i = 0; i < s->deriveds; i++)
		if (sec_schema_state(s, sec_str(s->derived[i].name)) >= 0)
			return sec_err_at(err, SEC_FAIL, s->derived[i].place.file,
				s->derived[i].place.line, 1, "a state is named '%s' already",
				s->derived[i].name);
	return 0;
}

typedef int step(struct sec_schema *s, struct sec_err *err);

int sec_schema_load(struct sec_schema *schema, const struct sec_schema_source *built_in,
	const struct sec_schema_source *local, const char *policy_name, struct sec_str policy,
	struct sec_err *err)
{
	static step *const steps[] = {
		sec_states_fill, sec_roles_fill, sec_fields_fill, sec_derived_fill, sec_rules_fill,
		sec_dues_fill, sec_stories_fill, sec_policy_finish,
		sec_derived_compile, sec_states_compile, sec_schema_circles, sec_fields_compile,
		sec_roles_compile, sec_rules_compile, sec_dues_compile,
		sec_stories_compile,
	};
	struct sec_loader l = { .schema = schema, .err = err };
	int rc;

	memset(schema, 0, sizeof(*schema));
	schema->index = xcalloc(1, sizeof(*schema->index));
	sec_record_init(&l.rec);
	rc = read_all(&l, built_in, local, policy_name, policy);
	sec_record_release(&l.rec);
	for (size_t i = 0; i < sizeof(steps) / sizeof(*steps) && !rc; i++)
		rc = steps[i](schema, err);
	if (!rc)
		rc = check_names(schema, err);
	if (rc)
		sec_schema_release(schema);
	return rc;
}
