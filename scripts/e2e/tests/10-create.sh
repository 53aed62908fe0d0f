# shellcheck shell=bash disable=SC2154 # names come from scripts/demo-environment
# deploy/cr.yaml becomes ready: one primary, two streaming replicas, three poolers, a finished backup
create_cluster 420
wait_for "three members" 60 members_are 3
wait_for "two replicas stream" 60 members_stream 3
[ "$(pods postgres-operator.crunchydata.com/role=pgbouncer | wc -l)" = 3 ]
wait_for "the first backup has succeeded" 180 bash -c \
    "kubectl --namespace $namespace get pg-backup --output 'jsonpath={.items[*].status.state}' | grep --quiet Succeeded"
through_pooler --command 'create table greetings (text text)' --command "insert into greetings values ('hello')"
[ "$(through_pooler --command 'select text from greetings')" = hello ]
jit_is_on() { [ "$(sql 'select pg_jit_available()')" = t ]; }
wait_for "LLVM compiles expressions, as deploy/cr.yaml asks" 60 jit_is_on
kubectl exec "$cluster-repo-host-0" --container pgbackrest -- pgbackrest info --stanza=db | grep --quiet 'status: ok'
[ "$(kubectl get pg "$cluster" --output 'jsonpath={.status.conditions[?(@.type=="UnsupportedFields")].status}')" != True ]
