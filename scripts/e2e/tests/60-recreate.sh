# shellcheck shell=bash disable=SC2154 # names come from scripts/demo-environment
# deletion of the cluster keeps the volumes, and creating it again finds the data
ensure_cluster
through_pooler --command 'create table if not exists kept (n int)' --command 'truncate kept' --command 'insert into kept select generate_series(1, 1000)'
claims=$(kubectl get pvc --selector "postgres-operator.crunchydata.com/cluster=$cluster" --output name | wc -l)
kubectl delete pg "$cluster" --timeout 180s
# The finished Pod of a backup stays with its PerconaPGBackup.
wait_for "no Pod of the cluster runs" 120 bash -c \
    "[ -z \"\$(kubectl --namespace $namespace get pods --field-selector status.phase!=Succeeded --selector postgres-operator.crunchydata.com/cluster=$cluster --output name)\" ]"
[ "$(kubectl get pvc --selector "postgres-operator.crunchydata.com/cluster=$cluster" --output name | wc -l)" = "$claims" ]
create_cluster 300
[ "$(through_pooler --command 'select count(*) from kept')" = 1000 ]
wait_for "three members" 120 members_are 3
