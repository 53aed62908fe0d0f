# shellcheck shell=bash disable=SC2154 # names come from scripts/demo-environment
# the namespace is deleted with cluster and operator in it: gone within two minutes, nothing is left Terminating
ensure_cluster
command kubectl delete namespace "$namespace" --wait=false
is_gone() { ! command kubectl get namespace "$namespace"; }
wait_for "the namespace is gone" 120 is_gone
left() { command kubectl get pods,pvc,pg,pg-backup --all-namespaces --output json | jq --raw-output --arg n "$namespace" '.items[] | select(.metadata.namespace == $n) | .kind + " " + .metadata.name'; }
[ -z "$(left)" ]
