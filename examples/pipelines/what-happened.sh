#!/bin/sh
# SPDX-License-Identifier: ISC
# What happened this month, in words?
sec-log --since 2026-11-01
