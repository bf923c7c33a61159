#!/bin/bash
# Runs in the container: compile.sh CATEGORY/NAME-VERSION FLAGS. The package comes out in /out; `-` stands for no flags.
set -euo pipefail

package=$1
flags=$2
if [ "$flags" = "-" ]; then flags=""; fi

# A container may not open name spaces of its own, which Portage's sandboxes want.
export FEATURES="-ipc-sandbox -mount-sandbox -network-sandbox -pid-sandbox -news"
export PKGDIR=/out
export USE="$flags"

# The tree of ebuilds stays on the machine; once a day it is fetched anew.
if [ -z "$(find /var/db/repos/gentoo/metadata/timestamp.chk -mmin -1440 2>/dev/null)" ]; then
  emerge-webrsync --quiet
fi

# First what it takes to build the package, then the package, which is not installed.
emerge --quiet-build y --onlydeps --onlydeps-with-rdeps n "=$package"
emerge --quiet-build y --buildpkgonly "=$package"
