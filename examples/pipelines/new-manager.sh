#!/bin/sh
# SPDX-License-Identifier: ISC
# Ngozi Adebayo has left: Hamish Pereira takes over what is open, in one commit.
sec-list -q 'open and home.manager = "Ngozi Adebayo"' -f ids |
	sec-set - home.manager='Hamish Pereira' -m 'New head of service from December'
git log -1 --format='%s'
