/* SPDX-License-Identifier: ISC
 *
 * libFuzzer: any bytes as a Mustache template, which may include itself. It must
 * end, keep to its limits, and leak nothing.
 */
#include <stdint.h>
#include <stdlib.h>

#include "render/mustache.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool itself(void *ctx, struct sec_str name, struct sec_str *text)
{
	*text = *(const struct sec_str *)ctx;
	return name.len == 1;
}

static const struct sec_node *sample(struct sec_arena *a)
{
	struct sec_node *data = sec_node_map(a), *list = sec_node_list(a), *inner = sec_node_map(a);

	sec_node_put(a, inner, SEC_STR("a"), sec_node_text(a, SEC_STR("<&\">")));
	sec_node_put(a, inner, SEC_STR("g"), sec_node_gap(a, SEC_STR("gap")));
	sec_node_push(a, list, inner);
	sec_node_push(a, list, sec_node_bool(a, true));
	sec_node_put(a, data, SEC_STR("l"), list);
	sec_node_put(a, data, SEC_STR("m"), inner);
	sec_node_put(a, data, SEC_STR("n"), sec_node_null(a));
	return data;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct sec_str text = { (const char *)data, size };
	struct sec_mustache m = { .partial = itself, .ctx = &text };
	struct sec_arena a = SEC_ARENA_INIT;
	struct sec_buf out = SEC_BUF_INIT;
	struct sec_err err = SEC_ERR_INIT;

	if (sec_mustache_render(&m, "fuzz", text, sample(&a), &out, &err) < 0
		&& (!err.line || !err.col))
		abort();
	sec_err_clear(&err);
	sec_buf_release(&out);
	sec_arena_release(&a);
	return 0;
}
