#!/bin/sh
# SPDX-License-Identifier: ISC
# How many people is each department without today, and how many will it be?
sec-list -q 'state in (agreed, active) and either(secondment.direction, out) != in' \
	--count home.department,state
