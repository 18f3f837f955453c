/* SPDX-License-Identifier: ISC
 *
 * Errors: how a library function says that it failed, and why.
 *
 * A function that can fail returns 0, or one of the negative codes below, and
 * then has filled the `struct sec_err` its caller owns. It never prints and
 * never exits. `main` alone prints, with sec_err_print(), and turns the code
 * into an exit code: SEC_NO is 1, everything else is 2.
 *
 * A message is lower case, one sentence without a full stop, and says what
 * would be right. Values from records stand in it between '…'; control bytes
 * are made visible when it is printed, not when it is set.
 */
#ifndef SEC_BASE_ERR_H
#define SEC_BASE_ERR_H

#include <stddef.h>

enum {
	SEC_OK = 0,
	SEC_NO = -1,     /* the answer is "no": refused, findings, a conflict   (exit 1) */
	SEC_FAIL = -2,   /* could not do it: usage, input, I/O, git trouble     (exit 2) */
	SEC_ABSENT = -3, /* the thing named is not there                        (exit 2) */
	SEC_AGAIN = -4,  /* somebody else was faster; trying again may succeed  (exit 2) */
	SEC_USAGE = -5,  /* options or operands make no sense                   (exit 2) */
};

struct sec_err {
	int code;
	char *path;    /* what it is about, or NULL; owned */
	unsigned line; /* 1-based, 0 when there is none */
	unsigned col;  /* 1-based byte column, 0 when there is none */
	char *msg;     /* owned */
};
#define SEC_ERR_INIT { 0 }

/* Sets code and message, forgets any place, and returns `code`, so that a
 * caller can write `return sec_err_set(err, SEC_FAIL, "…")`. The first error
 * wins nothing here: a later one replaces it. `err` may be NULL. */
int sec_err_set(struct sec_err *err, int code, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));

/* The same, with the place: prints as `PATH:LINE:COL: message`. */
int sec_err_at(struct sec_err *err, int code, const char *path, unsigned line,
	unsigned col, const char *fmt, ...) __attribute__((format(printf, 6, 7)));

/* `what PATH: strerror(errno)`; keeps errno. */
int sec_err_errno(struct sec_err *err, const char *what, const char *path);

/* Puts "text" in front of the message already there. */
int sec_err_prefix(struct sec_err *err, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));

void sec_err_clear(struct sec_err *err);

/* Prints `PROGRAM: PATH:LINE:COL: message` on standard error, control bytes
 * made visible, and returns the exit code of the error. Only a line indented by
 * two blanks begins a line of its own: what a message lists. */
int sec_err_print(const char *program, const struct sec_err *err);

/* 0, 1 or 2 for a code of this list. */
int sec_err_exit(int code);

#endif
