# shellcheck shell=bash disable=SC2154 # names come from scripts/demo-environment
# a new cluster from the volumes of a deleted one, data and repository: wrong directory told, operator killed meanwhile, every row there, its backups go on
ready_says() { kubectl get pg heir --output json | jq --raw-output '.status.conditions[] | select(.type == "Ready") | "\(.reason) \(.message)"' | grep --quiet --extended-regexp "$1"; }
make() { # make NAME INSTANCES PATCH
    command kubectl patch --local --filename deploy/cr.yaml --type merge --output json --patch '{"metadata": {"name": "'"$1"'"}, "spec": '"$3"'}' \
        | jq --argjson replicas "$2" '.spec.instances[0].replicas = $replicas | .spec.proxy.pgBouncer.replicas = 1' | kubectl apply --filename -
}
gone() { ! kubectl get "$@" > /dev/null 2>&1; }

make origin 1 '{}'
wait_for "the origin is ready" 300 on origin is_ready
wait_for "it has a backup" 240 on origin backed_up
on origin sql 'create table kept as select generate_series(1, 1000) as n'
claim=$(kubectl get pod "$(on origin role primary)" --output 'jsonpath={.spec.volumes[?(@.name=="postgres-data")].persistentVolumeClaim.claimName}')
before=$(kubectl get pvc "$claim" origin-repo1 --output 'jsonpath={.items[*].metadata.uid}')

# A claim is not taken from a cluster that exists.
volumes() { echo '{"dataSource": {"volumes": {"pgDataVolume": {"pvcName": "'"$claim"'", "directory": "'"$1"'"}, "pgBackRestVolume": {"pvcName": "origin-repo1"}}}}'; }
make heir 1 "$(volumes pgdata)"
wait_for "the claim is refused" 60 ready_says 'DataSourceUnusable .*is that of cluster origin, which exists'
[ "$(kubectl get pvc "$claim" --output 'jsonpath={.metadata.labels.postgres-operator\.crunchydata\.com/cluster}')" = origin ]
kubectl delete pg origin --timeout 180s
wait_for "what is on the volume is told" 120 ready_says 'DataSourceUnusable .*pgdata: is no data directory of PostgreSQL; on the volume there are .*pg17'
[ -z "$(on heir pods postgres-operator.crunchydata.com/data=postgres)" ]
make heir 1 "$(volumes pg17)"
job_is_made() { kubectl get job heir-move-pgdata-dir --output json | jq --exit-status '.spec.template.spec.containers[0].command | contains(["pg17"])'; }
wait_for "the directory is moved" 60 job_is_made
kill_operator
wait_for "the heir is ready" 300 on heir is_ready
[ "$(on heir sql 'select count(*) from kept')" = 1000 ]
[ "$(kubectl get pvc "$claim" origin-repo1 --output 'jsonpath={.items[*].metadata.uid}')" = "$before" ]
gone pg-restore heir-bootstrap
gone pvc heir-repo1
wait_for "its backups go on in the old repository" 240 on heir backed_up
[ "$(on heir sql 'select 1')" = 1 ]
CLUSTER=heir PGUSER=heir PGDATABASE=heir scripts/demo-psql --no-psqlrc --command 'create table t (n int)'

# A second instance is made from it.
kubectl patch pg heir --type json --patch '[{"op": "replace", "path": "/spec/instances/0/replicas", "value": 2}]'
wait_for "two members" 180 on heir members_are 2
wait_for "the heir is ready" 120 on heir is_ready
kubectl delete pg heir --timeout 180s
kubectl delete pvc --selector "postgres-operator.crunchydata.com/cluster=heir"
