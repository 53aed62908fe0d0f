# shellcheck shell=bash disable=SC2154 # names come from scripts/demo-environment
# wrong input is refused with the field's name, and the running cluster stays as it was
ensure_cluster
pods_of_cluster() { pods 'postgres-operator.crunchydata.com/role in (primary,replica,pgbouncer)' 'jsonpath={.items[*].metadata.uid}'; }
before=$(pods_of_cluster)
stays_as_it_was() { [ "$(pods_of_cluster)" = "$before" ]; }

# The server must refuse, and say this: refused TEXT TYPE PATCH
refused() {
    local answer
    if answer=$(kubectl patch pg "$cluster" --type "$2" --patch "$3" 2>&1); then echo "accepted: $3"; return 1; fi
    echo "$answer"
    grep --quiet --fixed-strings "$1" <<< "$answer"
}
refused 'spec.port' merge '{"spec":{"port":"x"}}'
refused 'spec.proxy.pgBouncer.replicas' merge '{"spec":{"proxy":{"pgBouncer":{"replicas":-1}}}}'
refused 'spec.instances[1]: Duplicate value' json '[{"op":"add","path":"/spec/instances/-","value":{"name":"instance1","replicas":1,
    "dataVolumeClaimSpec":{"accessModes":["ReadWriteOnce"],"resources":{"requests":{"storage":"1Gi"}}}}}]'
refused 'spec.instances[0].dataVolumeClaimSpec: Invalid value: a volume cannot shrink' json \
    '[{"op":"replace","path":"/spec/instances/0/dataVolumeClaimSpec/resources/requests/storage","value":"500Mi"}]'
if answer=$(kubectl apply --filename - 2>&1 <<< "$(sed 's/^  crVersion:/  nosuchfield: 1\n  crVersion:/' deploy/cr.yaml)"); then echo "accepted an unknown field"; exit 1; fi
grep --quiet nosuchfield <<< "$answer"

# The operator refuses what only it can know, in the condition Accepted; what was wrong is then taken back: refused_by_operator TEXT PATCH PATCH-BACK
accepted() { kubectl get pg "$cluster" --output 'jsonpath={.status.conditions[?(@.type=="Accepted")].status} {.status.conditions[?(@.type=="Accepted")].message}'; }
refused_by_operator() {
    local text=$1
    is_refused() { accepted | grep --quiet "^False .*$text"; }
    kubectl patch pg "$cluster" --type json --patch "$2"
    wait_for "refused: $text" 60 is_refused
    kubectl get events --field-selector "involvedObject.name=$cluster,type=Warning" | grep --quiet "$text"
    stays_as_it_was
    kubectl patch pg "$cluster" --type json --patch "$3"
    wait_for "accepted again" 60 eval 'accepted | grep --quiet ^True'
}
refused_by_operator 'work_mem' '[{"op":"add","path":"/spec/config/parameters/work_mem","value":"many"}]' \
    '[{"op":"remove","path":"/spec/config/parameters/work_mem"}]'
refused_by_operator 'spec.image: is required.*PostgreSQL 16' '[{"op":"remove","path":"/spec/image"},{"op":"replace","path":"/spec/postgresVersion","value":16}]' \
    '[{"op":"add","path":"/spec/image","value":"localhost/egret-postgres:17"},{"op":"replace","path":"/spec/postgresVersion","value":17}]'
refused_by_operator 'spec.secrets.customTLSSecret.name: there is no Secret nosuch' \
    '[{"op":"add","path":"/spec/secrets","value":{"customTLSSecret":{"name":"nosuch"},"customReplicationTLSSecret":{"name":"nosuch"}}}]' \
    '[{"op":"remove","path":"/spec/secrets"}]'
wait_for "$cluster is ready" 120 is_ready
stays_as_it_was
