# shellcheck shell=bash disable=SC2154 # names come from scripts/demo-environment and the library
# kill -9 of the operator, of the Job, of the repository host, of the leader in each state of a backup: it ends, with a reason if it failed, and the next one succeeds
. scripts/e2e/restores.sh
ensure_cluster
wait_for "there is a backup" 180 backed_up
fill

backup_pod() { job_pod "$(backup_field killed jobName)"; }
kill_victim() {
    case $1 in
        operator) kill_operator ;;
        job) kill_when_it_runs backup_pod pgbackrest ;;
        repository-host) kill_container "$cluster-repo-host-0" pgbackrest ;;
        leader) kill_container "$(role primary)" database ;;
    esac
}

rounds=0 hit=0
round() {
    local state=$1 victim=$2 delay=$3 began=$SECONDS how='was too late for'
    rounds=$((rounds + 1))
    kubectl delete pg-backup killed --ignore-not-found > /dev/null
    request_backup killed repo1 --type=full > /dev/null
    if reaches pg-backup killed state "$state" && sleep "$delay" && kill_victim "$victim" > /dev/null 2>&1; then
        hit=$((hit + 1))
        how=during
    fi
    wait_for "the backup is over" 420 backup_is_over killed > /dev/null
    wait_for "$cluster is ready" 300 is_ready > /dev/null
    wait_for "three members" 180 members_are 3 > /dev/null
    echo "kill -9 of $victim $how $state: $(backup_field killed state) $(backup_field killed error), $((SECONDS - began)) s"
}

for victim in operator repository-host leader; do round Starting $victim 0; done
for victim in operator job repository-host leader; do round Running $victim "1.$((RANDOM % 10))"; done
echo "$hit of $rounds kills were in time"
[ "$hit" -ge $((rounds - 2)) ]

request_backup afterwards repo1 --type=full
wait_for "a backup afterwards is over" 180 backup_is_over afterwards
backup_is afterwards Succeeded
kubectl exec "$cluster-repo-host-0" --container pgbackrest -- pgbackrest --stanza=db verify --output=text
kubectl delete pg-backup killed afterwards
sql 'drop table filling'
