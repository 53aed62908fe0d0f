# shellcheck shell=bash disable=SC2154 # names come from scripts/demo-environment
# three instances to one and back: the primary stays, nobody is cut off
ensure_cluster
start_writing
leader=$(role primary)
for replicas in 1 3; do
    kubectl patch pg "$cluster" --type json --patch "[{\"op\":\"replace\",\"path\":\"/spec/instances/0/replicas\",\"value\":$replicas}]"
    wait_for "$replicas members" 240 members_are $replicas
    wait_for "$cluster is ready" 120 is_ready
    [ "$(role primary)" = "$leader" ]
done
stop_writing
