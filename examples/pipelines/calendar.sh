#!/bin/sh
# SPDX-License-Identifier: ISC
# What Abdul Karim Sesay has to think of, as a calendar to subscribe to. How much is it?
sec-due --all --owner 'Abdul Karim Sesay' -f ics >sesay.ics
grep -c '^BEGIN:VEVENT' sesay.ics
grep -A 1 '^SUMMARY:Talk with' sesay.ics | tr -d '\r'
