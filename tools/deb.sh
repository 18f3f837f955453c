#!/bin/sh
# SPDX-License-Identifier: ISC
#
# tools/deb.sh: the Debian package, build/sec_VERSION_ARCH.deb; its path is printed.
# What the programs load is found by dpkg-shlibdeps. The same source gives the same
# bytes: times are those of the last commit, or of SOURCE_DATE_EPOCH.
set -eu

cd "$(dirname "$0")/.."
# shellcheck source=tests/debian.sh
. tests/debian.sh
need build deb >&2

version=$(make -s -f Makefile --eval 'print: ; @echo $(VERSION)' print)
arch=$(dpkg --print-architecture)
top=build/deb
root=$top/root
package=build/sec_${version}_$arch.deb
SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct 2>/dev/null || echo 0)}
export SOURCE_DATE_EPOCH

rm -rf "$root"
make -s B=$top/build PREFIX=/usr >&2
make -s B=$top/build PREFIX=/usr DESTDIR="$root" install >&2
strip --strip-unneeded "$root"/usr/bin/*
gzip -9n "$root"/usr/share/man/man*/*
install -D -m 644 LICENSE "$root/usr/share/doc/sec/copyright"
install -D -m 644 README.md "$root/usr/share/doc/sec/README.md"
# All but what builds from source: README.md and the manual name them.
cp -r examples "$root/usr/share/doc/sec"
rm "$root/usr/share/doc/sec/examples/demo.sh"

mkdir -p "$top/debian" "$root/DEBIAN"
printf 'Source: sec\n\nPackage: sec\nArchitecture: any\n' >"$top/debian/control"
depends=$(cd "$top" && dpkg-shlibdeps -O root/usr/bin/* 2>/dev/null | sed -n 's/^shlibs:Depends=//p')
cat >"$root/DEBIAN/control" <<END
Package: sec
Version: $version
Architecture: $arch
Maintainer: the authors of sec <root@localhost>
Installed-Size: $(du -ks "$root/usr" | cut -f1)
Depends: $depends, git
Section: utils
Priority: optional
Description: secondments as plain text, kept in git
 Small programs over INI records of secondments in a git repository: they make,
 change, check and list them, say what is due, write letters and pictures, and
 tell who changed what.
END
find "$root" -exec touch -h -d "@$SOURCE_DATE_EPOCH" {} +
dpkg-deb --root-owner-group --build "$root" "$package" >&2
echo "$package"
