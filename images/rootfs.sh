# shellcheck shell=bash disable=SC2034,SC2154 # variables shared with scripts/build-images and the recipes
# What the recipes of all images share: a root file system out of Debian packages, without running their maintainer scripts.
#
# Packages are only unpacked, as distroless images do: no package manager, no debconf, no services, and the same result each time.
# What a maintainer script would have done and an image needs is done here, by name.
#
# Reads: rootfs (folder to fill), packages_cache (folder of downloaded packages), mirror (may be empty), sources (one more sources.list line).

# Programs that scripts and people in any of the containers count on.
shell_packages="base-files base-passwd bash coreutils dash debianutils diffutils findutils grep gzip hostname libc-bin libnss-wrapper mawk ncurses-base
    procps sed tar tzdata"

# Debian's wrappers around PostgreSQL, and what configures packages: nothing in a container uses them.
unwanted_packages="adduser debconf dpkg init-system-helpers libjson-perl login.defs passwd perl perl-modules postgresql-client-common postgresql-common
    postgresql-common-dev sensible-utils ssl-cert sysvinit-utils systemd-standalone-tmpfiles systemd-tmpfiles ucf"

# Unpacks packages and what they depend on: unpack SUITE "PACKAGE…" "PACKAGE…"
#
# The second list names what some package depends on but nothing here needs: it is left out, and so is what only it would have brought.
unpack() {
    local suite=$1 setting
    mkdir -p "$packages_cache"
    rm -rf "${rootfs:?}"
    # What this machine's apt is told about proxies and frozen mirrors holds here too.
    local settings=()
    while read -r setting; do settings+=("--aptopt=$setting"); done < <(
        apt-config dump | grep --extended-regexp '^Acquire::(Check-Valid-Until|Check-Date|https?::Proxy(::.*)?|Retries) ' || true)
    # mmdebstrap prepares apt for the suite (sources, keys, security updates); which packages are unpacked is ours to say.
    WANTED=$2 UNWANTED=$3 PACKAGES_CACHE=$packages_cache mmdebstrap --quiet --mode=root --variant=extract \
        "${settings[@]}" --extract-hook="$recipes/unpack-packages" "$suite" "$rootfs" ${mirror:+"$mirror"} ${sources:+"$sources"}
    rm -rf "$rootfs"/var/{lib/apt,cache/apt,cache/debconf} "$rootfs/etc/apt"
}

# Users, name service and mount points: settle NAME ID HOME
#
# Further ids come from libnss_wrapper, which both distributions' paths lead to.
settle() {
    local name=$1 id=$2 home=$3 library
    printf '%s\n' 'root:x:0:0:root:/root:/bin/bash' "$name:x:$id:$id:$name:$home:/bin/bash" 'nobody:x:65534:65534:nobody:/nonexistent:/bin/false' \
        > "$rootfs/etc/passwd"
    printf '%s\n' 'root:x:0:' 'tty:x:5:' "$name:x:$id:" 'nogroup:x:65534:' > "$rootfs/etc/group"
    printf '%s\n' 'passwd: files' 'group: files' 'hosts: files dns' 'services: files' > "$rootfs/etc/nsswitch.conf"
    [ -e "$rootfs/etc/services" ] || printf '%s\n' 'https 443/tcp' 'postgresql 5432/tcp' > "$rootfs/etc/services"
    rm -f "$rootfs"/etc/{shadow,gshadow}*
    library=$(cd "$rootfs" && find usr/lib -name libnss_wrapper.so | head -n 1)
    [ -z "$library" ] || { mkdir -p "$rootfs/usr/lib64" && ln -sf "/$library" "$rootfs/usr/lib64/libnss_wrapper.so"; }
    rm -rf "$rootfs/var/run" "$rootfs/var/lock"
    ln -s /run "$rootfs/var/run"
    [ -e "$rootfs/usr/bin/awk" ] || ln -s mawk "$rootfs/usr/bin/awk"
    writable "$home" /tmp
    chmod 1777 "$rootfs/tmp"
}

# Folders that the image's user and any user of group 0 may write to: writable FOLDER…
writable() {
    local folder
    for folder in "$@"; do
        mkdir -p "$rootfs$folder"
        chown "${user_id:?}:0" "$rootfs$folder"
        chmod 0775 "$rootfs$folder"
    done
}

# The certificates of public authorities, as one file where OpenSSL, curl and pgBackRest look. Needs the package ca-certificates.
trust_public_authorities() {
    mkdir -p "$rootfs/etc/ssl/certs" "$rootfs/usr/lib/ssl"
    cat "$rootfs"/usr/share/ca-certificates/mozilla/*.crt > "$rootfs/etc/ssl/certs/ca-certificates.crt"
    ln -sf /etc/ssl/certs/ca-certificates.crt "$rootfs/usr/lib/ssl/cert.pem"
}

# Takes away what no container reads: documentation (licences stay), translations, sources, privileges by file mode.
trim() {
    find "$rootfs/usr/share/doc" -mindepth 2 ! -name copyright ! -type d -delete
    find "$rootfs/usr/share/doc" -mindepth 1 -type d -empty -delete
    rm -rf "$rootfs"/usr/share/{man,info,locale,lintian,bug,gcc,gdb,bash-completion,debconf,doc-base,groff,linda,pixmaps,applications,menu,mime} \
        "$rootfs"/usr/lib/systemd "$rootfs"/etc/{init.d,cron.d,cron.daily,logrotate.d,systemd,default,pam.d,security,update-motd.d} \
        "$rootfs"/usr/include "$rootfs"/var/lib/dpkg/{status,available,status-old,lock*,triggers,info,updates,alternatives,parts} \
        "$rootfs"/var/log/apt "${rootfs:?}"/dev/* "${rootfs:?}"/run/*
    find "$rootfs" -xdev -type f -perm /6000 -exec chmod u-s,g-s {} +
    ldconfig -r "$rootfs"
    rm -rf "$rootfs/var/cache/ldconfig"
}
