# shellcheck shell=bash disable=SC2154 # names come from scripts/demo-environment and the library
# Restores that cannot succeed, and what each is refused with. Sourced after the library and restores.sh; unreachable_targets prints a table.

# What the cluster runs with: the same afterwards if it has not noticed.
untouched() { pods postgres-operator.crunchydata.com/data=postgres 'jsonpath={.items[*].metadata.uid}'; sql 'select pg_postmaster_start_time()'; }

# Asks for one restore after the other. Fails if one is not refused, not with these words, or if the cluster has noticed.
unreachable_targets() {
    local before line words options error refused=0 count=0 end
    before=$(untouched)
    end=$(sql "select pg_current_wal_lsn() + 1099511627776")
    echo '| repository and options | refused | because |'
    echo '| --- | --- | --- |'
    while IFS='|' read -r repo words options; do
        count=$((count + 1))
        eval "restore unreachable $options" > /dev/null
        wait_for "a restore with $options is over" 90 restore_is_over unreachable > /dev/null
        error=$(restore_error unreachable)
        line=no
        if restore_is unreachable Failed && grep --quiet --fixed-strings "$words" <<< "$error" && grep --quiet 'Nothing was touched' <<< "$error"; then
            line=yes
            refused=$((refused + 1))
        fi
        echo "| $repo \`$options\` | $line | $error |"
    done <<TABLE
repo4|is not a repository of cluster|
repo1|is no backup in repo1|--set=20200101-000000F
repo1|is in the future|--type=time '--target="2099-01-01 00:00:00+00"'
repo1|before the end of the first backup|--type=time '--target="2001-01-01 00:00:00+00"'
repo1|before the end of the first backup|--type=lsn --target=0/1000000
repo1|was not written yet|--type=lsn --target=$end
repo1|is no time|--type=time --target=yesterday
repo1|is no WAL position|--type=lsn --target=30000148
repo1|is no transaction|--type=xid --target=seven
repo1|needs --target=VALUE beside it|--type=name
repo1|needs --type=time, lsn, xid or name|--target=now
repo1|is unknown|--type=whole
repo1|would not end in a primary|--type=standby
repo1|is given twice|--type=immediate --type=immediate
repo1|a quote that is not closed|'--type=name --target="nowhere'
repo1|is no option|-delta
repo1|is set by the operator|--repo=2
repo1|is set by the operator|--stanza=other
TABLE
    repo=repo1
    kubectl delete pg-restore unreachable > /dev/null
    echo "$refused of $count unreachable targets refused"
    [ "$(untouched)" = "$before" ]
    is_ready
    [ "$refused" = "$count" ]
}
