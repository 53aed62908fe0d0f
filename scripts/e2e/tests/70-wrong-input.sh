# shellcheck shell=bash disable=SC2154 # names come from scripts/demo-environment
# wrong input is refused with the field's name, and the running cluster stays as it was
ensure_cluster
before=$(pods postgres-operator.crunchydata.com/data=postgres 'jsonpath={.items[*].metadata.uid}')
# The server must refuse, and name the field: refused FIELD PATCH
refused() {
    local answer
    if answer=$(kubectl patch pg "$cluster" --type merge --patch "$2" 2>&1); then echo "accepted: $2"; return 1; fi
    echo "$answer"
    grep --quiet --fixed-strings "$1" <<< "$answer"
}
refused 'spec.port' '{"spec":{"port":"x"}}'
refused 'spec.proxy.pgBouncer.replicas' '{"spec":{"proxy":{"pgBouncer":{"replicas":-1}}}}'
if answer=$(kubectl apply --filename - 2>&1 <<< "$(sed 's/^  crVersion:/  nosuchfield: 1\n  crVersion:/' deploy/cr.yaml)"); then echo "accepted an unknown field"; exit 1; fi
grep --quiet nosuchfield <<< "$answer"
# The operator refuses what only it can know, and says so in the condition Accepted.
kubectl patch pg "$cluster" --type merge --patch '{"spec":{"config":{"parameters":{"work_mem":"many"}}}}'
accepted() { kubectl get pg "$cluster" --output 'jsonpath={.status.conditions[?(@.type=="Accepted")].status} {.status.conditions[?(@.type=="Accepted")].message}'; }
is_refused() { accepted | grep --quiet '^False .*work_mem'; }
wait_for "work_mem is refused" 60 is_refused
[ "$(pods postgres-operator.crunchydata.com/data=postgres 'jsonpath={.items[*].metadata.uid}')" = "$before" ]
kubectl patch pg "$cluster" --type json --patch '[{"op":"remove","path":"/spec/config/parameters/work_mem"}]'
wait_for "$cluster is ready" 120 is_ready
