# shellcheck shell=bash disable=SC2154 # names come from scripts/demo-environment
# kill -9 of the leader's container, once and until it is in back-off: another leads then at once, the old one rejoins, no acknowledged row is lost
ensure_cluster
start_writing
leader=$(role primary)
count=$(restarts "$leader" database)
kill_container "$leader" database
rows=$(written)
wait_for "rows are written again" 90 written_since "$rows"
wait_for "$cluster is ready" 180 is_ready
wait_for "three members" 120 members_are 3
# A container that ends twice within ten minutes waits before it is started again. Whoever leads now is killed until that is so.
leader=$(role primary)
echo "leader: $leader"
another_leads() { [ -n "$(role primary)" ] && [ "$(role primary)" != "$leader" ]; }
runs_again_or_not() { has_restarted "$leader" database "$count" || another_leads; }
# Under synchronous replication only a standby that commits wait for may take over; a leader that starts again has none for Patroni's next loop.
a_standby_is_synchronous() { [ -n "$(kubectl get endpoints "$cluster-ha-sync" --output 'jsonpath={.metadata.annotations.sync_standby}' 2> /dev/null)" ]; }
for _ in 1 2; do
    wait_for "a standby is synchronous" 30 a_standby_is_synchronous
    count=$(restarts "$leader" database)
    kill_container "$leader" database
    wait_for "the container runs again, or another leads" 30 runs_again_or_not
    if another_leads; then break; fi
done
rows=$(written)
wait_for "rows are written again" 20 written_since "$rows"
wait_for "another instance leads" 20 another_leads
kubectl get events --field-selector reason=LeaderReleased --output name | grep --quiet event
wait_for "three members" 120 members_are 3
wait_for "$cluster is ready" 120 is_ready
wait_for "two replicas stream" 60 members_stream 3
archive_keeps_up
stop_writing
