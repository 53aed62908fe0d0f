# shellcheck shell=bash disable=SC2154 # names come from scripts/demo-environment and the library
# kill -9 of the operator, of the Job, of the repository host, of the leader in each phase of a restore: it ends, with a reason if it failed, and no row is lost
. scripts/e2e/restores.sh
ensure_cluster
wait_for "there is a backup" 180 backed_up
fill

kill_victim() {
    case $1 in
        operator) kill_operator ;;
        job) if [ "$2" = Rejoining ]; then kill_when_it_runs clear_pod clear-volume; else kill_when_it_runs restore_pod pgbackrest-restore; fi ;;
        repository-host) kill_container "$cluster-repo-host-0" pgbackrest ;;
        leader) kill_container "$(restore_field killed instance)-0" database ;;
    esac
}

# round PHASE VICTIM [OPTION…]
rounds=0 hit=0
round() {
    local phase=$1 victim=$2 began=$SECONDS how='was too late for'
    shift 2
    rounds=$((rounds + 1))
    sql "insert into rounds values ((select coalesce(max(n), 0) + 1 from rounds))"
    before=$(sql 'select count(*) from rounds') size=$(sql 'select count(*) from filling')
    wait_for "there is a backup" 180 backed_up > /dev/null
    restore killed "$@" > /dev/null
    if reaches pg-restore killed phase "$phase" && kill_victim "$victim" "$phase" > /dev/null 2>&1; then
        hit=$((hit + 1))
        how=during
    fi
    wait_for "the restore is over" 420 restore_is_over killed > /dev/null
    wait_for "$cluster is ready" 300 is_ready > /dev/null
    wait_for "three members" 180 members_are 3 > /dev/null
    echo "kill -9 of $victim $how $phase: $(restore_field killed state) $(restore_error killed), $((SECONDS - began)) s"
    [ "$(sql 'select count(*) from rounds')" = "$before" ]
    [ "$(sql 'select count(*) from filling')" = "$size" ]
}

for victim in operator repository-host leader; do round Stopping $victim; done
round Clearing operator
for victim in operator job job repository-host; do round Restoring $victim; done
for victim in operator repository-host leader; do round Starting $victim; done
for victim in operator job repository-host leader; do round Rejoining $victim; done
for victim in operator leader; do round Returning $victim --type=name --target=nowhere; done
echo "$hit of $rounds kills were in time"
[ "$hit" -ge $((rounds * 2 / 3)) ]
sql 'drop table filling'
