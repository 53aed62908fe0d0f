# shellcheck shell=bash disable=SC2154 # names come from scripts/demo-environment
# deletion of the cluster keeps the volumes; created again, even with one volume behind and the operator killed meanwhile, it has all its data
ensure_cluster
no_pod_runs() { [ -z "$(kubectl get pods --field-selector status.phase!=Succeeded --selector "postgres-operator.crunchydata.com/cluster=$cluster" --output name)" ]; }
claims() { kubectl get pvc --selector "postgres-operator.crunchydata.com/cluster=$cluster" --output name | sort; }
delete_cluster() {
    kubectl delete pg "$cluster" --timeout 180s
    # The finished Pod of a backup stays with its PerconaPGBackup.
    wait_for "no Pod of the cluster runs" 120 no_pod_runs
}
# Where this machine keeps the volume of a claim: folder_of CLAIM
folder_of() {
    local volume
    volume=$(kubectl get pvc "$1" --output 'jsonpath={.spec.volumeName}')
    echo "$EGRET_DATA/node/volumes/$(kubectl get pv "$volume" --output 'jsonpath={.spec.csi.volumeHandle}')"
}

through_pooler --command 'create table if not exists kept (n int)' --command 'truncate kept' --command 'insert into kept select generate_series(1, 1000)'
before=$(claims)
# The leader's volume is the one that would be taken first, if nobody looked.
behind=$(kubectl get pod "$(role primary)" --output 'jsonpath={.spec.volumes[?(@.name=="postgres-data")].persistentVolumeClaim.claimName}')
delete_cluster
[ "$(claims)" = "$before" ]
folder=$(folder_of "$behind")
cp --archive "$folder" "$folder.old"
create_cluster 300
[ "$(through_pooler --command 'select count(*) from kept')" = 1000 ]
through_pooler --command 'insert into kept select generate_series(1001, 2000)'
wait_for "three members" 120 members_are 3
wait_for "two replicas stream" 60 members_stream 3
delete_cluster
[ "$(claims)" = "$before" ]
# Into the same folder: another one would not be the volume that is mounted.
find "$folder" -mindepth 1 -delete
cp --archive "$folder.old/." "$folder/"
rm -r "$folder.old"
create_cluster 300 &
creation=$!
volumes_are_read() { [ -n "$(kubectl get jobs --selector egret.dev/volume-report --output name)" ]; }
an_instance_is_made() { [ -n "$(pods postgres-operator.crunchydata.com/data=postgres)" ]; }
wait_for "the volumes are being read" 60 volumes_are_read
kill_operator
wait_for "the first instance is made" 90 an_instance_is_made
kill_operator
wait "$creation"
[ "$(through_pooler --command 'select count(*) from kept')" = 2000 ]
wait_for "three members" 120 members_are 3
wait_for "two replicas stream" 120 members_stream 3
archive_keeps_up
