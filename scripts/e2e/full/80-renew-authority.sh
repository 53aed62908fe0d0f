# shellcheck shell=bash disable=SC2154,SC2317 # names come from scripts/demo-environment and the library; functions are called by wait_for
# the certificate authority is renewed on request, in some 21 minutes: no client that verifies the pooler's certificate sees an error meanwhile
ensure_cluster
authority() { kubectl get secret "$cluster-cluster-ca-cert" --output json | jq --raw-output ".data[\"$1\"] // empty | @base64d"; }
old=$(authority root.crt)
through_pooler --command 'create table if not exists renewals (at timestamptz default now())'

# Connects anew each time, and verifies by what is trusted at that time: what fails is counted, with its words.
said=$(mktemp)
touch "$said.goes-on"
(
    while [ -e "$said.goes-on" ]; do
        if through_pooler --command 'insert into renewals default values' > "$said.last" 2>&1; then
            echo . >> "$said"
        else
            { date --utc +%T && cat "$said.last"; } >> "$said.failed"
        fi
        sleep 0.5
    done
) &
client=$!
trap 'rm -f "$said.goes-on"' EXIT
start_writing
trap 'rm -f "$said.goes-on" "$acknowledged.goes-on"' EXIT

kubectl annotate pg "$cluster" egret.dev/renew-authority="$(date --utc +%FT%T)" --overwrite
has_next() { [ -n "$(authority next.crt)" ]; }
has_changed() { [ "$(authority root.crt)" != "$old" ] && [ -n "$(authority root.crt)" ]; }
is_over() { has_changed && [ -z "$(authority previous.crt)" ] && [ -z "$(authority next.crt)" ]; }
wait_for "a new authority is trusted beside the old one" 60 has_next
wait_for "the new authority signs" 900 has_changed
wait_for "the old authority is trusted no more" 900 is_over
new=$(authority root.crt)
trust_is_new() { [ "$(kubectl get secret "$cluster-cluster-cert" --output 'jsonpath={.data.ca\.crt}' | base64 --decode)" = "$new" ]; }
wait_for "only the new authority is trusted" 60 trust_is_new
# The Pods have the last change after two minutes at most.
before=$(wc -l < "$said")
goes_on() { [ "$(wc -l < "$said")" -gt $((before + 150)) ]; }
wait_for "connections go on" 300 goes_on
rm "$said.goes-on"
wait "$client"
echo "$(wc -l < "$said") connections"
[ ! -e "$said.failed" ] || { cat "$said.failed"; false; }
stop_writing
[ "$(state)" = ready ]
members_stream 3
