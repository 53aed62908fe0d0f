# shellcheck shell=bash disable=SC2154 # names come from scripts/demo-environment
# deletion of a replica with its volume: it is made anew, and nobody is cut off
ensure_cluster
start_writing
leader=$(role primary)
replica=$(role replica | cut --delimiter=' ' --fields=1)
claim=$(kubectl get pod "$replica" --output 'jsonpath={.spec.volumes[?(@.name=="postgres-data")].persistentVolumeClaim.claimName}')
uid=$(kubectl get pvc "$claim" --output 'jsonpath={.metadata.uid}')
kubectl delete pvc "$claim" --wait=false
kubectl delete pod "$replica" --wait=false
is_another_claim() { [ "$(kubectl get pvc "$claim" --output 'jsonpath={.status.phase} {.metadata.uid}' | grep --count "^Bound" || true)" = 1 ] && [ "$(kubectl get pvc "$claim" --output 'jsonpath={.metadata.uid}')" != "$uid" ]; }
wait_for "the volume is another" 120 is_another_claim
wait_for "three members" 120 members_are 3
wait_for "two replicas stream" 60 members_stream 3
wait_for "$cluster is ready" 120 is_ready
[ "$(role primary)" = "$leader" ]
stop_writing
