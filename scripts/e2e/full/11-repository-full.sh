# shellcheck shell=bash disable=SC2154 # names come from scripts/demo-environment and the library
# a repository on a volume that is full: writes go on, WALArchiving says why; the volume grows by the spec, and archiving catches up
. scripts/e2e/repositories.sh
ensure_cluster
host=$cluster-repo-host-0
in_host() { kubectl exec "$host" --container pgbackrest -- bash -c "$1"; }

kubectl patch pg "$cluster" --type json --patch '[{"op": "add", "path": "/spec/backups/pgbackrest/repos/-", "value": {"name": "repo2", "volume": {"volumeClaimSpec":
    {"storageClassName": "egret-sized", "accessModes": ["ReadWriteOnce"], "resources": {"requests": {"storage": "128Mi"}}}}}}]'
wait_for "the stanza is on the small volume" 300 stanza_in repo2
finish_segment
wait_for "archiving goes well" 120 archiving_says '^True Archiving'

start_writing
# Until there is no room for anybody but root.
in_host 'dd if=/dev/zero of=/pgbackrest/repo2/filler bs=64k || true; dd if=/dev/zero of=/pgbackrest/repo2/rest bs=1k || true'
fill_a_segment() { sql "insert into segments select generate_series(1, 100000)" && finish_segment; }
fill_a_segment
wait_for "the condition tells that the volume is full" 180 archiving_says '^False (ArchivingFails|DiskAtRisk) .*[Nn]o space'
archiving
before=$(written)
wait_for "writes go on" 30 written_since "$before"
request_backup too-large repo2 --type=full
has_error() { kubectl get pg-backup too-large --output 'jsonpath={.status.error}' | grep --quiet --ignore-case 'no space'; }
wait_for "a backup into it says why it fails" 180 has_error
kubectl delete pg-backup too-large --timeout 60s

kubectl patch pg "$cluster" --type json --patch '[{"op": "replace", "path": "/spec/backups/pgbackrest/repos/1/volume/volumeClaimSpec/resources/requests/storage", "value": "512Mi"}]'
has_grown() { [ "$(kubectl get pvc "$cluster-repo2" --output 'jsonpath={.status.capacity.storage}')" = 512Mi ]; }
needs_restart() { kubectl get pvc "$cluster-repo2" --output 'jsonpath={.status.conditions[*].type}' | grep --quiet FileSystemResizePending; }
grows() { has_grown || needs_restart; }
wait_for "the volume grows, or waits for its Pod" 60 grows
if ! has_grown; then
    condition_says PersistentVolumeResizing "$cluster-repo2"
    # Where the kernel lets no file system grow that is in use.
    kubectl delete pod "$host"
fi
wait_for "the volume has grown" 120 has_grown
wait_for "archiving has caught up" 240 archiving_says '^True Archiving'
stop_writing
in_host 'rm -f /pgbackrest/repo2/filler /pgbackrest/repo2/rest'
kubectl patch pg "$cluster" --type json --patch '[{"op": "remove", "path": "/spec/backups/pgbackrest/repos/1"}]'
wait_for "$cluster is ready" 300 is_ready
kubectl delete pvc "$cluster-repo2"
